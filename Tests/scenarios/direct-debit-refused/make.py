#!/usr/bin/env python3
"""Writes bank.xml and bank-2.xml: python3 make.py"""
def entry(day, number, sign, amount, code, name, text, end="", reason=""):
    family, sub = code.split("/")
    why = f"<RtrInf><Rsn><Cd>{reason}</Cd></Rsn></RtrInf>" if reason else ""
    refs = f"<Refs><EndToEndId>{end}</EndToEndId></Refs>" if end else ""
    return f"""<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt>
<AcctSvcrRef>{day}-{number}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>{sub}</SubFmlyCd></Fmly></Domn></BkTxCd>
<NtryDtls><TxDtls>{refs}<Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd>
<RltdPties><Dbtr><Pty><Nm>{name}</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>{text}</Ustrd></RmtInf>{why}</TxDtls></NtryDtls></Ntry>
"""
entries = [
    # Due on Friday, refused on Monday; nothing had been booked.
    ("DBIT", "90.00", "IDDT/UPDD", "Bakery", "INV-2001", "INV-2001", "AM04"),
    # The second of three instalments.
    ("DBIT", "140.00", "IDDT/UPDD", "Mill", "INV-2002", "INV-2002", "MD06"),
    # A fee and a small return beside it end no collecting; one invoice is collected tonight.
    ("DBIT", "0.20", "MCOP/CHRG", "", "SEPA INV-2003"),
    ("DBIT", "7.50", "IDDT/UPDD", "Brewery", "INV-2003", "INV-2003", "AM04"),
    ("CRDT", "75.00", "IDDT/ESDD", "Brewery", "INV-2004", "INV-2004"),
]
def write(name, day, entries):
    with open(name, "w") as f:
        f.write('<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>'
                f"<GrpHdr><MsgId>{name}</MsgId></GrpHdr>\n<Stmt><Id>{name}</Id><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>\n")
        for number, one in enumerate(entries, 1): f.write(entry(day, number, *one))
        f.write("</Stmt></BkToCstmrStmt></Document>\n")
write("bank.xml", "2026-11-09", entries)
write("bank-2.xml", "2026-11-13", [("DBIT", "75.00", "IDDT/UPDD", "Brewery", "INV-2004", "INV-2004", "AC04")])
