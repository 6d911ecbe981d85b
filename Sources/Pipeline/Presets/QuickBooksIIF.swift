/// QuickBooks Desktop, Intuit Interchange Format: lists that the program exports, transactions that programs around it write.
/// Sources: docs/presets/quickbooks-iif.md.
enum QuickBooksIIF {
  static let customers = PresetText(
    "quickbooks-iif.customers", .customers, "QuickBooks Desktop: customer list as IIF",
    #"""
    { "feed": "customers",
      "erp": { "name": "QuickBooks Desktop" },
      "match": { "files": ["*.iif"] },
      "read": { "format": "iif", "usualEncoding": "windows-1252", "record": "CUST" },
      "locale": { "decimal": ".", "group": "," },
      "when": [ { "field": "HIDDEN", "notIn": ["Y"] } ],
      "columns": {
        "customer_id": "NAME",
        "name": ["COMPANYNAME", "NAME"],
        "contact": ["CONT1", "CONT2"],
        "email": "EMAIL",
        "phone": ["PHONE1", "PHONE2"],
        "address_line1": "BADDR1", "address_line2": "BADDR2", "address_line3": "BADDR3",
        "address_line4": { "steps": [ { "join": { "with": ", ", "from": ["BADDR4", "BADDR5"] } } ] },
        "terms": "TERMS",
        "credit_limit": { "from": "LIMIT", "excess": "round" },
        "company_type": "CTYPE",
        "salesperson": "REP",
        "tax_id": ["RESALENUM", "TAXID"]
      },
      "keep": { "refnum": "REFNUM", "timestamp": "TIMESTAMP", "note": "NOTE" } }
    """#)

  static let documents = PresetText(
    "quickbooks-iif.documents", .documents,
    "QuickBooks Desktop: invoices and credit memos as IIF, at their full amount",
    #"""
    { "feed": "documents", "extent": "delta", "carriesPayments": false,
      "erp": { "name": "QuickBooks Desktop",
        "refuse": [ { "extent": "snapshot", "because": "IIF holds transactions, not what is open of them: take quickbooks.documents" } ] },
      "match": { "files": ["*.iif"] },
      "read": { "format": "iif", "usualEncoding": "windows-1252", "record": "TRNS" },
      "locale": { "decimal": ".", "group": ",", "negative": ["lead"], "dates": "auto", "pivot": 70 },
      "when": [ { "field": "TRNSTYPE", "in": ["INVOICE", "CREDIT MEMO", "STMT CHG"] } ],
      "columns": {
        "document_id": { "when": [ { "field": "TRNSTYPE", "in": ["INVOICE"] } ], "then": "DOCNUM",
          "else": { "steps": [ { "join": { "with": " ", "from": ["TRNSTYPE", "DOCNUM"] } } ] } },
        "customer_id": "NAME",
        "kind": { "from": "TRNSTYPE", "map": { "INVOICE": "invoice", "CREDIT MEMO": "credit_note", "STMT CHG": "charge" } },
        "document_date": "DATE",
        "due_date": "DUEDATE",
        "currency": "CURRENCY",
        "balance": { "when": [ { "field": "PAID", "in": ["Y"] } ], "then": { "const": "0" }, "else": "AMOUNT" },
        "amount": "AMOUNT",
        "purchase_order": "PONUM",
        "terms": "TERMS"
      },
      "keep": { "customer_address_line1": "ADDR1", "customer_address_line2": "ADDR2", "customer_address_line3": "ADDR3",
        "customer_address_line4": "ADDR4", "transaction_id": "TRNSID", "receivable_account": "ACCNT", "class": "CLASS", "memo": "MEMO" } }
    """#)
}
