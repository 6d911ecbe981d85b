/// DATEV Rechnungswesen, files in the DATEV format (EXTF) and the list of open items (OPOS). Sources: docs/presets/datev-extf.md.
enum DATEV {
  static let customers = PresetText(
    "datev-extf.customers", .customers, "DATEV: EXTF category 16, Debitoren/Kreditoren",
    #"""
    { "feed": "customers",
      "erp": { "name": "DATEV", "minimumVersion": "510" },
      "match": { "files": ["EXTF_*Stammdaten*.csv", "EXTF_*Debitoren*.csv"], "columns": ["Konto", ["Name (Adressattyp Unternehmen)",
        "Name (Adressatentyp Unternehmen)"], "Ort"] },
      "read": { "format": "csv", "usualEncoding": "windows-1252", "header": { "line": 2 },
        "preamble": { "consultant": { "line": 1, "column": 11 }, "client": { "line": 1, "column": 12 } } },
      "locale": { "decimal": ",", "group": "none", "dates": ["DDMMYYYY", "DDMMYY"], "pivot": 70 },
      "when": [ { "any": [ { "field": "Konto", "startsWith": ["1", "2", "3", "4", "5", "6"] }, { "field": "Konto", "empty": true } ] } ],
      "columns": {
        "customer_id": "Konto",
        "name": { "first": [ ["Name (Adressattyp Unternehmen)", "Name (Adressatentyp Unternehmen)"],
          { "steps": [ { "join": { "with": " ", "from": ["Titel/Akad. Grad", "Vorname (Adressattyp natürl. Person)",
            "Vorname (Adressatentyp natürl. Person)", "Name (Adressattyp natürl. Person)", "Name (Adressatentyp natürl. Person)"] } } ] },
          ["Name (Adressattyp keine Angabe)", "Name (Adressatentyp keine Angabe)", "Kurzbezeichnung"] ] },
        "party_type": { "when": [ { "field": ["Adressattyp", "Adressatentyp"], "in": ["2"] } ], "then": { "const": "business" } },
        "contact": "Ansprechpartner",
        "email": "E-Mail",
        "phone": "Telefon",
        "address_line1": { "first": [ { "when": [ { "field": "Adressart", "in": ["PF"] } ], "then": "Postfach" }, ["Straße", "Postfach"] ] },
        "address_line2": "Adresszusatz",
        "city": "Ort", "postal_code": "Postleitzahl",
        "country": \#(Countries.rule("Land")),
        "language": { "from": "Sprache", "steps": [ { "lookup": { "0": "", "1": "de", "4": "fr", "5": "en", "10": "es", "19": "it" } } ] },
        "terms": "Fälligkeit in Tagen (Debitor)",
        "credit_limit": { "from": "Kreditlimit (Debitor)", "excess": "round" },
        "payment_method": { "when": [ { "field": "Lastschrift", "in": ["7", "8"] } ], "then": { "const": "direct_debit" } },
        "reminder_block": { "first": [ { "when": [ { "field": "Insolvent", "in": ["1"] } ], "then": { "const": "Insolvent" } },
          { "when": [ { "field": "Mahnsperre bis", "empty": false } ], "then": { "const": "Mahnsperre" } } ] },
        "reminder_block_until": { "when": [ { "field": "Insolvent", "notIn": ["1"] } ], "then": "Mahnsperre bis" },
        "salesperson": ["Vertreter", "Sachbearbeiter"],
        "tax_id": { "steps": [ { "join": { "with": "", "from": ["EU-Land", "EU-Mitgliedstaat", "EU-UStID", "EU-USt-IdNr."] } } ] }
      },
      "keep": { "customer_number": "Kundennummer", "insolvent": "Insolvent", "payment_terms": "Zahlungsbedingung",
        "consultant": { "from": "@consultant" }, "client": { "from": "@client" } } }
    """#)

  static let openItems = PresetText(
    "datev-opos.documents", .documents, "DATEV: list of open items of debtors (OPOS-Liste, Standard (Posten)) as CSV",
    #"""
    { "feed": "documents", "extent": "snapshot",
      "erp": { "name": "DATEV", "refuse": [ { "extent": "delta", "because": "the list holds all open items" } ] },
      "match": { "files": ["*OPOS*.csv"], "columns": ["Konto", ["Rechnungsnummer", "Rechnungs-Nr.", "Rechnungs-Nr", "Beleg-Nr."], "Datum",
        ["Fälligkeit", "Fällig"], ["Saldo", "Saldo EUR"]] },
      "read": { "format": "csv", "usualEncoding": "windows-1252", "header": { "within": 30 },
        "preamble": { "as_of": { "startsWith": ["Stichtag"] } },
        "drop": [ { "when": [ { "field": "#1", "startsWith": ["Gesamtsumme", "Gesamt", "Summe aller"] } ], "as": "control" },
                  { "when": [ { "field": "Datum", "empty": true }, { "field": "Konto", "empty": true }, { "field": ["Rechnungsnummer",
                    "Rechnungs-Nr.", "Rechnungs-Nr", "Beleg-Nr."], "empty": true }, { "field": ["Fälligkeit", "Fällig"], "empty": true },
                    { "field": "Gegenkonto", "empty": true } ], "as": "footer" } ] },
      "locale": { "decimal": ",", "group": "auto", "negative": ["lead", "trail"], "dates": ["DD.MM.YYYY", "DD.MM.YY"], "pivot": 70 },
      "when": [ { "any": [ { "field": "Konto", "startsWith": ["1", "2", "3", "4", "5", "6"] }, { "field": "Konto", "empty": true } ] } ],
      "columns": {
        "document_id": { "first": [ ["Rechnungsnummer", "Rechnungs-Nr.", "Rechnungs-Nr", "Beleg-Nr."], { "steps": [ { "join": { "with": " ",
          "from": ["Konto", "Datum", "Gegenkonto"] } } ] } ] },
        "customer_id": "Konto",
        "document_date": "Datum",
        "due_date": ["Fälligkeit", "Fällig"],
        "currency": ["WKZ", "Währung"],
        "balance": { "first": [
          { "when": [ { "field": ["S/H", "Saldo S/H", "Saldo-Kz"], "in": ["S", "H"] } ],
            "then": { "from": ["Saldo", "Saldo EUR"], "sign": { "from": ["S/H", "Saldo S/H", "Saldo-Kz"], "map": { "S": 1, "H": -1 } } } },
          ["Saldo", "Saldo EUR"] ] },
        "amount": { "first": [ { "when": [ { "field": ["Sollbetrag", "Betrag Soll"], "notIn": ["", "0,00"] } ], "then": ["Sollbetrag",
          "Betrag Soll"] },
          { "when": [ { "field": ["Habenbetrag", "Betrag Haben"], "notIn": ["", "0,00"] } ],
            "then": { "sub": [ { "const": "0" }, ["Habenbetrag", "Betrag Haben"] ] } } ] },
        "reminder_level": ["Mahnstufe", "MS"],
        "reference": ["Belegfeld 2"]
      },
      "keep": { "customer_name": ["Kontobezeichnung", "Beschriftung", "Name"], "contra_account": "Gegenkonto", "text": "Buchungstext" },
      "check": [ { "sum": "balance", "equals": ["Saldo", "Saldo EUR"] } ] }
    """#)

  /// Postings do not tell what is open: a payment stands months behind its invoice, under other accounts. So the preset takes
  /// what is issued, revenue against debtor, at its full amount; `payments` takes what came in.
  static let documents = PresetText(
    "datev-extf.documents", .documents,
    "DATEV: EXTF category 21, Buchungsstapel: invoices and credit notes as they were posted",
    #"""
    { "feed": "documents", "extent": "delta", "carriesPayments": false,
      "erp": { "name": "DATEV", "minimumVersion": "510",
        "refuse": [ { "extent": "snapshot", "because": "postings do not tell what is open: take datev-opos.documents" } ] },
      \#(postings)
      "when": [ { "any": [ { "field": "Konto", "between": ["10000", "69999"] }, { "field": \#(contra), "between": ["10000", "69999"] },
                           \#(accountMissing) ] },
                { "any": [ { "field": "Konto", "between": ["8000", "8999"] }, { "field": "Konto", "between": ["4000", "4999"] },
                           { "field": \#(contra), "between": ["8000", "8999"] }, { "field": \#(contra), "between": ["4000", "4999"] },
                           \#(accountMissing) ] } ],
      "groupBy": { "key": ["Belegdatum", "Belegfeld 1"], "sum": ["balance"] },
      "columns": {
        "document_id": { "first": [ \#(beside(#"{ "steps": [ { "join": { "with": "/", "from": ["Belegfeld 1", "Belegdatum"] } } ] }"#)),
          "Belegfeld 1",
          { "when": [ { "field": "Konto", "between": ["10000", "69999"] } ],
            "then": { "steps": [ { "join": { "with": " ", "from": ["Konto", "Belegdatum", "Buchungstext"] } } ] },
            "else": { "steps": [ { "join": { "with": " ", "from": ["Gegenkonto (ohne BU-Schlüssel)", "Gegenkonto", "Belegdatum",
              "Buchungstext"] } } ] } } ] },
        "customer_id": { "first": [
          { "when": [ { "field": "Konto", "between": ["10000", "69999"] }, { "field": \#(contra), "empty": false } ], "then": "Konto" },
          { "when": [ { "field": "Konto", "empty": false } ], "then": \#(contra) } ] },
        "document_date": { "from": "Belegdatum", "yearFrom": "@period_start" },
        "due_date": { "first": [ { "from": "Zugeordnete Fälligkeit", "dates": ["DDMMYYYY"] },
          { "when": [ { "field": "Belegfeld 2", "matches": ["######"] } ], "then": { "from": "Belegfeld 2", "dates": ["DDMMYY"],
            "pivot": 70 } } ] },
        "currency": { "first": [ "WKZ Umsatz", "@currency" ] },
        "balance": { "when": [ { "field": "Konto", "between": ["10000", "69999"] } ],
          "then": { "from": "Umsatz (ohne Soll/Haben-Kz)", "sign": { "from": "Soll/Haben-Kennzeichen", "map": { "S": 1, "H": -1 } } },
          "else": { "from": "Umsatz (ohne Soll/Haben-Kz)", "sign": { "from": "Soll/Haben-Kennzeichen", "map": { "S": -1, "H": 1 } } } },
        "reference": { "first": [ \#(beside(#""Belegfeld 1""#)) ] },
        "purchase_order": "Auftragsnummer"
      },
      "keep": { "text": "Buchungstext", "account": "Konto", "contra_account": \#(contra) } }
    """#)

  static let payments = PresetText(
    "datev-extf.payments", .payments,
    "DATEV: EXTF category 21, Buchungsstapel: what debtors paid through bank and cash",
    #"""
    { "feed": "payments",
      "erp": { "name": "DATEV", "minimumVersion": "510" },
      \#(postings)
      "when": [ { "any": [ { "field": "Konto", "between": ["10000", "69999"] }, { "field": \#(contra), "between": ["10000", "69999"] },
                           \#(accountMissing) ] },
                { "any": [ { "field": "Konto", "between": ["1000", "1399"] }, { "field": "Konto", "between": ["1600", "1899"] },
                           { "field": \#(contra), "between": ["1000", "1399"] }, { "field": \#(contra), "between": ["1600", "1899"] },
                           \#(accountMissing) ] } ],
      "columns": {
        "payment_id": { "steps": [ { "join": { "with": "-", "from": ["@period_start", "Belegdatum", "Konto",
          "Gegenkonto (ohne BU-Schlüssel)", "Gegenkonto", "Belegfeld 1", "Umsatz (ohne Soll/Haben-Kz)", "Soll/Haben-Kennzeichen"] } } ] },
        "customer_id": { "first": [
          { "when": [ { "field": "Konto", "between": ["10000", "69999"] }, { "field": \#(contra), "empty": false } ], "then": "Konto" },
          { "when": [ { "field": "Konto", "empty": false } ], "then": \#(contra) } ] },
        "payment_date": { "from": "Belegdatum", "yearFrom": "@period_start" },
        "currency": { "first": [ "WKZ Umsatz", "@currency" ] },
        "amount": { "when": [ { "field": "Konto", "between": ["10000", "69999"] } ],
          "then": { "from": "Umsatz (ohne Soll/Haben-Kz)", "sign": { "from": "Soll/Haben-Kennzeichen", "map": { "S": -1, "H": 1 } } },
          "else": { "from": "Umsatz (ohne Soll/Haben-Kz)", "sign": { "from": "Soll/Haben-Kennzeichen", "map": { "S": 1, "H": -1 } } } },
        "reference": "Belegfeld 1",
        "remittance": "Buchungstext"
      },
      "keep": { "account": "Konto", "contra_account": \#(contra) } }
    """#)

  /// The first line of the file has 31 fields about it: the 15th is the first day of its period, by which a date without a year
  /// gets one, the 22nd its currency. The second line names 116 to 125 columns.
  private static let postings = #"""
    "match": { "files": ["EXTF_*Buchungsstapel*.csv"], "columns": ["Umsatz (ohne Soll/Haben-Kz)", "Soll/Haben-Kennzeichen", "Konto", "Belegdatum", "Belegfeld 1"] },
      "read": { "format": "csv", "usualEncoding": "windows-1252", "header": { "line": 2 },
        "preamble": { "period_start": { "line": 1, "column": 15 }, "currency": { "line": 1, "column": 22 } } },
      "locale": { "decimal": ",", "group": "none", "dates": ["DDMM"] },
    """#
  /// What is posted under the number of an invoice beside it: credits, cancellations, and discounts on either side (8700 to 8799 in
  /// SKR 03, 4700 to 4799 in SKR 04). DATEV clears by equal numbers; as a document of that number it would take the invoice's place.
  private static func beside(_ value: String) -> String {
    #"""
    { "when": [ { "field": "Belegfeld 1", "empty": false }, { "field": "Konto", "between": ["10000", "69999"] },
              { "any": [ { "field": "Soll/Haben-Kennzeichen", "in": ["H"] }, { "field": \#(contra), "between": ["8700", "8799"] },
                { "field": \#(contra), "between": ["4700", "4799"] } ] } ], "then": \#(value) },
              { "when": [ { "field": "Belegfeld 1", "empty": false }, { "field": \#(contra), "between": ["10000", "69999"] },
              { "any": [ { "field": "Soll/Haben-Kennzeichen", "in": ["S"] }, { "field": "Konto", "between": ["8700", "8799"] },
                { "field": "Konto", "between": ["4700", "4799"] } ] } ], "then": \#(value) }
    """#
  }

  /// Every posting has two accounts. One that has lost one of them may be a debtor's, and is refused.
  private static let accountMissing = #"{ "field": "Konto", "empty": true }, { "field": \#(contra), "empty": true }"#
  private static let contra = #"["Gegenkonto (ohne BU-Schlüssel)", "Gegenkonto"]"#
}
