#!/usr/bin/env python3
"""Writes the bank's files of this story: python3 make.py"""
ROOTS = {"052": ("BkToCstmrAcctRpt", "Rpt"), "053": ("BkToCstmrStmt", "Stmt"), "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn")}


def transaction(amount, name, text, end=""):
    refs = f"<Refs><EndToEndId>{end}</EndToEndId></Refs>" if end else ""
    words = f"<RmtInf><Ustrd>{text}</Ustrd></RmtInf>" if text else ""
    return (f'        <TxDtls>{refs}<Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
            f"<RltdPties><Dbtr><Pty><Nm>{name}</Nm></Pty></Dbtr></RltdPties>{words}</TxDtls>\n")


def write(name, kind, amount, reference, day, transactions):
    root, part = ROOTS[kind]
    with open(name, "w") as f:
        f.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.08">\n'
                f"  <{root}><GrpHdr><MsgId>{name}</MsgId></GrpHdr>\n    <{part}><Id>{name}</Id>"
                "<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>\n"
                f'      <Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt>'
                f"<AcctSvcrRef>{reference}</AcctSvcrRef><NtryDtls>\n{''.join(transactions)}"
                f"      </NtryDtls></Ntry>\n    </{part}>\n  </{root}>\n</Document>\n")


WHO = [("100.00", "Kontor Süd KG", "INV-4711"), ("100.00", "A. Voss", "INV-4800"), ("120.00", "B. de Vries", "INV-4801"),
       ("55.00", "Omega", ""), ("55.00", "Sigma", "")]
# The report of the day, then the statement of the evening: another order, and more of each.
write("bank-052.xml", "052", "430.00", "20261109-7", "2026-11-09", [transaction(*one) for one in WHO])
write("bank-053.xml", "053", "430.00", "20261109-7", "2026-11-09",
      [transaction(*one, f"E2E-{at}") for at, one in reversed(list(enumerate(WHO)))])
# Both in one night; and a notification that tells the whole before its parts.
SECOND = [("300.00", "C. Martin", "INV-4803"), ("77.00", "C. Martin", "INV-4900"), ("1.00", "Omega", "")]
write("bank-052-b.xml", "052", "378.00", "20261110-1", "2026-11-10", [transaction(*one) for one in SECOND])
write("bank-053-b.xml", "053", "378.00", "20261110-1", "2026-11-10", [transaction(*one) for one in reversed(SECOND)])
write("bank-054-c.xml", "054", "33.00", "20261111-1", "2026-11-11", [])
THIRD = [("20.00", "Sigma", "a"), ("13.00", "Omega", "b")]
write("bank-053-c.xml", "053", "33.00", "20261111-1", "2026-11-11", [transaction(*one) for one in THIRD])
