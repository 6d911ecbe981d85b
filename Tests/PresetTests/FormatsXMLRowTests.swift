import Pipeline
import Testing

/// The elements that invoices in XML are known to have, and that their presets therefore have to read or keep. From the research that the
/// presets were written by; see the sources on the pages of docs/presets.
@Suite("Elements of the XML formats")
struct FormatsXMLRowTests {
  static let rows: [(preset: String, paths: [String])] = [
    (
      "ubl.documents",
      [
        "ID", "IssueDate", "DueDate", "PaymentMeans/PaymentDueDate", "DocumentCurrencyCode", "OrderReference/ID",
        "LegalMonetaryTotal/TaxInclusiveAmount", "LegalMonetaryTotal/PrepaidAmount", "LegalMonetaryTotal/PayableAmount",
        "PartyIdentification/ID", "EndpointID", "PartyTaxScheme/CompanyID", "PartyLegalEntity/CompanyID",
        "PartyLegalEntity/RegistrationName",
      ]
    ),
    (
      "cii.documents",
      [
        "ExchangedDocument/ID", "ExchangedDocument/TypeCode", "IssueDateTime/DateTimeString", "BuyerTradeParty/ID",
        "BuyerTradeParty/GlobalID", "BuyerTradeParty/Name", "BuyerTradeParty/URIUniversalCommunication/URIID",
        "InvoiceCurrencyCode", "SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString", "GrandTotalAmount",
        "DuePayableAmount",
      ]
    ),
    (
      "fatturapa.documents",
      [
        "TipoDocumento", "Numero", "Data", "Divisa", "ImportoTotaleDocumento", "IdFiscaleIVA/IdCodice", "CodiceFiscale",
        "Denominazione", "each:DataScadenzaPagamento", "each:ImportoPagamento",
      ]
    ),
    (
      "saf-t.customers",
      [
        "CustomerID", "Name", "Address/StreetName", "Contact/Email", "TaxRegistration/TaxRegistrationNumber",
        "OpeningDebitBalance", "ClosingDebitBalance", "CurrencyCode",
      ]
    ),
    (
      "idoc-invoic.documents",
      [
        "E1EDK01/BELNR", "E1EDK01/BSART", "E1EDK01/CURCY", "E1EDKA1[PARVW='RE']/PARTN", "E1EDKA1[PARVW='AG']/PARTN",
        "NAME1", "STRAS", "ORT01", "PSTLZ", "LAND1", "E1EDK02[QUALF='001']/BELNR", "E1EDK03[IDDAT='012']/DATUM", "TAGE",
        "E1EDS01[SUMID=",
      ]
    ),
  ]

  @Test("are all read or kept by the preset", arguments: rows.indices)
  func paths(_ row: Int) throws {
    let (preset, paths) = FormatsXMLRowTests.rows[row]
    let json = try #require(Presets.named(preset)).json
    #expect(paths.filter { !json.contains($0) } == [], "\(preset)")
  }
}
