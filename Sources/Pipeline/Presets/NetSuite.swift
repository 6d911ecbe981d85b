/// Oracle NetSuite, saved searches and SuiteQL as CSV. Sources: docs/presets/netsuite.md.
enum NetSuite {
  static let customers = PresetText(
    "netsuite.customers", .customers, "NetSuite: saved search on customers",
    #"""
    { "feed": "customers",
      "erp": { "name": "NetSuite" },
      "match": { "columns": [["Internal ID", "InternalId", "id"], ["Name", "Company Name", "entityid", "companyname"], ["Email",
        "email"]] },
      "read": { "format": "csv", "header": { "within": 30 } },
      "locale": { "decimal": "auto", "group": "auto", "dates": "auto" },
      "columns": {
        "customer_id": ["ID", "Customer ID", "entityid", "Name"],
        "name": ["Company Name", "companyname", "Name", "altname"],
        "parent_id": ["Parent ID", "parent"],
        "contact": ["Primary Contact", "contact"],
        "email": ["Email", "email"],
        "phone": ["Phone", "phone"],
        "address_line1": ["Billing Address 1", "billaddr1", "Address 1"], "address_line2": ["Billing Address 2", "billaddr2", "Address 2"],
        "address_line3": ["Billing Address 3", "billaddr3", "Address 3"],
        "city": ["Billing City", "billcity", "City"], "region": ["Billing State/Province", "billstate", "State/Province"],
        "postal_code": ["Billing Zip", "billzip", "Zip Code"],
        "country": \#(Countries.rule("Billing Country Code", "Billing Country", "billcountry", "Country")),
        "language": ["Language Code", "language"],
        "currency": { "from": ["Currency", "currency"], "steps": [ { "lookup": { "US Dollar": "USD", "British pound": "GBP", "Euro": "EUR",
          "Canadian Dollar": "CAD", "Australian Dollar": "AUD" } } ] },
        "terms": ["Terms", "terms"],
        "credit_limit": { "from": ["Credit Limit", "creditlimit"], "excess": "round" },
        "company_type": ["Category", "category"],
        "salesperson": ["Sales Rep", "salesrep"],
        "tax_id": ["Tax Number", "vatregnumber"]
      },
      "keep": { "internal_id": ["Internal ID", "InternalId", "id"], "subsidiary": ["Subsidiary", "subsidiary"],
        "inactive": { "when": [ { "field": ["Inactive", "isinactive"], "in": ["Yes", "T", "true"] } ], "then": { "const": "true" } } } }
    """#)

  static let documents = PresetText(
    "netsuite.documents", .documents, "NetSuite: saved search or SuiteQL on open transactions of Accounts Receivable",
    #"""
    { "feed": "documents", "extent": "snapshot",
      "erp": { "name": "NetSuite" },
      "match": { "columns": [["Document Number", "TranID", "DocumentNumber"], ["Name", "Entity", "Customer"], ["Date", "TranDate"], ["Type",
        "TransactionType", "Transaction Type"],
        ["Amount Remaining (Foreign Currency)", "Amount Remaining", "AmountRemaining", "AmountUnpaid", "OpenBalance", "Open Balance"]] },
      "read": { "format": "csv", "header": { "within": 30 },
        "drop": [ { "when": [ { "field": "#1", "startsWith": ["Overall Total"] }, { "field": ["Type", "TransactionType", "Transaction Type"],
          "empty": true }, { "field": ["Document Number", "TranID", "DocumentNumber"], "empty": true } ], "as": "control" },
                  { "when": [ { "field": ["Document Number", "TranID", "DocumentNumber"], "empty": true }, { "field": ["Date", "TranDate"],
                    "empty": true }, { "field": ["Type", "TransactionType", "Transaction Type"], "empty": true } ], "as": "footer" } ] },
      "locale": { "decimal": "auto", "group": "auto", "negative": ["lead", "paren"], "dates": "auto" },
      "when": [ { "field": ["Status", "Document Status"], "notIn": ["Pending Approval", "Rejected", "Invoice : Pending Approval",
        "Invoice : Rejected", "CustInvc:D", "CustInvc:E"] },
                { "field": ["Type", "TransactionType", "Transaction Type"], "notIn": ["Bill", "VendBill", "Bill Payment", "VendPymt",
                  "Bill Credit", "VendCred"] } ],
      "columns": {
        "document_id": { "first": [
          { "when": [ { "field": ["Type", "TransactionType", "Transaction Type"], "in": ["Invoice", "CustInvc", ""] } ],
            "then": ["Document Number", "TranID", "DocumentNumber"] },
          { "steps": [ { "join": { "with": " ", "from": ["Type", "TransactionType", "Transaction Type", "Document Number", "TranID",
            "DocumentNumber"] } } ] } ] },
        "customer_id": ["Customer ID", "Customer : ID", "Entity", "Customer", "Name"],
        "kind": { "first": [
          { "when": [ { "field": ["Type", "TransactionType", "Transaction Type"], "in": ["Payment", "CustPymt", "Customer Deposit",
            "CustDep"] } ], "then": { "const": "on_account" } },
          { "when": [ { "field": ["Type", "TransactionType", "Transaction Type"], "in": ["Credit Memo", "CustCred"] } ],
            "then": { "const": "credit_note" } },
          { "when": [ { "field": ["Type", "TransactionType", "Transaction Type"], "in": ["Finance Charge"] } ],
            "then": { "const": "charge" } } ] },
        "document_date": ["Date", "TranDate"],
        "due_date": ["Due Date/Receive By", "Due Date", "DueDate"],
        "currency": { "from": ["Currency", "CurrencyCode"], "steps": [ { "lookup": { "US Dollar": "USD", "British pound": "GBP",
          "Euro": "EUR", "Canadian Dollar": "CAD", "Australian Dollar": "AUD" } } ] },
        "balance": { "first": [
          { "when": [ { "field": ["Amount Remaining (Foreign Currency)", "Amount Remaining", "AmountRemaining"], "matches": ["-*",
            "(*)"] } ],
            "then": ["Amount Remaining (Foreign Currency)", "Amount Remaining", "AmountRemaining"] },
          { "when": [ { "field": ["Type", "TransactionType", "Transaction Type"], "in": ["Credit Memo", "CustCred", "Payment", "CustPymt",
            "Customer Deposit", "CustDep"] } ],
            "then": { "from": ["Amount Remaining (Foreign Currency)", "Amount Remaining", "AmountRemaining"],
              "sign": { "from": ["Type", "TransactionType", "Transaction Type"], "map": { "Credit Memo": -1, "CustCred": -1, "Payment": -1,
                "CustPymt": -1, "Customer Deposit": -1, "CustDep": -1 } } },
            "else": ["Amount Remaining (Foreign Currency)", "Amount Remaining", "AmountRemaining"] },
          { "sub": [ "AmountUnpaid", "PaymentAmountUnused" ] },
          [ "OpenBalance", "Open Balance" ] ] },
        "amount": ["Amount (Foreign Currency)", "Amount", "ForeignTotal"],
        "purchase_order": ["PO/Check Number", "OtherRefNum", "PONumber", "P.O. No."],
        "terms": ["Terms"],
        "salesperson": ["Sales Rep", "SalesRep"],
        "status": { "first": [
          { "when": [ { "any": [ { "field": "Voided", "in": ["T", "Yes", "true"] },
              { "field": ["Status", "Document Status"], "in": ["Voided", "Invoice : Voided", "CustInvc:V"] } ] } ],
            "then": { "const": "voided" } },
          ["Status", "Document Status"] ] }
      },
      "keep": { "internal_id": ["Internal ID", "InternalId"], "transaction_type": ["Type", "TransactionType", "Transaction Type"],
        "customer_name": ["Company Name", "Customer : Company Name", "Customer Name"], "subsidiary": "Subsidiary", "memo": "Memo" } }
    """#)
}
