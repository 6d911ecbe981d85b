/// Acumatica (also MYOB Advanced), generic inquiries as CSV, with labels or with the names of the web service.
/// Sources: docs/presets/acumatica.md.
enum Acumatica {
  static let customers = PresetText(
    "acumatica.customers", .customers, "Acumatica: generic inquiry on customers",
    #"""
    { "feed": "customers",
      "erp": { "name": "Acumatica" },
      "match": { "columns": [["Customer ID", "CustomerID", "Customer"], ["Customer Name", "CustomerName", "Account Name"],
        ["Customer Class", "CustomerClass", "Terms"]] },
      "read": { "format": "csv", "header": { "within": 30 } },
      "locale": { "decimal": "auto", "group": "auto", "dates": "auto" },
      "columns": {
        "customer_id": ["Customer ID", "CustomerID", "Customer"],
        "name": ["Customer Name", "CustomerName", "Account Name"],
        "parent_id": ["Parent Account", "ParentRecord"],
        "contact": ["Attention", "Primary Contact"],
        "email": ["Email", "Account Email", "MainContact.Email"],
        "phone": ["Phone 1", "Business 1", "Phone1"],
        "address_line1": ["Address Line 1", "AddressLine1"], "address_line2": ["Address Line 2", "AddressLine2"],
        "city": ["City"], "region": ["State", "State/Province"], "postal_code": ["Postal Code", "PostalCode"],
        "country": \#(Countries.rule("Country")),
        "currency": ["Currency ID", "CurrencyID", "Currency"],
        "terms": ["Terms", "Terms ID"],
        "credit_limit": { "from": ["Credit Limit", "CreditLimit"], "excess": "round" },
        "company_type": ["Customer Class", "CustomerClass"],
        "salesperson": ["Salesperson", "Owner"],
        "tax_id": ["Tax Registration ID", "TaxRegistrationID"]
      },
      "keep": { "status": ["Customer Status", "Status"],
        "inactive": { "when": [ { "field": ["Customer Status", "Status"], "in": ["Inactive"] } ], "then": { "const": "true" } } } }
    """#)

  static let documents = PresetText(
    "acumatica.documents", .documents, "Acumatica: generic inquiry on Invoices and Memos (AR301000)",
    #"""
    { "feed": "documents", "extent": "snapshot",
      "erp": { "name": "Acumatica" },
      "match": { "columns": [["Reference Nbr.", "ReferenceNbr"], ["Customer", "Customer ID"], ["Due Date", "DueDate"], ["Balance"],
        ["Type"]] },
      "read": { "format": "csv", "header": { "within": 30 } },
      "locale": { "decimal": "auto", "group": "auto", "negative": ["lead", "paren"], "dates": "auto" },
      "when": [ { "field": "Status", "notIn": ["On Hold", "Hold", "Balanced", "Scheduled", "Rejected", "Pending Approval", "Credit Hold",
        "Reserved"] } ],
      "unsignedCredits": true,
      "columns": {
        "document_id": { "first": [
          { "when": [ { "field": "Type", "in": ["Invoice", "INV"] } ], "then": ["Reference Nbr.", "ReferenceNbr"] },
          { "steps": [ { "join": { "with": " ", "from": ["Type", "Reference Nbr.", "ReferenceNbr"] } } ] } ] },
        "customer_id": ["Customer", "Customer ID"],
        "kind": { "from": "Type", "map": { "Invoice": "invoice", "INV": "invoice", "Credit Memo": "credit_note", "CRM": "credit_note",
          "Debit Memo": "debit_note", "DRM": "debit_note",
          "Overdue Charge": "charge", "FCH": "charge", "Payment": "on_account", "PMT": "on_account", "Prepayment": "on_account",
            "PPM": "on_account", "Prepayment Invoice": "invoice",
          "Credit WO": "credit_note", "SMC": "credit_note", "Balance WO": "debit_note", "SMB": "debit_note", "Cash Sale": "invoice",
            "CSL": "invoice", "Cash Return": "credit_note", "RCS": "credit_note" } },
        "document_date": ["Date"],
        "due_date": ["Due Date", "DueDate"],
        "currency": ["Currency", "Currency ID", "CurrencyID", "CuryID"],
        "balance": ["Balance"],
        "amount": ["Amount", "Orig. Amount"],
        "tax_amount": { "when": [ { "field": "Type", "in": ["Credit Memo", "CRM", "Cash Return", "RCS"] } ],
          "then": { "sub": [ { "const": "0" }, ["Tax Total", "TaxTotal"] ] }, "else": ["Tax Total", "TaxTotal"] },
        "discount_date": ["Cash Discount Date", "CashDiscountDate"],
        "purchase_order": ["Customer Order Nbr.", "Customer Order", "CustomerOrder"],
        "terms": ["Terms"],
        "salesperson": ["Default Salesperson", "Salesperson"],
        "status": ["Status"]
      },
      "keep": { "customer_name": ["Customer Name", "CustomerName"], "document_type": "Type", "description": "Description",
        "branch": ["Branch", "LinkBranch"], "project": "Project" } }
    """#)
}
