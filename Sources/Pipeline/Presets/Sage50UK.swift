/// Sage 50 Accounts (UK and Ireland, formerly Line 50). Sources: docs/presets/sage-50-uk.md.
enum Sage50UK {
  static let customers = PresetText(
    "sage-50-uk.customers", .customers, "Sage 50 UK: customer records, by position, without a header",
    #"""
    { "feed": "customers",
      "erp": { "name": "Sage 50 Accounts UK" },
      "match": { "files": ["*customer*.csv", "*CUST*.csv"] },
      "read": { "format": "csv", "usualEncoding": "windows-1252",
        "header": { "none": [["A/C", "Account", "Account Ref", "Account Reference"], ["Name", "Account Name", "Company Name"],
          ["Address 1", "Street 1"], ["Address 2", "Street 2"], ["Address 3", "Town"], ["Address 4", "County"], ["Address 5",
          "Postcode", "Post Code"], ["Contact", "Contact Name"], ["Telephone", "Telephone Number"], ["Fax", "Fax Number"],
          "Analysis 1", "Analysis 2", "Analysis 3", ["Department", "Dept", "Department Number"], ["VAT", "VAT Number",
          "VAT Registration Number"], ["Turnover MTD", "MTD Turnover"], ["Turnover YTD", "YTD Turnover"], ["Turnover Prior",
          "Prior YTD Turnover"], "Credit Limit", "Terms", "Settlement Due Days", ["Settlement Discount", "Settlement Discount Rate"],
          ["Nominal", "Nominal Code", "Default Nominal Code"], ["Tax Code", "Default Tax Code"], "Trade Contact", ["Telephone 2",
          "Telephone 2 Number"], ["E-mail", "Email", "Email Address"], ["Website", "WWW"], "Discount Rate", "Payment Due Days",
          "Terms Agreed"] } },
      "locale": { "decimal": "." },
      "when": [ { "field": "A/C", "notIn": ["A/C", "Account", "Account Reference", "Account Ref"] } ],
      "columns": {
        "customer_id": "A/C",
        "name": "Name",
        "contact": ["Contact", "Trade Contact"],
        "email": "E-mail",
        "phone": ["Telephone", "Telephone 2"],
        "address_line1": "Address 1", "address_line2": "Address 2",
        "city": "Address 3", "region": "Address 4", "postal_code": "Address 5",
        "terms": { "first": [
          { "from": "Payment Due Days", "steps": [ { "lookup": { "0": "" } } ] },
          "Terms" ] },
        "credit_limit": { "from": "Credit Limit", "excess": "round" },
        "company_type": "Analysis 1",
        "tax_id": "VAT"
      },
      "keep": { "settlement_days": "Settlement Due Days", "settlement_discount": "Settlement Discount", "terms_text": "Terms",
        "department": "Department" } }
    """#)

  static let documents = PresetText(
    "sage-50-uk.documents", .documents, "Sage 50 UK: Aged Debtors Analysis (Detailed), or the table AUDIT_HEADER",
    #"""
    { "feed": "documents", "extent": "snapshot",
      "erp": { "name": "Sage 50 Accounts UK",
        "refuse": [ { "extent": "delta", "because": "the report lists everything that is outstanding" } ] },
      "match": { "files": ["*aged*debtor*.csv"],
        "columns": [["CustomerRecord.AccountReference", "ACCOUNT_REF", "A/C"], ["TransactionOverview.Date", "DATE", "Date"],
          ["TransactionOverview.Reference", "INV_REF", "Ref"], ["TransactionOverview.AgedAmount", "TransactionOverview.AgedBalance",
            "OUTSTANDING", "Balance"]] },
      "read": { "format": "csv", "usualEncoding": "windows-1252", "header": { "within": 30 },
        "drop": [ { "when": [ { "field": ["TransactionOverview.Date", "DATE", "Date"], "empty": true },
          { "field": ["CustomerRecord.AccountReference", "ACCOUNT_REF", "A/C"], "empty": true },
          { "field": ["TransactionOverview.Reference", "INV_REF", "Ref"], "empty": true },
          { "field": ["TransactionOverview.Number", "TRAN_NUMBER", "No"], "empty": true },
          { "field": ["TransactionOverview.Type", "TYPE", "Tp", "Type"], "empty": true } ], "as": "control" } ] },
      "locale": { "decimal": ".", "group": ",", "negative": ["lead", "paren"], "dates": ["DD/MM/YYYY", "DD/MM/YY", "ISO"], "pivot": 70 },
      "when": [ { "field": ["TransactionOverview.Type", "TYPE", "Tp", "Type"], "notIn": ["PI", "PC", "PA", "PP", "PD", "JD", "JC", "BP",
        "BR"] },
                { "field": "DELETED_FLAG", "notIn": ["1", "True", "TRUE", "true"] } ],
      "columns": {
        "document_id": { "first": [
          { "when": [ { "field": ["TransactionOverview.Type", "TYPE", "Tp", "Type"], "in": ["SI", ""] } ],
            "then": ["TransactionOverview.Reference", "INV_REF", "Ref"] },
          { "steps": [ { "join": { "with": " ", "from": ["TransactionOverview.Type", "TYPE", "Tp", "Type", "TransactionOverview.Number",
            "TRAN_NUMBER", "No"] } } ] } ] },
        "customer_id": ["CustomerRecord.AccountReference", "ACCOUNT_REF", "A/C"],
        "kind": { "first": [
          { "when": [ { "field": ["TransactionOverview.Type", "TYPE", "Tp", "Type"], "in": ["SA", "SR"] } ],
            "then": { "const": "on_account" } },
          { "when": [ { "field": ["TransactionOverview.Type", "TYPE", "Tp", "Type"], "in": ["SC"] } ], "then": { "const": "credit_note" } },
          { "when": [ { "field": ["TransactionOverview.Type", "TYPE", "Tp", "Type"], "in": ["SP"] } ],
            "then": { "const": "debit_note" } } ] },
        "document_date": ["TransactionOverview.Date", "DATE", "Date"],
        "due_date": ["TransactionOverview.DueDate", "DUE_DATE", "Due Date"],
        "balance": { "when": [ { "field": ["TransactionOverview.Type", "TYPE", "Tp", "Type"], "in": ["SC", "SA", "SR"] },
          { "field": ["TransactionOverview.AgedBalance", "TransactionOverview.AgedAmount", "OUTSTANDING", "Balance"], "matches": ["#*",
          ".#*"] } ],
          "then": { "sub": [ { "const": "0" }, ["TransactionOverview.AgedBalance", "TransactionOverview.AgedAmount", "OUTSTANDING",
            "Balance"] ] }, "else": ["TransactionOverview.AgedBalance", "TransactionOverview.AgedAmount", "OUTSTANDING", "Balance"] },
        "amount": { "when": [ { "field": ["TransactionOverview.Type", "TYPE", "Tp", "Type"], "in": ["SC", "SA", "SR"] },
          { "field": ["TransactionOverview.GrossAmount", "GROSS_AMOUNT", "Gross"], "matches": ["#*", ".#*"] } ],
          "then": { "sub": [ { "const": "0" }, ["TransactionOverview.GrossAmount", "GROSS_AMOUNT", "Gross"] ] },
            "else": ["TransactionOverview.GrossAmount", "GROSS_AMOUNT", "Gross"] },
        "currency": ["TransactionOverview.CurrencyCode", "Currency"],
        "purchase_order": ["TransactionOverview.ExtraReference", "Ex.Ref"],
        "reference": ["TransactionOverview.Reference", "INV_REF", "Ref"]
      },
      "keep": { "customer_name": ["CustomerRecord.AccountName", "Name"],
        "customer_phone": ["CustomerRecord.Telephone", "Telephone"],
        "details": ["TransactionOverview.Details", "DETAILS", "Details"], "transaction_type": ["TransactionOverview.Type", "TYPE", "Tp",
          "Type"],
        "transaction_number": ["TransactionOverview.Number", "TRAN_NUMBER", "No"] },
      "check": [ { "sum": "balance", "equals": ["TransactionOverview.AgedBalance", "TransactionOverview.AgedAmount", "OUTSTANDING", "Balance"] } ] }
    """#)

  static let transactions = PresetText(
    "sage-50-uk-transactions.documents", .documents,
    "Sage 50 UK: audit trail transactions, by position; every posting, not what is open",
    #"""
    { "feed": "documents", "extent": "delta",
      "erp": { "name": "Sage 50 Accounts UK",
        "refuse": [ { "extent": "snapshot", "because": "the audit trail does not tell what is outstanding: take sage-50-uk.documents" } ] },
      "match": { "files": ["*audit*.csv", "*transactions*.csv"] },
      "read": { "format": "csv", "usualEncoding": "windows-1252",
        "header": { "none": ["Type", ["Account", "A/C", "Account Reference"], ["Nominal", "N/C", "Nominal Code"], ["Dept", "Department"], "Date",
          ["Reference", "Ref"], "Details", ["Net", "Net Amount"], ["T/C", "Tax Code"], ["Tax", "Tax Amount"]] } },
      "locale": { "decimal": ".", "dates": ["DD/MM/YYYY", "DD/MM/YY", "DDMMYYYY", "DDMMYY"], "pivot": 70 },
      "when": [ { "field": "Type", "in": ["SI", "SC", "SA", "SR", "SP", ""] } ],
      "groupBy": { "key": ["Type", "Account", "Date", "Reference"], "sum": ["balance", "amount", "net_amount", "tax_amount"] },
      "columns": {
        "document_id": { "first": [
          { "when": [ { "field": "Type", "in": ["SI"] } ], "then": "Reference" },
          { "steps": [ { "join": { "with": " ", "from": ["Type", "Account", "Date", "Reference"] } } ] } ] },
        "customer_id": "Account",
        "kind": { "from": "Type", "map": { "SI": "invoice", "SC": "credit_note", "SA": "on_account", "SR": "on_account",
          "SP": "debit_note" } },
        "document_date": "Date",
        "currency": "Currency",
        "balance": { "add": [ { "from": "Net", "sign": { "from": "Type", "map": { "SI": 1, "SC": -1, "SA": -1, "SR": -1, "SP": 1 } } },
                              { "from": "Tax", "sign": { "from": "Type", "map": { "SI": 1, "SC": -1, "SA": -1, "SR": -1, "SP": 1 } } } ] },
        "amount": { "add": [ { "from": "Net", "sign": { "from": "Type", "map": { "SI": 1, "SC": -1, "SA": -1, "SR": -1, "SP": 1 } } },
                             { "from": "Tax", "sign": { "from": "Type", "map": { "SI": 1, "SC": -1, "SA": -1, "SR": -1, "SP": 1 } } } ] },
        "net_amount": { "from": "Net", "sign": { "from": "Type", "map": { "SI": 1, "SC": -1, "SA": -1, "SR": -1, "SP": 1 } } },
        "tax_amount": { "from": "Tax", "sign": { "from": "Type", "map": { "SI": 1, "SC": -1, "SA": -1, "SR": -1, "SP": 1 } } },
        "reference": "Reference"
      },
      "keep": { "transaction_type": "Type", "details": "Details", "nominal": "Nominal", "department": "Dept", "tax_code": "T/C" } }
    """#)
}
