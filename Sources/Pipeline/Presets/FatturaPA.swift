/// FatturaPA 1.2, the Italian electronic invoice (FPR12, FPA12): several bodies under one header, instalments in each. Sources:
/// docs/presets/fatturapa.md.
enum FatturaPA {
  static let documents = PresetText(
    "fatturapa.documents", .documents, "FatturaPA (Italy): invoices and credit notes as issued, one row per instalment",
    #"""
    { "feed": "documents", "extent": "delta", "carriesPayments": false,
      "erp": { "name": "FatturaPA", "minimumVersion": "1.2",
        "refuse": [ { "extent": "snapshot", "because": "a file holds the invoices of one transmission, and says nothing about the others" } ] },
      "match": { "root": ["{http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2}FatturaElettronica",
        "{http://www.fatturapa.gov.it/sdi/fatturapa/*}FatturaElettronica", "FatturaElettronica"] },
      "read": { "format": "xml", "row": "/FatturaElettronica/FatturaElettronicaBody", "each": "DatiPagamento/DettaglioPagamento",
        "above": {
          "vat": "../FatturaElettronicaHeader/CessionarioCommittente/DatiAnagrafici/IdFiscaleIVA/IdCodice",
          "tax": "../FatturaElettronicaHeader/CessionarioCommittente/DatiAnagrafici/CodiceFiscale",
          "name": "../FatturaElettronicaHeader/CessionarioCommittente/DatiAnagrafici/Anagrafica/Denominazione",
          "first": "../FatturaElettronicaHeader/CessionarioCommittente/DatiAnagrafici/Anagrafica/Nome",
          "last": "../FatturaElettronicaHeader/CessionarioCommittente/DatiAnagrafici/Anagrafica/Cognome",
          "street": "../FatturaElettronicaHeader/CessionarioCommittente/Sede/Indirizzo",
          "number": "../FatturaElettronicaHeader/CessionarioCommittente/Sede/NumeroCivico",
          "zip": "../FatturaElettronicaHeader/CessionarioCommittente/Sede/CAP",
          "city": "../FatturaElettronicaHeader/CessionarioCommittente/Sede/Comune",
          "province": "../FatturaElettronicaHeader/CessionarioCommittente/Sede/Provincia",
          "country": "../FatturaElettronicaHeader/CessionarioCommittente/Sede/Nazione",
          "pec": "../FatturaElettronicaHeader/DatiTrasmissione/PECDestinatario",
          "recipient": "../FatturaElettronicaHeader/DatiTrasmissione/CodiceDestinatario",
          "transmission": "../FatturaElettronicaHeader/DatiTrasmissione/ProgressivoInvio",
          "seller": "../FatturaElettronicaHeader/CedentePrestatore/DatiAnagrafici/IdFiscaleIVA/IdCodice"
        } },
      "locale": { "dates": ["ISO"] },
      "unsignedCredits": true,
      "when": [ { "field": "DatiGenerali/DatiGeneraliDocumento/TipoDocumento",
        "notIn": ["TD16", "TD17", "TD18", "TD19", "TD20", "TD21", "TD22", "TD23", "TD27", "TD28", "TD29"] } ],
      "columns": {
        "document_id": { "when": [ { "field": "DatiGenerali/DatiGeneraliDocumento/TipoDocumento", "in": ["TD04"] } ],
          "then": \#(numbered("DatiGenerali/DatiGeneraliDocumento/Numero", "DatiGenerali/DatiGeneraliDocumento/Data",
            type: "DatiGenerali/DatiGeneraliDocumento/TipoDocumento")),
          "else": \#(numbered("DatiGenerali/DatiGeneraliDocumento/Numero", "DatiGenerali/DatiGeneraliDocumento/Data")) },
        "instalment": { "from": "each:position()", "steps": [ { "lookup": { "1": "" } } ] },
        "customer_id": { "first": [ "^vat", "^tax", "^name", { "steps": [ { "join": { "with": " ", "from": ["^first", "^last"] } } ] } ] },
        "kind": { "from": "DatiGenerali/DatiGeneraliDocumento/TipoDocumento",
          "map": { "TD04": "credit_note", "TD05": "debit_note" }, "else": "invoice" },
        "document_date": "DatiGenerali/DatiGeneraliDocumento/Data",
        "due_date": { "first": [ "each:DataScadenzaPagamento",
          { "plusDays": ["each:DataRiferimentoTerminiPagamento", "each:GiorniTerminiPagamento"] } ] },
        "currency": "DatiGenerali/DatiGeneraliDocumento/Divisa",
        "balance": ["each:ImportoPagamento", "DatiGenerali/DatiGeneraliDocumento/ImportoTotaleDocumento"],
        "amount": ["each:ImportoPagamento", "DatiGenerali/DatiGeneraliDocumento/ImportoTotaleDocumento"],
        "purchase_order": "DatiGenerali/DatiOrdineAcquisto/IdDocumento",
        "reference": { "when": [ { "field": "DatiGenerali/DatiGeneraliDocumento/TipoDocumento", "in": ["TD04"] } ],
          "then": { "first": [ \#(numbered("DatiGenerali/DatiFattureCollegate/IdDocumento", "DatiGenerali/DatiFattureCollegate/Data")),
            "DatiGenerali/DatiFattureCollegate/IdDocumento", "each:CodicePagamento" ] },
          "else": { "first": ["each:CodicePagamento", "DatiGenerali/DatiFattureCollegate/IdDocumento"] } },
        "payment_method": { "from": "each:ModalitaPagamento",
          "steps": [ { "lookup": { "MP08": "card", "MP09": "direct_debit", "MP10": "direct_debit", "MP11": "direct_debit", "MP16": "direct_debit",
            "MP19": "direct_debit", "MP20": "direct_debit", "MP21": "direct_debit" } } ] }
      },
      "keep": {
        "customer_name": { "first": [ "^name", { "steps": [ { "join": { "with": " ", "from": ["^first", "^last"] } } ] } ] },
        "customer_address_line1": { "steps": [ { "join": { "with": " ", "from": ["^street", "^number"] } } ] },
        "customer_city": "^city", "customer_region": "^province", "customer_postal_code": "^zip", "customer_country": "^country",
        "customer_tax_id": ["^vat", "^tax"],
        "customer_pec": "^pec", "customer_recipient_code": "^recipient",
        "seller_id": "^seller",
        "transmission": "^transmission",
        "type_code": "DatiGenerali/DatiGeneraliDocumento/TipoDocumento",
        "document_total": "DatiGenerali/DatiGeneraliDocumento/ImportoTotaleDocumento",
        "billing_reference": "DatiGenerali/DatiFattureCollegate/IdDocumento"
      } }
    """#)

  /// A number with the year of its date, `3/2026`: numbers begin again each January. One that has the year of its own is left as it is,
  /// `2026/3`, `FPR 3/26`: so it stands on the invoice. Nothing without a date.
  private static func numbered(_ number: String, _ date: String, type: String? = nil) -> String {
    let names = ((type.map { [$0] } ?? []) + [number]).map { "\"\($0)\"" }.joined(separator: ", ")
    let own = type == nil ? names : "{ \"steps\": [ { \"join\": { \"with\": \"/\", \"from\": [\(names)] } } ] }"
    let alone = (2019...2049).map { year in
      """
      { "when": [ { "field": "\(date)", "startsWith": ["\(year)"] }, { "field": "\(number)", "matches": ["*/\(year)", "*-\(year)", "\(year)/*",
                "\(year)-*", "*/\(year % 100)"] } ], "then": \(own) },
      """
    }
    return """
      { "first": [
                \(alone.joined(separator: "\n          "))
                { "steps": [ { "join": { "with": "/", "from": [\(names), "\(date)"] } }, { "capture": "{*/####}-##-##" } ] } ] }
      """
  }
}
