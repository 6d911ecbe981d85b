/// Microsoft Dynamics 365 Business Central and NAV, lists opened in Excel or sent as CSV, in English or German.
/// Sources: docs/presets/business-central.md.
enum BusinessCentral {
  static let customers = PresetText(
    "business-central.customers", .customers, "Dynamics 365 Business Central: page Customers",
    #"""
    { "feed": "customers",
      "erp": { "name": "Dynamics 365 Business Central" },
      "match": { "columns": [["No.", "Nr."], "Name", ["Payment Terms Code", "Zlg.-Bedingungscode", "Post Code", "PLZ-Code", "Phone No.",
        "Telefonnr."]] },
      "read": { "format": "csv", "header": { "within": 30 } },
      "locale": { "decimal": "auto", "group": "auto", "dates": "auto" },
      "columns": {
        "customer_id": ["No.", "Nr."],
        "name": { "steps": [ { "join": { "with": " ", "from": ["Name", "Name 2"] } } ] },
        "bill_to": ["Bill-to Customer No.", "Rech. an Deb.-Nr.", "Rech. an Debitorennr."],
        "contact": ["Contact", "Kontakt", "Contact Name"],
        "email": ["Email", "E-Mail"],
        "phone": ["Phone No.", "Telefonnr."],
        "address_line1": ["Address", "Adresse"], "address_line2": ["Address 2", "Adresse 2"],
        "city": ["City", "Ort"], "region": ["County", "Bundesregion", "State"],
        "postal_code": ["Post Code", "PLZ-Code", "ZIP Code"],
        "country": \#(Countries.rule("Country/Region Code", "Länder-/Regionscode")),
        "language": { "from": ["Language Code", "Sprachcode"],
          "steps": ["upper", { "lookup": { "ENU": "en-US", "ENG": "en-GB", "ENA": "en-AU", "ENC": "en-CA", "DEU": "de", "DES": "de-CH",
            "DEA": "de-AT",
            "FRA": "fr", "FRB": "fr-BE", "FRC": "fr-CA", "FRS": "fr-CH", "ITA": "it", "ITS": "it-CH", "ESP": "es", "ESN": "es", "NLD": "nl",
              "NLB": "nl-BE", "DAN": "da",
            "SVE": "sv", "NOR": "nb", "FIN": "fi", "PLK": "pl", "CSY": "cs" } } ] },
        "currency": ["Currency Code", "Währungscode"],
        "terms": ["Payment Terms Code", "Zlg.-Bedingungscode"],
        "credit_limit": { "from": ["Credit Limit (LCY)", "Kreditlimit (MW)"], "excess": "round" },
        "company_type": ["Customer Posting Group", "Debitorenbuchungsgruppe"],
        "payment_method": ["Payment Method Code", "Zahlungsformcode"],
        "salesperson": ["Salesperson Code", "Verkäufercode"],
        "tax_id": ["VAT Registration No.", "USt-IdNr."],
        "intercompany": { "when": [ { "field": ["IC Partner Code", "IC-Partnercode"], "empty": false } ], "then": { "const": "true" } }
      },
      "keep": { "blocked": ["Blocked", "Gesperrt"], "reminder_terms": ["Reminder Terms Code", "Mahnmethodencode"] } }
    """#)

  static let documents = PresetText(
    "business-central.documents", .documents, "Dynamics 365 Business Central: Customer Ledger Entries",
    #"""
    { "feed": "documents", "extent": "snapshot",
      "erp": { "name": "Dynamics 365 Business Central" },
      "match": { "columns": [["Customer No.", "Debitorennr."], ["Document No.", "Belegnr."], ["Posting Date", "Buchungsdatum"],
        ["Remaining Amount", "Restbetrag", "Remaining Amt. (LCY)", "Restbetrag (MW)"]] },
      "read": { "format": "csv", "header": { "within": 30 },
        "drop": [ { "when": [ { "field": ["Document No.", "Belegnr."], "empty": true }, { "field": ["Customer No.", "Debitorennr."],
          "empty": true }, { "field": ["Posting Date", "Buchungsdatum"], "empty": true }, { "field": ["Document Type", "Belegart"],
          "empty": true }, { "field": ["Due Date", "Fälligkeitsdatum"], "empty": true } ], "as": "footer" } ] },
      "locale": { "decimal": "auto", "group": "auto", "negative": ["lead", "trail", "paren"], "dates": "auto" },
      "columns": {
        "document_id": { "first": [
          { "when": [ { "field": ["Document Type", "Belegart"], "in": ["Invoice", "Rechnung", "Credit Memo", "Gutschrift",
            "Finance Charge Memo", "Zinsrechnung", "Reminder", "Mahnung"] } ],
            "then": ["Document No.", "Belegnr."] },
          { "steps": [ { "join": { "with": "/", "from": ["Document No.", "Belegnr.", "Entry No.", "Lfd. Nr."] } } ] } ] },
        "customer_id": ["Customer No.", "Debitorennr."],
        "kind": { "when": [ { "field": ["Document Type", "Belegart"], "in": ["Invoice", "Rechnung", "Credit Memo", "Gutschrift", "Payment",
          "Zahlung", "Refund", "Erstattung", "Finance Charge Memo", "Zinsrechnung", "Reminder", "Mahnung"] } ],
          "then": { "from": ["Document Type", "Belegart"], "map": { "Invoice": "invoice", "Rechnung": "invoice",
            "Credit Memo": "credit_note", "Gutschrift": "credit_note",
            "Payment": "on_account", "Zahlung": "on_account", "Refund": "debit_note", "Erstattung": "debit_note",
              "Finance Charge Memo": "charge", "Zinsrechnung": "charge",
            "Reminder": "charge", "Mahnung": "charge" } } },
        "document_date": ["Document Date", "Belegdatum", "Posting Date", "Buchungsdatum"],
        "due_date": ["Due Date", "Fälligkeitsdatum"],
        "currency": { "when": [ { "field": ["Remaining Amount", "Restbetrag"], "empty": false } ], "then": ["Currency Code", "Währungscode"] },
        "balance": { "first": [
          { "when": [ { "field": ["Open", "Offen"], "in": ["No", "Nein", "false", "False", "FALSE", "FALSCH"] } ], "then": { "const": "0" } },
          ["Remaining Amount", "Restbetrag", "Remaining Amt. (LCY)", "Restbetrag (MW)"] ] },
        "amount": { "when": [ { "field": ["Remaining Amount", "Restbetrag"], "empty": true },
            { "field": ["Currency Code", "Währungscode"], "empty": false } ],
          "then": ["Original Amt. (LCY)", "Ursprungsbetrag (MW)", "Amount (LCY)", "Betrag (MW)"],
          "else": ["Original Amount", "Ursprungsbetrag", "Amount", "Betrag"] },
        "discount_date": ["Pmt. Discount Date", "Skontodatum"],
        "purchase_order": ["External Document No.", "Externe Belegnummer", "Externe Belegnr."],
        "payment_method": ["Payment Method Code", "Zahlungsformcode"],
        "salesperson": ["Salesperson Code", "Verkäufercode"],
        "reminder_block": ["On Hold", "Abwarten"],
        "reminder_level": ["Last Issued Reminder Level", "Letzte registrierte Mahnstufe"]
      },
      "keep": { "customer_name": ["Customer Name", "Debitorenname"], "entry_no": ["Entry No.", "Lfd. Nr."],
        "document_type": ["Document Type", "Belegart"], "description": ["Description", "Beschreibung"],
        "posting_date": { "from": ["Posting Date", "Buchungsdatum"], "as": "date" },
        "closed_on": { "from": ["Closed at Date", "Geschlossen am"], "as": "date" },
        "balance_lcy": ["Remaining Amt. (LCY)", "Restbetrag (MW)"] } }
    """#)
}
