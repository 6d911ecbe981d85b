/// Sage 100 (MAS 90/200), tables of Accounts Receivable as Visual Integrator or a query writes them.
/// Sources: docs/presets/sage-100.md.
enum Sage100 {
  static let customers = PresetText(
    "sage-100.customers", .customers, "Sage 100: table AR_Customer",
    #"""
    { "feed": "customers",
      "erp": { "name": "Sage 100", "minimumVersion": "4.40" },
      "match": { "files": ["*AR_Customer*"], "columns": ["CustomerNo", "CustomerName", ["AddressLine1", "ZipCode"]] },
      "read": { "format": "csv", "header": { "within": 30 } },
      "locale": { "decimal": ".", "dates": ["YYYYMMDD", "MM/DD/YYYY", "ISO"] },
      "columns": {
        "customer_id": { "steps": [ { "join": { "with": "-", "from": ["ARDivisionNo", "CustomerNo"] } } ] },
        "name": "CustomerName",
        "address_line1": "AddressLine1", "address_line2": "AddressLine2", "address_line3": "AddressLine3",
        "city": "City", "region": "State", "postal_code": "ZipCode",
        "country": \#(Countries.rule("CountryCode", "CountryName")),
        "contact": ["ContactName", "ContactCode"],
        "email": "EmailAddress",
        "phone": ["TelephoneNo", "TelephoneNo1"],
        "terms": "TermsCodeDesc",
        "credit_limit": { "from": "CreditLimit", "excess": "round" },
        "company_type": "CustomerType",
        "currency": "CurrencyCode",
        "customer_since": { "from": "DateEstablished",
          "steps": [ { "before": " " }, { "lookup": { "17530101": "", "1753-01-01": "", "00000000": "" } } ] },
        "salesperson": { "steps": [ { "join": { "with": "-", "from": ["SalespersonDivisionNo", "SalespersonNo"] } } ] },
        "tax_id": ["TaxIDNo", "BusinessIDNo"]
      },
      "keep": { "terms_code": "TermsCode", "credit_hold": "CreditHold", "customer_status": "CustomerStatus" } }
    """#)

  static let documents = PresetText(
    "sage-100.documents", .documents, "Sage 100: table AR_OpenInvoice, or AR_InvoiceHistoryHeader with a balance",
    #"""
    { "feed": "documents", "extent": "snapshot",
      "erp": { "name": "Sage 100", "minimumVersion": "4.40",
        "refuse": [ { "extent": "delta", "because": "AR_OpenInvoice holds what is open and nothing tells what was paid" } ] },
      "match": { "files": ["*AR_OpenInvoice*", "*AR_InvoiceHistory*"],
        "columns": ["CustomerNo", "InvoiceNo", "InvoiceDate", ["InvoiceDueDate", "DueDate"], ["Balance", "InvoiceBalance"]] },
      "read": { "format": "csv", "header": { "within": 30 } },
      "locale": { "decimal": ".", "negative": ["lead", "trail", "paren"], "dates": ["YYYYMMDD", "MM/DD/YYYY", "ISO"] },
      "when": [ { "field": "InvoiceType", "notIn": ["XD"] } ],
      "columns": {
        "document_id": { "first": [
          { "when": [ { "field": "InvoiceType", "in": ["IN", ""] } ], "then": "InvoiceNo" },
          { "steps": [ { "join": { "with": "-", "from": ["InvoiceNo", "InvoiceType"] } } ] } ] },
        "customer_id": { "steps": [ { "join": { "with": "-", "from": ["ARDivisionNo", "CustomerNo"] } } ] },
        "kind": { "when": [ { "field": "InvoiceType", "in": ["IN", "CA", "DM", "FC", "CM", "PP", "PY"] } ],
          "then": { "from": "InvoiceType", "map": { "IN": "invoice", "CA": "invoice", "DM": "debit_note", "FC": "charge",
            "CM": "credit_note", "PP": "on_account", "PY": "on_account" } } },
        "document_date": "InvoiceDate",
        "due_date": { "from": ["InvoiceDueDate", "DueDate"],
          "steps": [ { "before": " " }, { "lookup": { "17530101": "", "1753-01-01": "", "00000000": "", "01/01/1753": "" } } ] },
        "currency": "CurrencyCode",
        "balance": ["Balance", "InvoiceBalance"],
        "amount": { "first": [ "InvoiceTotal", "OriginalAmt",
          { "when": [ { "field": "InvoiceType", "notIn": ["PP", "PY"] } ],
            "then": { "add": [ { "add": [ ["TaxableSalesAmt", "TaxableAmt"], ["NonTaxableSalesAmt", "NonTaxableAmt"] ] },
              { "add": [ "FreightAmt", "SalesTaxAmt" ] } ] } } ] },
        "tax_amount": "SalesTaxAmt",
        "discount_date": { "from": ["DiscountDueDate", "InvoiceDiscountDate"],
          "steps": [ { "before": " " }, { "lookup": { "17530101": "", "1753-01-01": "", "00000000": "", "01/01/1753": "" } } ] },
        "discount_amount": ["DiscountAmt", "InvoiceDiscountAmt"],
        "purchase_order": "CustomerPONo",
        "terms": "TermsCodeDesc",
        "salesperson": { "steps": [ { "join": { "with": "-", "from": ["SalespersonDivisionNo", "SalespersonNo"] } } ] },
        "reference": "ApplyToInvoiceNo"
      },
      "keep": { "terms_code": "TermsCode", "header_seq": ["InvoiceHistoryHeaderSeqNo", "HeaderSeqNo"], "invoice_type": "InvoiceType",
        "comment": "Comment" } }
    """#)
}
