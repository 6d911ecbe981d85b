import Ledger

// The words themselves. Entries that come first take a column first; within an entry the plainest name stands first.
extension HeaderLexicon {
  public static let all: [HeaderLexicon] = [documents, payments, customers]

  /// What the ERP says of a customer or of one document of him.
  private static let holds: [Entry] = [
    Entry(
      "reminder_block_until",
      "dunning block until|reminder block until|mahnsperre bis|mahnstopp bis|blocage relance jusqu au|blocco solleciti fino al|"
        + "bloqueo hasta|aanmaningsblokkade tot"),
    Entry(
      "reminder_block",
      "dunning block|dunning blocked|dunning stop|reminder block|reminders blocked|reminder stop|no reminders|do not remind|mahnsperre|mahnstopp|"
        + "mahnsperrgrund|mahnsperrkennzeichen|mansp|blocage relance|relance bloquee|blocco solleciti|blocco sollecito|"
        + "bloqueo reclamacion|bloqueo de reclamaciones|aanmaningsblokkade|aanmaning geblokkeerd"),
    Entry(
      "payment_method",
      "payment mode|pay method|method of payment|payment means|payment type|zahlungsart|zahlweise|zahlungsweg|zahlart|zahlungsmethode|zlsch|zwels|"
        + "mode de paiement|mode de reglement|moyen de paiement|modalita di pagamento|metodo di pagamento|tipo pagamento|forma de pago|"
        + "metodo de pago|betaalwijze|betaalmethode|betalingswijze"),
  ]

