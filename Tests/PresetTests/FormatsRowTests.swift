import Pipeline
import Testing

/// The columns that each system is known to export, and that its preset therefore has to read or keep. From the research that
/// the presets were written by; see the sources on the pages of docs/presets.
@Suite("Columns of the systems")
struct FormatsRowTests {
  static let rows: [(presets: [String], columns: [String])] = [
    (
      ["quickbooks.documents"],
      [
        "Num", "Customer", "Name", "Date", "Due Date", "Amount", "Open Balance", "P.O. #", "P. O. #", "Terms", "Type",
        "As of ",
      ]
    ),
    (
      ["quickbooks.customers"],
      [
        "Customer", "Company Name", "First Name", "Last Name", "Main Email", "Main Phone", "Bill Addr Line1",
        "Bill Addr City", "Bill Addr State", "Bill Addr Postal Code", "Terms",
      ]
    ),
    (
      ["quickbooks-iif.customers"],
      [
        "NAME", "REFNUM", "BADDR1", "BADDR2", "BADDR3", "BADDR4", "BADDR5", "PHONE1", "EMAIL", "CONT1", "CTYPE",
        "TERMS", "LIMIT",
      ]
    ),
    (["quickbooks-iif.documents"], ["TRNSTYPE", "DATE", "NAME", "AMOUNT", "DOCNUM", "DUEDATE"]),
    (
      ["xero.documents"],
      [
        "ContactName", "EmailAddress", "POAddressLine1", "SAAddressLine1", "InvoiceNumber", "Reference", "InvoiceDate",
        "DueDate", "Total", "InvoiceAmountPaid", "InvoiceAmountDue", "Currency", "Type", "Sent", "Status",
      ]
    ),
    (["xero.customers"], ["ContactName", "AccountNumber", "EmailAddress", "DueDateSalesDay"]),
    (
      ["sage-100.customers"],
      [
        "ARDivisionNo", "CustomerNo", "CustomerName", "AddressLine1", "AddressLine2", "AddressLine3", "City", "State",
        "ZipCode", "CountryCode", "TelephoneNo", "CustomerType", "EmailAddress", "TermsCode", "CreditLimit",
      ]
    ),
    (
      ["sage-100.documents"],
      [
        "ARDivisionNo", "CustomerNo", "InvoiceNo", "HeaderSeqNo", "InvoiceType", "InvoiceDate", "InvoiceDueDate",
        "TermsCode", "CustomerPONo", "Balance", "XD", "CM", "DM", "FC", "CA", "IN",
      ]
    ),
    (
      ["sage-50-uk.customers"],
      [
        "A/C", "Name", "Address 1", "Address 2", "Address 3", "Address 4", "Address 5", "Contact", "Telephone", "VAT",
        "Credit Limit", "Terms", "Settlement Due Days",
      ]
    ),
    (
      ["sage-50-uk-transactions.documents"],
      [
        "Type", "Account", "Nominal", "Dept", "Date", "Reference", "Details", "Net", "T/C", "Tax", "SI", "SC", "SA",
        "SR",
      ]
    ),
    (
      ["sage-intacct.documents"],
      [
        "CUSTOMERID", "CUSTOMERNAME", "RECORDID", "RECORDNO", "STATE", "WHENCREATED", "WHENDUE", "WHENPAID", "TERMNAME",
        "CURRENCY", "TRX_TOTALENTERED", "TRX_TOTALPAID", "TRX_TOTALDUE", "DOCNUMBER",
      ]
    ),
    (
      ["sap-bsid.documents"],
      [
        "BUKRS", "BELNR", "GJAHR", "BUZEI", "KUNNR", "XBLNR", "BLDAT", "BUDAT", "NETDT", "ZFBDT", "ZBD1T", "WAERS",
        "WRSHB", "WRBTR", "DMSHB", "DMBTR", "SHKZG", "BLART", "ZUONR", "SGTXT", "AUGBL", "AUGDT",
      ]
    ),
    (
      ["business-central.documents"],
      [
        "Customer No.", "Customer Name", "Document Type", "Document No.", "External Document No.", "Posting Date",
        "Due Date", "Currency Code", "Amount", "Remaining Amount", "Remaining Amt. (LCY)", "On Hold", "Closed at Date",
        "Entry No.", "Open",
      ]
    ),
    (
      ["netsuite.documents"],
      [
        "Entity", "TranID", "TranDate", "DueDate", "OtherRefNum", "Type", "Status", "Amount Remaining", "AmountUnpaid",
        "PaymentAmountUnused", "Internal ID",
      ]
    ),
    (
      ["odoo.documents"],
      [
        "Number", "Invoice Partner Display Name", "Invoice/Bill Date", "Due Date", "Total Signed", "Untaxed Signed",
        "Currency", "Payment Status", "name", "invoice_date_due", "amount_residual", "payment_state", "id",
      ]
    ),
    (
      ["erpnext.documents"],
      [
        "Posting Date", "Party", "Customer Name", "Voucher Type", "Voucher No", "Due Date", "Invoiced Amount",
        "Paid Amount", "Credit Note", "Outstanding Amount", "Currency", "Customer LPO", "Customer Group", "Total",
      ]
    ),
    (
      ["acumatica.documents"],
      [
        "Type", "ReferenceNbr", "Customer", "Date", "DueDate", "Amount", "Balance", "Terms", "CustomerOrder", "Status",
      ]
    ),
    (
      ["datev-extf.customers"],
      [
        "Konto", "Name (Adressatentyp Unternehmen)", "Name (Adressatentyp natürl. Person)",
        "Name (Adressatentyp keine Angabe)", "E-Mail", "Ort", "Postleitzahl", "Sprache", "Kreditlimit (Debitor)",
        "Zahlungsbedingung", "Fälligkeit in Tagen (Debitor)", "Mahnsperre bis",
      ]
    ),
    (
      ["datev-extf.documents", "datev-extf.payments"],
      [
        "Umsatz (ohne Soll/Haben-Kz)", "Soll/Haben-Kennzeichen", "Belegdatum", "Belegfeld 1", "Konto",
        "Gegenkonto (ohne BU-Schlüssel)",
      ]
    ),
    (
      ["datev-opos.documents"],
      ["Konto", "Rechnungsnummer", "Datum", "Fälligkeit", "Sollbetrag", "Habenbetrag", "Saldo", "Buchungstext"]
    ),
    (
      ["stripe.documents"],
      ["number", "customer", "amount_due", "amount_paid", "amount_remaining", "due_date", "status", "currency"]
    ),
    (["stripe-dashboard.documents"], ["Number", "Customer", "Amount Due", "Amount Paid", "Due Date (UTC)", "Status"]),
  ]

  @Test("are all read or kept by the preset", arguments: rows.indices)
  func columns(_ row: Int) throws {
    for name in FormatsRowTests.rows[row].presets {
      let json = try #require(Presets.named(name)).json
      #expect(FormatsRowTests.rows[row].columns.filter { !json.contains("\"\($0)\"") } == [], "\(name)")
    }
  }
}
