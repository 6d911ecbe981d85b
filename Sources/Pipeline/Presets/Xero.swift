/// Xero, the exports of sales invoices and of contacts. Sources: docs/presets/xero.md.
enum Xero {
  static let customers = PresetText(
    "xero.customers", .customers, "Xero: contacts export",
    #"""
    { "feed": "customers",
      "erp": { "name": "Xero" },
      "match": { "files": ["*Contacts*.csv"],
        "columns": [["ContactName", "*ContactName"], "AccountNumber", "EmailAddress", ["DueDateSalesDay", "POAddressLine1"]] },
      "read": { "format": "csv", "header": { "line": 1 } },
      "locale": { "decimal": "." },
      "columns": {
        "customer_id": ["ContactName", "*ContactName"],
        "name": ["LegalName", "ContactName", "*ContactName"],
        "contact": { "first": [ "POAttentionTo", { "steps": [ { "join": { "with": " ", "from": ["FirstName", "LastName"] } } ] } ] },
        "email": "EmailAddress",
        "phone": ["PhoneNumber", "MobileNumber", "DDINumber"],
        "address_line1": ["POAddressLine1", "SAAddressLine1"], "address_line2": ["POAddressLine2", "SAAddressLine2"],
        "address_line3": ["POAddressLine3", "SAAddressLine3"], "address_line4": ["POAddressLine4", "SAAddressLine4"],
        "city": ["POCity", "SACity"], "region": ["PORegion", "SARegion"], "postal_code": ["POPostalCode", "SAPostalCode"],
        "country": \#(Countries.rule("POCountry", "SACountry")),
        "terms": { "when": [ { "field": "DueDateSalesTerm", "in": ["DAYSAFTERBILLDATE", "day(s) after the invoice date",
          "Days after the invoice date"] } ],
          "then": "DueDateSalesDay" },
        "tax_id": ["TaxNumber", "CompanyNumber"]
      },
      "keep": { "account_number": "AccountNumber", "terms_day": "DueDateSalesDay", "terms_rule": "DueDateSalesTerm",
        "company_number": "CompanyNumber" } }
    """#)

  static let documents = PresetText(
    "xero.documents", .documents, "Xero: sales invoices export, one row per line of an invoice",
    #"""
    { "feed": "documents", "extent": "snapshot",
      "erp": { "name": "Xero",
        "refuse": [ { "extent": "delta", "because": "Xero exports what the screen shows, not what has changed" } ] },
      "match": { "files": ["SalesInvoices*.csv"],
        "columns": [["ContactName", "*ContactName"], ["InvoiceNumber", "*InvoiceNumber"], ["DueDate", "*DueDate"], "InvoiceAmountDue"] },
      "read": { "format": "csv", "header": { "line": 1 } },
      "locale": { "decimal": ".", "negative": ["lead"], "dates": "auto" },
      "when": [ { "field": "Status", "notIn": ["DRAFT", "Draft", "SUBMITTED", "Awaiting Approval", "VOIDED", "Voided", "DELETED",
        "Deleted"] },
                { "field": "Type", "notIn": ["ACCPAY", "ACCPAYCREDIT", "Bill", "Purchase invoice", "Bill credit note"] } ],
      "groupBy": { "key": ["InvoiceNumber", "Type"] },
      "unsignedCredits": true,
      "columns": {
        "document_id": ["InvoiceNumber", "*InvoiceNumber"],
        "customer_id": ["ContactName", "*ContactName"],
        "kind": { "first": [
          { "when": [ { "field": "Type", "in": ["ACCRECCREDIT", "Sales credit note", "Sales Credit Note", "Credit note", "Credit Note"] } ],
            "then": { "const": "credit_note" } },
          { "when": [ { "field": "Type", "in": ["AROVERPAYMENT", "ARPREPAYMENT", "Sales overpayment", "Sales prepayment"] } ],
            "then": { "const": "on_account" } } ] },
        "document_date": ["InvoiceDate", "*InvoiceDate"],
        "due_date": ["DueDate", "*DueDate"],
        "currency": ["Currency", "CurrencyCode"],
        "balance": "InvoiceAmountDue",
        "amount": "Total",
        "tax_amount": { "when": [ { "field": "Type", "in": ["ACCRECCREDIT", "Sales credit note", "Sales Credit Note", "Credit note",
          "Credit Note"] }, { "field": "TaxTotal", "matches": ["#*"] } ],
          "then": { "sub": [ { "const": "0" }, "TaxTotal" ] }, "else": "TaxTotal" },
        "purchase_order": "Reference",
        "status": "Status"
      },
      "keep": { "customer_name": ["ContactName", "*ContactName"], "customer_email": "EmailAddress",
        "customer_address_line1": ["POAddressLine1", "SAAddressLine1"], "customer_address_line2": ["POAddressLine2", "SAAddressLine2"],
        "customer_address_line3": ["POAddressLine3", "SAAddressLine3"], "customer_address_line4": ["POAddressLine4", "SAAddressLine4"],
        "customer_city": ["POCity", "SACity"], "customer_region": ["PORegion", "SARegion"],
        "customer_postal_code": ["POPostalCode", "SAPostalCode"],
        "customer_country": \#(Countries.rule("POCountry", "SACountry")),
        "paid_amount": { "from": "InvoiceAmountPaid", "as": "money" }, "invoice_type": "Type", "sent": "Sent" } }
    """#)
}