  static let documents = HeaderLexicon(
    feed: .documents,
    entries: [
      Entry(
        "company", "company code|business code|bukrs|subsidiary|buchungskreis|mandant|firma|societe|azienda|empresa"),
      Entry(
        "document_id",
        "num|no|invoice|invoice no|invoice number|invoice id|invoice nr|document no|document number|docnumber|doc number|doc no|doc id|tranid|"
          + "recordid|voucher no|voucher number|voucher|reference nbr|docnumbr|belnr|trx number|transaction number|transaction no|belegfeld 1|"
          + "belegnummer|belegnr|beleg nr|rechnungsnummer|rechnungsnr|rechnungs nr|rechnung|re nr|numero|numero facture|n facture|"
          + "no facture|facture|numero fattura|n fattura|fattura|numero factura|n factura|factura|factuurnummer|factuurnr|factuur|number"
      ),
      Entry(
        "customer_id",
        // Numbers before names: beside a `Customer No`, `Customer` is what he is called.
        "customer no|customer id|customer number|customerno|customerid|customer code|custno|cust number|cust no|custnmbr|account no|"
          + "account number|kunnr|debitorennummer|debitorennr|debitor nr|kundennummer|kundennr|kunden nr|kd nr|kdnr|code client|no client|n client|"
          + "numero client|codice cliente|codigo cliente|klantnummer|klantnr|debiteurnummer|konto|account|a c|compte|cuenta|"
          + "customer|contactname|contact name|entity|party|debitor|kunde|client|cliente|klant|debiteur|name"),
      Entry(
        "due_date",
        "due|duedate|due on|due in date|whendue|net due date|invoice date due|payment due date|date due|netdt|maturity date|fallig*|"
          + "zahlbar bis|echeance|date echeance|date d echeance|scadenza|data scadenza|vencimiento|fecha vencimiento|fecha de vencimiento|vervaldatum|vervaldag"
      ),
      Entry(
        "document_date",
        "date|invoice date|doc date|docdate|document create date|trandate|txndate|transaction date|posting date|whencreated|issue date|bldat|"
          + "belegdatum|rechnungsdatum|datum|buchungsdatum|date facture|date de facture|date piece|data|data fattura|data documento|fecha|"
          + "fecha factura|fecha de factura|factuurdatum|boekdatum"),
      Entry(
        "balance",
        "open balance|amount due|amountdue|amount remaining|invoiceamountdue|outstanding|outstanding amount|remaining amount|amount residual|"
          + "trx totaldue|total open amount|open amount|balance due|amount outstanding|unpaid|wrshb|offener betrag|offen|saldo|restbetrag|"
          + "offener posten|solde|reste a payer|montant du|restant du|residuo|importo residuo|importo aperto|saldo pendiente|pendiente|"
          + "importe pendiente|openstaand|openstaand bedrag|restant"),
      Entry(
        "amount",
        "total|original amount|invoice amount|invoiced amount|totalentered|trx totalentered|total amount|totalamt|grand total|gross amount|"
          + "invoice total|importototale|umsatz|betrag|rechnungsbetrag|bruttobetrag|montant|montant ttc|total ttc|importo|totale|importe|"
          + "importe total|bedrag|factuurbedrag|totaalbedrag"),
      Entry(
        "currency",
        "currency code|curr|ccy|waers|invoice currency|trx currency|wahrung|waehrung|devise|monnaie|valuta|divisa|moneda"
      ),
      Entry(
        "kind",
        "type|document type|doc type|transaction type|trnstype|invoice type|invoicetype|blart|voucher type|belegart|art|type de piece|"
          + "tipo documento|tipo|soort"),
      Entry(
        "purchase_order",
        "po|po no|po number|p o|p o number|customerpono|customer po|customer po no|customer lpo|otherrefnum|external document no|"
          + "your reference|purchase order|purchase order no|bestellnummer|bestellnr|ihre referenz|commande|numero commande|ordine|pedido|"
          + "bestelnummer|uw referentie"),
      Entry("reference", "ref|our reference|zuonr|referenz|bezug|referentie|riferimento|referencia"),
      Entry(
        "terms",
        "payment terms|terms code|termscode|cust payment terms|termname|zahlungsbedingung|zahlungsbedingungen|zahlungsziel|conditions de paiement|condizioni di pagamento|condiciones de pago|betalingsconditie"
      ),
      Entry("salesperson", "sales rep|rep|salesman|vertreter|verkaufer|commercial|agente|vendedor|verkoper"),
      Entry(
        "reminder_level",
        "dunning level|reminder level|dunning stage|last issued reminder level|mahnstufe|mahnst|manst|niveau de relance|niveau relance|"
          + "livello sollecito|livello di sollecito|nivel de reclamacion|nivel reclamacion|aanmaningsniveau"),
      Entry(
        "last_reminded_on",
        "last reminder|last reminded|last reminder date|last dunned|last dunning|last dunning date|date of last reminder|letzte mahnung|"
          + "letzte mahnung am|letztes mahndatum|mahndatum|madat|gemahnt am|derniere relance|date derniere relance|ultimo sollecito|"
          + "data ultimo sollecito|ultima reclamacion|laatste aanmaning|laatste herinnering"),
    ] + holds + [
      Entry(
        "discount_date",
        "discount until|discount due date|cash discount date|skonto bis|skontodatum|skontofrist|date escompte|data sconto|fecha descuento|kortingsdatum"
      ),
      Entry(
        "discount_amount",
        "cash discount|possible discount|skontobetrag|skonto betrag|moglicher skonto|montant escompte|importo sconto|importe descuento|kortingsbedrag"
      ),
      Entry("status", "state|payment status|statut|stato|estado"),
      Entry(
        "customer_name",
        "name customer|customername|company name|display name|kundenname|name 1|nom client|nom|raison sociale|ragione sociale|denominazione|"
          + "nombre|razon social|klantnaam|naam|name|"
          + CustomerWords.plain),
      Entry(
        "customer_email", "email|e mail|email address|emailaddress|mail|main email|bill email|billemail|courriel|correo"
      ),
    ])

  static let payments = HeaderLexicon(
    feed: .payments,
    entries: [
      Entry("company", "company code|bukrs|buchungskreis|mandant"),
      Entry(
        "payment_id",
        "payment no|payment number|receipt|receipt no|receipt number|transaction id|transactionid|payment reference|bank reference|fitid|"
          + "check number|check no|cheque no|zahlungsnummer|zahlungsnr|zahlungs nr|transaktions id|numero de paiement|no paiement|n paiement|"
          + "numero pagamento|n pagamento|numero pago|n pago|numero de pago|betalingsnummer|betalingsnr|id"
      ),
      Entry(
        "payment_date",
        "date|received on|receipt date|booking date|value date|transaction date|posting date|buchungstag|buchungsdatum|wertstellung|"
          + "valutadatum|zahlungsdatum|datum|date operation|date de paiement|date valeur|data pagamento|data valuta|data|fecha pago|fecha valor|fecha|"
          + "boekdatum|betaaldatum"),
      Entry(
        "amount",
        "amount received|payment amount|paid|credit|net|betrag|umsatz|zahlbetrag|montant|importo|importe|bedrag|total"),
      Entry("currency", "currency code|curr|ccy|wahrung|waehrung|devise|valuta|divisa|moneda"),
      Entry(
        "payer_name",
        "payer|name|from|received from|debtor|auftraggeber|beguenstigter zahlungspflichtiger|begunstigter zahlungspflichtiger|zahlungspflichtiger|"
          + "name zahlungsbeteiligter|donneur d ordre|ordinante|ordenante|naam tegenpartij|tegenpartij"),
      Entry(
        "payer_account",
        "iban|account number|kontonummer|iban zahlungsbeteiligter|kontonummer iban|tegenrekening|compte"),
      Entry(
        "remittance",
        "description|details|memo|remittance information|payment details|verwendungszweck|buchungstext|libelle|causale|descrizione|concepto|"
          + "descripcion|omschrijving|mededeling"),
      Entry("reference", "ref|end to end id|endtoendid|kundenreferenz|referenz|riferimento|referencia|kenmerk"),
      Entry("method", "payment method|payment type|zahlungsart|mode de paiement|metodo|forma de pago|betaalmethode"),
      Entry(
        "customer_id",
        "customer no|customer id|customer number|customer code|kundennummer|kundennr|kunden nr|kd nr|kdnr|debitorennummer|debitorennr|"
          + "code client|no client|n client|codice cliente|codigo cliente|klantnummer|klantnr|account|customer|kunde|debitor|client|cliente|klant"
      ),
    ])

