/// SAP ERP and S/4HANA, open items of customers: the list of transaction FBL5N saved as a local file, and extracts with the technical
/// names of BSID and of extractor 0FI_AR_3. Sources: docs/presets/sap-open-items.md.
enum SAP {
  static let customers = PresetText(
    "sap-open-items.customers", .customers, "SAP: customer master, tables KNA1 and KNB1",
    #"""
    { "feed": "customers",
      "erp": { "name": "SAP ERP" },
      "match": { "columns": [["KUNNR", "Customer", "Debitor"], ["NAME1", "Name 1"], ["LAND1", "Country", "Land", "Cty"]] },
      "read": { "format": "csv", "usualEncoding": "windows-1252", "header": { "within": 30 } },
      "locale": { "decimal": "auto", "group": "auto", "negative": ["lead", "trail"] },
      "columns": {
        "company": ["BUKRS", "CoCd", "Company Code", "BuKr"],
        "customer_id": ["KUNNR", "Customer", "Debitor"],
        "name": { "steps": [ { "join": { "with": " ", "from": ["NAME1", "Name 1", "NAME2", "Name 2"] } } ] },
        "contact": ["PARNR_NAME", "Contact Person", "ZSABE"],
        "email": ["SMTP_ADDR", "E-Mail Address", "E-Mail-Adresse"],
        "phone": ["TELF1", "Telephone 1", "Telefon 1"],
        "address_line1": ["STRAS", "Street", "Straße"],
        "city": ["ORT01", "City", "Ort"], "region": ["REGIO", "Region", "Rg"],
        "postal_code": ["PSTLZ", "Postal Code", "PostalCode", "Postleitz."],
        "country": \#(Countries.rule("LAND1", "Country", "Land", "Cty")),
        "language": { "from": ["SPRAS", "Language Key", "Language", "Sprache"],
          "steps": ["upper", { "lookup": { "D": "de", "DE": "de", "E": "en", "EN": "en", "F": "fr", "FR": "fr", "S": "es", "ES": "es",
            "I": "it", "IT": "it",
            "N": "nl", "NL": "nl", "P": "pt", "PT": "pt", "L": "pl", "PL": "pl", "V": "sv", "SV": "sv", "K": "da", "DA": "da", "C": "cs",
              "CS": "cs" } } ] },
        "currency": ["WAERS", "Currency"],
        "credit_limit": { "from": ["KLIMK", "Credit limit", "Kreditlimit"], "excess": "round" },
        "company_type": ["KTOKD", "Account group", "KUKLA", "KDGRP"],
        "payment_method": \#(allowedMethods("ZWELS", "Payment methods")),
        "reminder_block": ["MANSP", "Dunning block", "Mahnsperre"],
        "salesperson": ["BUSAB", "Acctg clerk"],
        "tax_id": ["STCEG", "VAT Registration No.", "USt-Id.Nr"]
      },
      "keep": { "terms_code": ["ZTERM", "Payt Terms", "Terms of Payment", "ZBed"],
        "inactive": { "when": [ { "any": [ { "field": "LOEVM", "in": ["X"] }, { "field": "LOEVM_B", "in": ["X"] } ] } ], "then": { "const": "true" } } } }
    """#)

  /// The list that FBL5N shows, saved as "unconverted": framed with pipes, in the layout 1SAP with Account, Company Code, Reference
  /// and Net due date added.
  static let list = PresetText(
    "sap-open-items.documents", .documents, "SAP: FBL5N saved as a local file, unconverted",
    #"""
    { "feed": "documents", "extent": "snapshot",
      "erp": { "name": "SAP ERP",
        "refuse": [ { "extent": "delta", "because": "the list shows all items that are open at its key date" } ] },
      "match": { "columns": [["Account", "Customer", "Konto", "Debitor"], ["DocumentNo", "Document Number", "Belegnr"], ["Net due dt",
        "Net due date", "Nettofäll.", "Nettofälligkeit"],
        ["Amount in doc. curr.", "Amount in DC", "Betrag in BW", "Betr. in BelegWährg"]] },
      "read": { "format": "csv", "usualEncoding": "windows-1252", "framed": true, "quotes": false, "header": { "within": 30 },
        "preamble": { "as_of": { "startsWith": ["Key date", "Open at key date", "Stichtag", "Offen zum Stichtag"] } },
        "drop": [ { "when": [ { "field": "#1", "startsWith": ["**"] } ], "as": "control" },
                  { "when": [ { "field": "#1", "startsWith": ["*"] } ], "as": "footer" } ] },
      "locale": { "decimal": "auto", "group": "auto", "negative": ["trail", "lead"], "dates": "auto" },
      "when": [ { "field": ["G/L", "S", "SG"], "notIn": ["F", "G"] },
                { "field": ["Clrng doc.", "Clrng doc", "Clearing doc.", "Clearing Document", "Ausgl.beleg", "Ausgl.bel.", "Ausgleichsbeleg"], "empty": true },
                { "field": ["Clearing", "Clrng date", "Clearing date", "Clearing Date", "Ausgleich", "Ausgl.dat.", "Ausgl.datum", "Ausgleichsdatum"], "empty": true } ],
      "columns": \#(columns(
        company: ["CoCd", "Company Code", "BuKr"], account: ["Account", "Customer", "Konto", "Debitor"],
        number: ["DocumentNo", "Document Number", "Belegnr"], year: ["Year", "Fiscal Year", "Jahr"],
        item: ["Itm", "Item", "Pos"], type: ["Type", "Ty", "DocTyp", "Art"],
        date: ["Doc. Date", "Document Date", "Belegdatum"], currency: #"["Curr.", "Crcy", "Currency", "Währg"]"#,
        amount: #"["Amount in doc. curr.", "Amount in DC", "Betrag in BW", "Betr. in BelegWährg"]"#,
        due: #"["Net due dt", "Net due date", "Nettofäll.", "Nettofälligkeit"]"#,
        reference: ["Reference", "Referenz"], invoice: ["Inv. ref.", "Invoice ref.", "Rechn.bezug", "Rechnungsbezug"],
        invoiceYear: ["Inv. ref. year", "Year inv.ref.", "Rechn.jahr"], block: ["DBlk", "Dunn. block", "MS"], level: ["Lv",
          "Dunning level", "MStf"],
        dunned: ["Last dunned", "Letzte Mahng"], method: ["PM", "Pymt Meth.", "ZW"])),
      "keep": { "customer_name": ["Name 1", "Customer Name"], "document_type": ["Type", "Ty", "DocTyp", "Art"],
        "posting_date": { "from": ["Pstng Date", "Posting Date", "Buch.dat."], "as": "date" },
        "terms_code": ["PayT", "ZBed"], "assignment": ["Assignment", "Zuordnung"], "text": ["Text"] },
      "check": [ { "sum": "balance", "equals": ["Amount in doc. curr.", "Amount in DC", "Betrag in BW", "Betr. in BelegWährg"] } ] }
    """#)

  static let extract = PresetText(
    "sap-bsid.documents", .documents,
    "SAP: extract of BSID or of 0FI_AR_3 with technical names, or FBL5N as text with tabs",
    #"""
    { "feed": "documents", "extent": "snapshot",
      "erp": { "name": "SAP ERP" },
      "match": { "columns": ["BUKRS", "BELNR", "KUNNR", ["WRSHB", "WRBTR", "DMSHB", "DMBTR"]] },
      "read": { "format": "csv", "usualEncoding": "windows-1252", "header": { "within": 30 } },
      "locale": { "decimal": "auto", "group": "auto", "negative": ["trail", "lead"], "dates": "auto" },
      "when": [ { "field": "UMSKZ", "notIn": ["F", "G"] } ],
      "columns": \#(columns(
        company: ["BUKRS"], account: ["KUNNR"], number: ["BELNR"], year: ["GJAHR"], item: ["BUZEI"], type: ["BLART"],
        date: ["BLDAT"],
        currency: #"{ "when": [ { "field": ["WRSHB", "WRBTR"], "empty": true } ], "then": ["LCURR", "HWAER"], "else": "WAERS" }"#,
        amount: #"""
          { "first": [ "WRSHB", { "from": "WRBTR", "sign": { "from": "SHKZG", "map": { "S": 1, "H": -1 } } },
            "DMSHB", { "from": "DMBTR", "sign": { "from": "SHKZG", "map": { "S": 1, "H": -1 } } } ] }
          """#,
        due: #"""
          { "first": [ { "from": ["NETDT", "FAEDT"], "steps": [ { "lookup": { "00000000": "", "00.00.0000": "" } } ] },
            { "when": [ { "field": "ZBD3T", "notIn": ["", "0", "00", "000"] } ], "then": { "plusDays": ["ZFBDT", "ZBD3T"] } },
            { "when": [ { "field": "ZBD2T", "notIn": ["", "0", "00", "000"] } ], "then": { "plusDays": ["ZFBDT", "ZBD2T"] } },
            { "plusDays": ["ZFBDT", "ZBD1T"] }, "ZFBDT" ] }
          """#,
        reference: ["XBLNR"], invoice: ["REBZG"], invoiceYear: ["REBZJ"], block: ["MANSP"], level: ["MANST"],
        dunned: ["MADAT"], method: ["ZLSCH"], clearing: ["AUGBL"])),
      "keep": { "document_type": "BLART", "posting_date": { "from": "BUDAT", "as": "date" }, "terms_code": "ZTERM", "assignment": "ZUONR", "text": "SGTXT",
        "clearing_document": "AUGBL", "clearing_date": { "from": "AUGDT", "as": "date", "steps": [ { "lookup": { "00000000": "", "00.00.0000": "" } } ] }, "billing_document": "VBELN" } }
    """#)

  /// The letters of payment methods by which we collect: general knowledge, they are freely defined.
  private static let collecting = ["D", "E", "I"]
  private static let collected =
    "{ \"lookup\": { " + collecting.map { "\"\($0)\": \"direct_debit\"" }.joined(separator: ", ") + " } }"

  /// Of a customer all methods that may be used, a letter each. Where we may collect, the payment run takes that: nobody is asked to pay what we collect.
  private static func allowedMethods(_ names: String...) -> String {
    let found = collecting.map { letter in
      "{ \"from\": \(list(names)), \"steps\": [ { \"capture\": \"{\(letter)}\" }, \(collected) ] }"
    }
    return "{ \"first\": [ \(found.joined(separator: ", ")), \(list(names)) ] }"
  }

  private static func list(_ names: [String]) -> String {
    "[" + names.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
  }

  /// The fields of an open item, whatever its columns are called.
  private static func columns(
    company: [String], account: [String], number: [String], year: [String], item: [String], type: [String],
    date: [String], currency: String, amount: String, due: String, reference: [String], invoice: [String],
    invoiceYear: [String], block: [String], level: [String], dunned: [String], method: [String],
    clearing: [String] = []
  ) -> String {
    // What was cleared is settled, at the amount that it had.
    let money =
      clearing.isEmpty
      ? "\"balance\": \(amount),"
      : """
      "balance": { "when": [ { "field": \(list(clearing)), "empty": false } ], "then": { "const": "0" }, "else": \(amount) },
        "amount": \(amount),
      """
    return """
      {
        "company": \(list(company)),
        "document_id": { "steps": [ { "join": { "with": "-", "from": \(list(number + year)) } } ] },
        "instalment": { "from": \(list(item)), "steps": [ { "lookup": { "1": "", "001": "" } } ] },
        "customer_id": \(list(account)),
        "document_date": \(list(date)),
        "due_date": \(due),
        "currency": \(currency),
        \(money)
        "reference": { "first": [
          { "when": [ { "field": \(list(invoice)), "notIn": ["", "V"] }, { "field": \(list(invoiceYear)), "notIn": ["", "0000"] } ],
            "then": { "steps": [ { "join": { "with": "-", "from": \(list(invoice + invoiceYear)) } } ] } },
          { "from": \(list(invoice)), "steps": [ { "lookup": { "V": "" } } ] }, \(list(reference)) ] },
        "payment_method": { "from": \(list(method)), "steps": [ \(collected) ] },
        "reminder_block": \(list(block)),
        "reminder_level": \(list(level)),
        "last_reminded_on": { "from": \(list(dunned)), "steps": [ { "lookup": { "00000000": "", "00.00.0000": "" } } ] }
      }
      """
  }
}
