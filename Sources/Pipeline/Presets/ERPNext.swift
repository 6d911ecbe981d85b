/// ERPNext, the report Accounts Receivable and the list of customers. Sources: docs/presets/erpnext.md.
enum ERPNext {
  static let customers = PresetText(
    "erpnext.customers", .customers, "ERPNext: list of customers",
    #"""
    { "feed": "customers",
      "erp": { "name": "ERPNext", "minimumVersion": "12" },
      "match": { "columns": [["ID", "name", "Name"], ["Customer Name", "customer_name", "Kundenname"], ["Customer Group", "customer_group",
        "Kundengruppe"]] },
      "read": { "format": "csv", "header": { "within": 30 } },
      "locale": { "decimal": "auto", "group": "auto", "dates": "auto" },
      "columns": {
        "customer_id": ["ID", "name", "Name"],
        "name": ["Customer Name", "customer_name", "Kundenname"],
        "party_type": { "from": ["Customer Type", "Type", "customer_type", "Kundentyp"], "map": { "Company": "business",
          "Individual": "consumer", "Partnership": "business", "Proprietorship": "business", "Unternehmen": "business",
          "Einzelperson": "consumer" } },
        "contact": ["Customer Primary Contact", "customer_primary_contact"],
        "email": ["Email Id", "Email ID", "email_id", "E-Mail-ID"],
        "phone": ["Mobile No", "mobile_no", "Mobilfunknummer"],
        "address_line1": ["Address Line 1", "address_line1"], "address_line2": ["Address Line 2", "address_line2"],
        "city": ["City/Town", "City", "city"], "region": ["State/Province", "State", "state"], "postal_code": ["Postal Code", "pincode"],
        "country": \#(Countries.rule("Country", "country", "Land")),
        "language": ["Print Language", "language", "Drucksprache"],
        "currency": ["Billing Currency", "Default Currency", "default_currency", "Abrechnungswährung"],
        "terms": ["Default Payment Terms Template", "payment_terms", "Payment Terms"],
        "credit_limit": { "from": ["Credit Limit", "credit_limit"], "excess": "round" },
        "company_type": ["Customer Group", "customer_group", "Kundengruppe"],
        "salesperson": ["Account Manager", "account_manager"],
        "tax_id": ["Tax ID", "tax_id", "Steuernummer"]
      },
      "keep": { "territory": ["Territory", "territory", "Gebiet"],
        "inactive": { "when": [ { "field": ["Disabled", "disabled", "Deaktiviert"], "in": ["1", "Yes"] } ], "then": { "const": "true" } } } }
    """#)

  static let documents = PresetText(
    "erpnext.documents", .documents, "ERPNext: report Accounts Receivable",
    #"""
    { "feed": "documents", "extent": "snapshot",
      "erp": { "name": "ERPNext", "minimumVersion": "12",
        "refuse": [ { "extent": "delta", "because": "the report lists everything that is outstanding" } ] },
      "match": { "columns": [["Voucher No", "voucher_no", "Belegnr.", "Beleg Nr."], ["Due Date", "due_date", "Fälligkeitsdatum"],
        ["Outstanding Amount", "outstanding", "Ausstehender Betrag", "Outstanding"],
        ["Party", "party", "Customer", "Partei", "Kunde"]] },
      "read": { "format": "csv", "header": { "within": 30 },
        "drop": [ { "when": [ { "field": "#1", "startsWith": ["Total", "'Total'", "Gesamt", "Summe"] }, { "field": ["Voucher No",
          "voucher_no", "Belegnr.", "Beleg Nr."], "empty": true }, { "field": ["Voucher Type", "voucher_type", "Belegtyp", "Belegart"],
          "empty": true }, { "field": ["Due Date", "due_date", "Fälligkeitsdatum"], "empty": true } ], "as": "control" },
                  { "when": [ { "field": ["Voucher No", "voucher_no", "Belegnr.", "Beleg Nr."], "empty": true }, { "field": ["Due Date", "due_date",
                    "Fälligkeitsdatum"], "empty": true }, { "field": ["Posting Date", "posting_date", "Buchungsdatum"], "empty": true },
                    { "field": ["Voucher Type", "voucher_type", "Belegtyp", "Belegart"], "empty": true } ], "as": "footer" } ] },
      "locale": { "decimal": "auto", "group": "auto", "negative": ["lead"], "dates": "auto" },
      "when": [ { "field": ["Party Type", "party_type"], "notIn": ["Supplier", "Employee"] } ],
      "columns": {
        "document_id": ["Voucher No", "voucher_no", "Belegnr.", "Beleg Nr."],
        "instalment": ["Payment Term", "payment_term", "Zahlungsbedingung"],
        "customer_id": ["Party", "party", "Customer", "Partei", "Kunde"],
        "kind": { "when": [ { "field": ["Voucher Type", "voucher_type", "Belegtyp"], "in": ["Payment Entry", "Zahlung"] },
            { "field": ["Outstanding Amount", "outstanding", "Ausstehender Betrag", "Outstanding"], "startsWith": ["-"] } ],
              "then": { "const": "on_account" } },
        "document_date": ["Posting Date", "posting_date", "Buchungsdatum"],
        "due_date": ["Due Date", "due_date", "Fälligkeitsdatum"],
        "currency": ["Currency", "currency", "Währung"],
        "balance": { "from": ["Outstanding Amount", "outstanding", "Ausstehender Betrag", "Outstanding"], "excess": "round" },
        "amount": { "when": [ { "field": ["Invoiced Amount", "invoiced", "Rechnungsbetrag"], "notIn": ["", "0", "0.0", "0.00", "0,00",
          "0.000"] } ],
          "then": { "from": ["Invoiced Amount", "invoiced", "Rechnungsbetrag"], "excess": "round" } },
        "purchase_order": ["Customer LPO", "po_no", "Kunden LPO"],
        "salesperson": ["Sales Person", "sales_person", "Verkäufer"]
      },
      "keep": { "customer_name": ["Customer Name", "customer_name", "Kundenname"], "voucher_type": ["Voucher Type", "voucher_type",
        "Belegtyp"],
        "paid_amount": { "from": ["Paid Amount", "paid", "Gezahlter Betrag"], "as": "money", "excess": "round" },
        "credit_note_amount": { "from": ["Credit Note", "credit_note", "Gutschrift"], "as": "money", "excess": "round" },
        "customer_group": ["Customer Group", "customer_group", "Kundengruppe"], "territory": ["Territory", "territory", "Gebiet"],
        "remarks": ["Remarks", "remarks", "Bemerkungen"] },
      "check": [ { "sum": "balance", "equals": ["Outstanding Amount", "outstanding", "Ausstehender Betrag", "Outstanding"] } ] }
    """#)
}