  static let customers = HeaderLexicon(
    feed: .customers,
    entries: [
      Entry("company", "company code|bukrs|buchungskreis|mandant"),
      Entry(
        "customer_id",
        "customer no|customer number|customer code|customer|customerno|customerid|accountnumber|account number|account no|account|a c|code|"
          + "kunnr|kundennummer|kundennr|kunden nr|kd nr|kdnr|konto|debitor|debitorennummer|debitorennr|code client|numero client|no client|n client|"
          + "codice cliente|codigo cliente|klantnummer|klantnr|id"
      ),
      Entry(
        "name",
        "customer name|customername|company name|display name|contactname|full name|name 1|kundenname|firma|firmenname|nom|raison sociale|"
          + "nom client|ragione sociale|denominazione|nombre|razon social|naam|klantnaam|bedrijfsnaam|"
          + CustomerWords.plain),
      Entry("contact", "contact name|contact person|attention|ansprechpartner|contatto|contacto|contactpersoon"),
      Entry(
        "email",
        "e mail|email address|emailaddress|main email|mail|courriel|posta elettronica|correo|correo electronico"),
      Entry("phone", "telephone|telephone no|phone number|main phone|tel|telefon|telefono|telefoon"),
      Entry(
        "address_line1",
        "address|address 1|addressline1|street|bill addr line1|billing street|strasse|stras|adresse|rue|indirizzo|via|direccion|adres|straat"
      ),
      Entry("address_line2", "address 2|addressline2|bill addr line2|adresszusatz|complement d adresse|indirizzo 2"),
      Entry(
        "postal_code",
        "zip|zip code|zipcode|postcode|postalcode|bill addr postal code|plz|postleitzahl|code postal|cap|codigo postal"),
      Entry("city", "town|bill addr city|ort|stadt|ville|citta|localita|ciudad|poblacion|plaats|woonplaats"),
      Entry("region", "state|province|county|bill addr state|bundesland|provincia"),
      Entry("country", "country code|countrycode|land|land1|pays|paese|nazione|pais"),
      Entry("language", "language code|sprache|langue|lingua|idioma|taal"),
      Entry("currency", "currency code|wahrung|waehrung|devise|valuta|divisa|moneda"),
      Entry(
        "terms",
        "payment terms|terms code|termscode|zahlungsbedingung|zahlungsziel|conditions de paiement|condizioni di pagamento|condiciones de pago"
      ),
      Entry("credit_limit", "creditlimit|limit|kreditlimit|limite de credit|fido|limite de credito|kredietlimiet"),
      Entry(
        "tax_id",
        "vat|vat no|vat number|vat registration no|tax number|tax id number|ust idnr|ust id nr|ustid|tva|numero tva|partita iva|nif|cif|btw nummer"
      ),
    ] + holds + [
      Entry(
        "group", "customer group|kundengruppe|gruppe|groupe|groupe client|gruppo|gruppo cliente|grupo|klantgroep|groep"),
      Entry("salesperson", "sales rep|rep|vertreter|verkaufer|commercial|agente|vendedor|verkoper"),
    ])
}

/// Words for a customer that mean his number where nothing else does, and beside a number his name.
private enum CustomerWords {
  static let plain = "customer|kunde|client|cliente|klant|debitor|debiteur"
}
