/// QuickBooks Desktop and QuickBooks Online, reports saved as CSV. One preset reads both: they differ in names of columns, which
/// are alternatives, and in the way dates are written, which the column tells. Sources: docs/presets/quickbooks.md.
enum QuickBooks {
  static let customers = PresetText(
    "quickbooks.customers", .customers, "QuickBooks Desktop and Online: Customer Contact List",
    #"""
    { "feed": "customers",
      "erp": { "name": "QuickBooks" },
      "match": { "files": ["*contact*list*.csv", "*customer*list*.csv"],
        "columns": [["Customer", "Customer full name"], ["Main Email", "Email", "E-mail", "Main Phone", "Phone", "Phone numbers",
          "Phone Numbers"]] },
      "read": { "format": "csv", "usualEncoding": "windows-1252", "header": { "within": 30 },
        "drop": [ { "when": [ { "field": ["Customer", "Customer full name"], "matches": ["*day, *20## *:*"] } ], "as": "footer" } ] },
      "locale": { "decimal": ".", "group": ",", "dates": "auto" },
      "columns": {
        "customer_id": ["Customer", "Customer full name"],
        "name": ["Company Name", "Company name", "Company", "Customer", "Customer full name"],
        "contact": { "first": [ { "steps": [ { "join": { "with": " ", "from": ["First Name", "Last Name"] } } ] },
          "Primary Contact", "Contact", "Full Name", "Full name" ] },
        "email": ["Main Email", "Email", "E-mail"],
        "phone": ["Main Phone", "Phone", "Phone numbers", "Phone Numbers"],
        "address_line1": { "first": [ ["Bill Addr Line1", "Bill to 1", "Street1", "Billing Street"],
          { "when": [ { "field": \#(address), "matches": ["*\n*"] } ],
            "then": { "from": \#(address), "steps": [ { "split": ["\n", 0] }, "trim" ] },
            "else": { "from": \#(address), "steps": [ { "before": "," }, "trim" ] } } ] },
        "address_line2": { "first": [ ["Bill Addr Line2", "Bill to 2", "Street2"],
          { "when": [ { "field": \#(address), "matches": ["*\n*"] } ],
            "then": { "from": \#(address), "steps": [ { "split": ["\n", 1] }, "trim" ] },
            "else": { "from": \#(address), "steps": [ { "capture": ",{*}" }, "trim" ] } } ] },
        "address_line3": { "first": [ ["Bill Addr Line3", "Bill to 3"],
          { "when": [ { "field": \#(address), "matches": ["*\n*"] } ],
            "then": { "from": \#(address), "steps": [ { "split": ["\n", 2] }, "trim" ] } } ] },
        "address_line4": { "when": [ { "field": \#(address), "matches": ["*\n*\n*\n*"] } ],
          "then": { "from": \#(address), "steps": [ { "after": "\n" }, { "after": "\n" }, { "after": "\n" }, "trim", "collapse" ] } },
        "city": ["Bill Addr City", "City", "Billing City"],
        "region": ["Bill Addr State", "State", "Billing State"],
        "postal_code": ["Bill Addr Postal Code", "Zip", "Billing ZIP", "Billing Zip"],
        "country": \#(Countries.rule("Bill Addr Country", "Country", "Billing Country")),
        "terms": ["Terms"],
        "credit_limit": { "from": ["Credit Limit"], "excess": "round" },
        "company_type": ["Customer Type", "Customer type"],
        "currency": ["Currency"],
        "salesperson": ["Rep", "Sales Rep"],
        "tax_id": ["Tax ID", "Resale Num", "Tax Resale No."]
      },
      "keep": { "note": ["Note", "Notes"] } }
    """#)

  static let documents = PresetText(
    "quickbooks.documents", .documents, "QuickBooks Desktop and Online: A/R Aging Detail or Open Invoices",
    #"""
    { "feed": "documents", "extent": "snapshot",
      "erp": { "name": "QuickBooks",
        "refuse": [ { "extent": "delta", "because": "the report lists everything that is open as of its date" } ] },
      "match": { "files": ["*aging*detail*.csv", "*open*invoices*.csv"],
        "columns": ["Date", ["Num", "No."], ["Due Date", "Due date"], ["Open Balance", "Open balance"]] },
      "read": { "format": "csv", "usualEncoding": "windows-1252", "header": { "within": 30 },
        "preamble": { "as_of": { "startsWith": ["As of "] } },
        "carry": { "group": { "from": "#1", "when": [ { "field": "#1", "empty": false }, { "field": ["Open Balance", "Open balance"],
          "empty": true }, \#(noDocument) ] } },
        "drop": [ { "when": [ { "field": "#1", "startsWith": ["TOTAL"] }, \#(noDocument) ], "as": "control" },
                  { "when": [ { "field": "#1", "startsWith": ["Total"] }, { "field": ["Open Balance", "Open balance"], "empty": false },
                    \#(noDocument) ], "as": "footer" } ] },
      "locale": { "decimal": ".", "group": ",", "negative": ["lead", "paren"], "dates": "auto", "pivot": 70 },
      "columns": {
        "document_id": { "first": [
          { "when": [ { "field": ["Type", "Transaction Type", "Transaction type"], "in": ["Invoice", ""] } ], "then": ["Num", "No."] },
          { "when": [ { "field": ["Num", "No."], "empty": false }, { "field": ["Type", "Transaction Type", "Transaction type"],
              "in": ["Credit Memo", "Finance Charge", "Statement Charge", "Stmt Charge"] } ],
            "then": { "steps": [ { "join": { "with": " ", "from": ["Type", "Transaction Type", "Num", "No."] } } ] } },
          { "when": [ { "field": ["Customer full name", "Customer", "Name"], "empty": true } ],
            "then": { "steps": [ { "join": { "with": " ", "from": ["Type", "Transaction Type", "Num", "No.", "Date", "^group",
              "Amount", "Original Amount"] } } ] },
            "else": { "steps": [ { "join": { "with": " ", "from": ["Type", "Transaction Type", "Num", "No.", "Date",
              "Customer full name", "Customer", "Name", "Amount", "Original Amount"] } } ] } } ] },
        "customer_id": ["Customer full name", "Customer", "Name", "^group"],
        "kind": { "first": [
          { "when": [ { "field": ["Type", "Transaction Type", "Transaction type"], "in": ["Payment"] } ],
            "then": { "const": "on_account" } },
          { "when": [ { "field": ["Type", "Transaction Type", "Transaction type"], "in": ["Credit Memo"] } ],
            "then": { "const": "credit_note" } },
          { "when": [ { "field": ["Type", "Transaction Type", "Transaction type"], "in": ["Finance Charge", "Statement Charge",
            "Stmt Charge"] } ], "then": { "const": "charge" } } ] },
        "document_date": "Date",
        "due_date": ["Due Date", "Due date"],
        "currency": ["Currency"],
        "balance": ["Open Balance", "Open balance"],
        "amount": ["Amount", "Original Amount"],
        "purchase_order": ["P. O. #", "P.O. #", "P.O. Number", "PO Number"],
        "terms": ["Terms"],
        "salesperson": ["Rep", "Sales Rep"]
      },
      "keep": { "transaction_type": ["Type", "Transaction Type"], "class": ["Class"] },
      "check": [ { "sum": "balance", "equals": "Open Balance" } ] }
    """#)

  /// An address in one cell: its lines, or in Online the street, a comma, and the rest.
  private static let address = #"["Billing Address", "Bill address", "Bill to"]"#

  /// Of a row that is a group or a total. A document that lost some of its texts still has one of these.
  private static let noDocument = #"""
    { "field": "Date", "empty": true }, { "field": ["Num", "No."], "empty": true },
              { "field": ["Due Date", "Due date"], "empty": true }, { "field": ["Type", "Transaction Type", "Transaction type"], "empty": true }
    """#
}
