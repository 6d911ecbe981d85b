#!/usr/bin/env python3
"""Writes the statements of this story: python3 make.py"""
NS = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
def entry(number, day, sign, amount, code, name, text, *, end="", reason="", account="", rf=""):
    domain, family, sub = code.split("/")
    side = "Dbtr" if (sign == "CRDT") != bool(reason and family == "ICDT") or family == "IDDT" else "Cdtr"
    iban = f"<{side}Acct><Id><IBAN>{account}</IBAN></Id></{side}Acct>" if account else ""
    strd = f"<Strd><CdtrRefInf><Ref>{rf}</Ref></CdtrRefInf></Strd>" if rf else f"<Ustrd>{text}</Ustrd>"
    why = f"<RtrInf><Rsn><Cd>{reason}</Cd></Rsn></RtrInf>" if reason else ""
    refs = f"<Refs><EndToEndId>{end}</EndToEndId></Refs>" if end else ""
    return f"""      <Ntry>
        <Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
        <BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt><AcctSvcrRef>{day}-{number}</AcctSvcrRef>
        <BkTxCd><Domn><Cd>{domain}</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>{sub}</SubFmlyCd></Fmly></Domn></BkTxCd>
        <NtryDtls><TxDtls>{refs}<Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd>
          <RltdPties><{side}><Pty><Nm>{name}</Nm></Pty></{side}>{iban}</RltdPties>
          <RmtInf>{strd}</RmtInf>{why}
        </TxDtls></NtryDtls>
      </Ntry>
"""
def write(name, day, entries):
    with open(name, "w") as f:
        f.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{NS}">\n  <BkToCstmrStmt>\n    <GrpHdr><MsgId>M-{day}</MsgId>'
                f'<CreDtTm>{day}T19:00:00</CreDtTm></GrpHdr>\n    <Stmt><Id>S-{day}</Id><CreDtTm>{day}T19:00:00</CreDtTm>\n'
                f'      <Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>\n')
        for number, one in enumerate(entries, 1): f.write(entry(number, day, *one[:5], **(one[5] if len(one) > 5 else {})))
        f.write("    </Stmt>\n  </BkToCstmrStmt>\n</Document>\n")
IBAN = "DE44500105175407324931"
write("bank-1.xml", "2026-11-09", [
    ("CRDT", "300.00", "PMNT/RCDT/ESCT", "Kontor Süd KG", "INV-4709", {"account": IBAN}),
])
write("bank-2.xml", "2026-11-11", [
    # The collection of October is refused: September's equal payment was a transfer, and another invoice's.
    ("DBIT", "300.00", "PMNT/IDDT/UPDD", "Kontor Süd KG", "Lastschrift INV-4710", {"end": "INV-4710", "reason": "MD01"}),
    # The customer is a supplier, too: his bill is paid.
    ("DBIT", "300.00", "PMNT/ICDT/ESCT", "Kontor Süd KG", "Ihre Rechnung 998877 vom 01.11.", {"account": IBAN}),
    # Two credits are paid out; the ERP has booked the second one.
    ("DBIT", "80.00", "PMNT/ICDT/ESCT", "Kontor Süd KG", "Erstattung CN-701", {"account": IBAN}),
    ("DBIT", "55.00", "PMNT/ICDT/ESCT", "Kontor Süd KG", "Erstattung CN-702", {"account": IBAN}),
    # A supplier, a salary, a fee that names an invoice.
    ("DBIT", "5000.00", "PMNT/ICDT/ESCT", "Stahlwerk Nord AG", "Rechnung 4711 vom 03.11.", {"account": "NL91ABNA0417164300"}),
    ("DBIT", "2100.00", "PMNT/ICDT/SALA", "E. Beispiel", "Gehalt November"),
    ("DBIT", "3.00", "PMNT/MCOP/CHRG", "", "Entgelt Ruecklastschrift INV-4710"),
    # A refund of ours that the customer's bank sent back.
    ("CRDT", "100.00", "PMNT/ICDT/RRTN", "Kontor Süd KG", "Erstattung", {"account": IBAN, "reason": "AC04"}),
    # A reference that two invoices carry.
    ("CRDT", "90.00", "PMNT/RCDT/ESCT", "Voss Holding", "", {"rf": "RF18539007547034"}),
])
write("bank-3.xml", "2026-11-12", [
    ("DBIT", "45.00", "PMNT/ICDT/ESCT", "Kontor Süd KG", "Erstattung CN-703", {"account": IBAN}),
])
