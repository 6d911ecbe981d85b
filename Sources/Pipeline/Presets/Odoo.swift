/// Odoo, lists of Accounting exported as CSV, with labels in English, German, French, Spanish, Italian or Dutch, or with technical
/// names. Sources: docs/presets/odoo.md.
enum Odoo {
  static let customers = PresetText(
    "odoo.customers", .customers, "Odoo: contacts (res.partner)",
    #"""
    { "feed": "customers",
      "erp": { "name": "Odoo", "minimumVersion": "13" },
      "match": { "columns": [["External ID", "id", "Externe ID", "ID externe", "ID externo", "ID esterno"], ["Name", "name", "Display Name",
        "display_name", "Nom", "Nombre", "Nome", "Naam"], ["Email", "email", "E-Mail", "E-mail"]] },
      "read": { "format": "csv", "header": { "line": 1 },
        "drop": [ { "when": [ { "field": ["External ID", "id", "Externe ID", "ID externe", "ID externo", "ID esterno"], "empty": true },
          { "field": ["Name", "name", "Display Name", "display_name", "Nom", "Nombre", "Nome", "Naam"], "empty": true },
          { "field": ["Email", "email", "E-Mail", "E-mail"], "empty": true }, { "field": ["Street", "street", "Straße", "Rue", "Calle",
            "Via", "Straat"], "empty": true }, { "field": ["City", "city", "Stadt", "Ort", "Ville", "Ciudad", "Città", "Plaats"],
            "empty": true } ], "as": "footer" } ] },
      "locale": { "decimal": "auto", "group": "auto", "dates": ["ISO"] },
      "when": [ { "field": ["Active", "active", "Aktiv"], "notIn": ["False", "FALSE", "0", "false"] } ],
      "columns": {
        "customer_id": ["External ID", "id", "Externe ID", "ID externe", "ID externo", "ID esterno"],
        "name": ["Name", "name", "Display Name", "display_name", "Nom", "Nombre", "Nome", "Naam"],
        "parent_id": ["Related Company/External ID", "parent_id/id"],
        "party_type": { "from": ["Company Type", "company_type"], "map": { "Company": "business", "company": "business",
          "Individual": "consumer", "person": "consumer", "Person": "consumer" } },
        "contact": ["Contact Name", "Ansprechpartner"],
        "email": ["Email", "email", "E-Mail", "E-mail"],
        "phone": ["Phone", "phone", "Telefon", "Téléphone", "Teléfono", "Telefono", "Telefoon"],
        "address_line1": ["Street", "street", "Straße", "Rue", "Calle", "Via", "Straat"],
        "address_line2": ["Street2", "street2", "Straße 2", "Rue 2", "Calle 2", "Via 2", "Straat 2"],
        "city": ["City", "city", "Stadt", "Ort", "Ville", "Ciudad", "Città", "Plaats"],
        "region": ["State", "state_id", "State/State Name", "state_id/name"],
        "postal_code": ["Zip", "zip", "PLZ", "Code postal", "C.P.", "CAP", "Postcode"],
        "country": \#(Countries.rule("Country/Country Code", "country_id/code", "Country", "country_id", "Land", "Pays", "País", "Paese")),
        "language": { "from": ["Language", "lang", "Sprache", "Langue", "Idioma", "Lingua", "Taal"],
          "steps": [ { "lookup": { "en_US": "en-US", "en_GB": "en-GB", "de_DE": "de", "de_AT": "de-AT", "de_CH": "de-CH", "fr_FR": "fr",
            "fr_BE": "fr-BE", "es_ES": "es", "it_IT": "it", "nl_NL": "nl", "nl_BE": "nl-BE",
            "English (US)": "en-US", "English (UK)": "en-GB", "German / Deutsch": "de", "French / Français": "fr",
              "Spanish / Español": "es", "Italian / Italiano": "it", "Dutch / Nederlands": "nl" } } ] },
        "terms": ["Customer Payment Terms", "property_payment_term_id", "Zahlungsbedingungen Kunde"],
        "credit_limit": { "from": ["Credit Limit", "credit_limit"], "excess": "round" },
        "salesperson": ["Salesperson", "user_id", "Vertriebsmitarbeiter"],
        "tax_id": ["Tax ID", "vat", "USt-IdNr.", "Ust-ID", "Numéro de TVA", "NIF", "Partita IVA", "Btw-nummer"]
      },
      "keep": { "reference": ["Reference", "ref", "Referenz"], "display_name": ["Display Name", "display_name"] } }
    """#)

  static let documents = PresetText(
    "odoo.documents", .documents, "Odoo: customer invoices and credit notes (account.move)",
    #"""
    { "feed": "documents", "extent": "snapshot",
      "erp": { "name": "Odoo", "minimumVersion": "13" },
      "match": { "columns": [\#(number), \#(due), \#(partner), \#(total)] },
      "read": { "format": "csv", "header": { "line": 1 },
        "drop": [ { "when": [ { "field": \#(number), "empty": true }, { "field": \#(partner), "empty": true }, { "field": \#(due), "empty": true },
          { "field": \#(total), "empty": true } ], "as": "footer" } ] },
      "locale": { "decimal": "auto", "group": "auto", "negative": ["lead"], "dates": "auto" },
      "when": [ { "field": \#(state), "notIn": ["Draft", "draft", "Entwurf", "Brouillon", "Borrador", "Bozza", "Concept"] },
                { "any": [ { "field": \#(state), "notIn": \#(cancelled) }, { "field": \#(number), "notIn": [""] } ] },
                { "field": \#(number), "notIn": ["/"] },
                { "field": \#(type), "notIn": ["in_invoice", "in_refund", "in_receipt", "entry", "Vendor Bill", "Vendor Credit Note", "Purchase Receipt", "Journal Entry", "Lieferantenrechnung", "Buchungssatz"] } ],
      "columns": {
        "document_id": \#(number),
        "customer_id": \#(partner),
        "kind": { "when": [ { "field": \#(type), "in": ["out_refund", "Customer Credit Note", "Kundengutschrift", "Rechnungskorrektur", "Avoir client", "Factura rectificativa de cliente", "Nota di credito cliente", "Creditfactuur klant"] } ],
          "then": { "const": "credit_note" } },
        "document_date": ["Invoice/Bill Date", "Invoice Date", "invoice_date", "Rechnungsdatum", "Rechnungs-/Eingangsrechnungsdatum",
          "Date de facturation", "Date de la facture", "Fecha de factura", "Data fattura", "Factuurdatum"],
        "due_date": \#(due),
        "currency": ["Currency", "currency_id", "currency_id/name", "Currency/Currency", "Währung", "Devise", "Moneda", "Divisa", "Valuta"],
        "balance": { "first": [
          { "when": [ { "field": \#(residual), "startsWith": ["-"] } ], "then": \#(residual) },
          { "when": [ { "any": [ { "field": \#(total), "startsWith": ["-"] }, { "field": \#(number), "startsWith": ["RINV", "RBNK"] },
              { "field": \#(type), "in": ["out_refund", "Customer Credit Note", "Kundengutschrift", "Rechnungskorrektur", "Avoir client", "Factura rectificativa de cliente", "Nota di credito cliente", "Creditfactuur klant"] } ] },
              { "field": \#(residual), "notIn": ["", "0", "0.0", "0.00", "0,00"] } ],
            "then": { "sub": [ { "const": "0" }, \#(residual) ] }, "else": \#(residual) },
          [ "Amount Due Signed", "amount_residual_signed", "Fälliger Betrag mit Vorzeichen" ] ] },
        "amount": { "first": [ ["Total in Currency Signed", "amount_total_in_currency_signed"], \#(total) ] },
        "purchase_order": ["Customer Reference", "Reference", "ref", "Referenz", "Kundenreferenz", "Référence", "Referencia", "Riferimento",
          "Referentie"],
        "reference": ["Payment Reference", "payment_reference", "Zahlungsreferenz"],
        "terms": ["Payment Terms", "invoice_payment_term_id", "Zahlungsbedingungen", "Conditions de paiement", "Plazos de pago",
          "Termini di pagamento", "Betalingsvoorwaarden"],
        "salesperson": ["Salesperson", "invoice_user_id", "Vertriebsmitarbeiter", "Vendeur", "Comercial", "Addetto vendite", "Verkoper"],
        "status": { "first": [ { "when": [ { "field": \#(state), "in": \#(cancelled) } ], "then": { "const": "cancelled" } },
          ["Payment Status", "payment_state", "Zahlungsstatus", "Statut du paiement", "Estado de pago", "Stato pagamento",
            "Betaalstatus"] ] }
      },
      "keep": { "customer_name": ["Invoice Partner Display Name", "invoice_partner_display_name", "Partner", "partner_id",
        "Anzeigename des Rechnungspartners"],
        "external_id": ["External ID", "id", "Externe ID"], "untaxed": ["Untaxed Amount Signed", "Untaxed Signed", "amount_untaxed_signed"], "move_type": \#(type) } }
    """#)

  /// Cancelled is settled; what is cancelled and has no number never was an invoice.
  private static let state = #"["Status", "state", "État", "Statut", "Estado", "Stato"]"#
  private static let cancelled =
    #"["Cancelled", "Canceled", "cancel", "Storniert", "Abgebrochen", "Annulé", "Cancelado", "Annullato", "Geannuleerd"]"#
  private static let number = #"["Number", "name", "Nummer", "Numéro", "Número", "Numero"]"#
  private static let due =
    #"["Due Date", "invoice_date_due", "Fälligkeitsdatum", "Date d'échéance", "Fecha de vencimiento", "Data scadenza", "Vervaldatum"]"#
  private static let partner =
    #"["Partner/External ID", "partner_id/id", "Partner/Externe ID", "Invoice Partner Display Name", "invoice_partner_display_name", "Partner", "partner_id", "Anzeigename des Rechnungspartners", "Nom d'affichage du partenaire de la facture", "Cliente", "Kunde", "Client", "Klant"]"#
  private static let total =
    #"["Total Signed", "amount_total_signed", "Total in Currency Signed", "amount_total_in_currency_signed", "Gesamt mit Vorzeichen", "Gesamtbetrag mit Vorzeichen", "Total signé", "Total con signo", "Totale con segno", "Totaal ondertekend"]"#
  private static let residual =
    #"["Amount Due", "amount_residual", "Fälliger Betrag", "Offener Betrag", "Montant dû", "Importe adeudado", "Importo dovuto", "Verschuldigd bedrag"]"#
  private static let type = #"["Type", "move_type", "type", "Typ", "Tipo"]"#
}
