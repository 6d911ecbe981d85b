/// UN/CEFACT Cross Industry Invoice, D16B: XRechnung in its second syntax, and the XML inside ZUGFeRD 2 and Factur-X. Sources:
/// docs/presets/cii.md.
enum CII {
  private static let agreement = "SupplyChainTradeTransaction/ApplicableHeaderTradeAgreement"
  private static let buyer = "\(agreement)/BuyerTradeParty"
  private static let seller = "\(agreement)/SellerTradeParty"
  private static let settlement = "SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement"
  private static let totals = "\(settlement)/SpecifiedTradeSettlementHeaderMonetarySummation"

  static let documents = PresetText(
    "cii.documents", .documents,
    "UN/CEFACT CII (XRechnung, the XML of ZUGFeRD and Factur-X): one invoice or credit note per file, as issued",
    #"""
    { "feed": "documents", "extent": "delta", "carriesPayments": false,
      "erp": { "name": "UN/CEFACT CII",
        "refuse": [ { "extent": "snapshot", "because": "a file is one invoice, and says nothing about the others" } ] },
      "match": { "root": "{urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:*}CrossIndustryInvoice" },
      "read": { "format": "xml", "row": "/CrossIndustryInvoice" },
      "locale": { "dates": ["YYYYMMDD", "ISO"] },
      "unsignedCredits": true,
      "columns": {
        "document_id": { "when": [ { "field": "ExchangedDocument/TypeCode", "in": [\#(InvoiceTypes.creditNotes)] } ],
          "then": { "steps": [ { "join": { "with": " ", "from": ["ExchangedDocument/TypeCode", "ExchangedDocument/ID"] } } ] },
          "else": "ExchangedDocument/ID" },
        "customer_id": ["\#(buyer)/ID", "\#(buyer)/GlobalID", "\#(buyer)/URIUniversalCommunication/URIID",
          "\#(buyer)/SpecifiedTaxRegistration/ID[@schemeID='VA']", "\#(buyer)/SpecifiedLegalOrganization/ID",
          "\#(buyer)/SpecifiedTaxRegistration/ID", "\#(buyer)/Name"],
        "kind": { "from": "ExchangedDocument/TypeCode", "map": { \#(InvoiceTypes.kinds) }, "else": "invoice" },
        "document_date": "ExchangedDocument/IssueDateTime/DateTimeString",
        "due_date": "\#(settlement)/SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString",
        "currency": "\#(settlement)/InvoiceCurrencyCode",
        "balance": "\#(totals)/DuePayableAmount",
        "amount": ["\#(totals)/GrandTotalAmount", "\#(totals)/DuePayableAmount"],
        "purchase_order": "\#(agreement)/BuyerOrderReferencedDocument/IssuerAssignedID",
        "reference": { "when": [ { "field": "ExchangedDocument/TypeCode",
            "in": [\#(InvoiceTypes.creditNotes)] } ],
          "then": { "first": ["\#(settlement)/InvoiceReferencedDocument/IssuerAssignedID", "\#(settlement)/PaymentReference"] },
          "else": { "first": ["\#(settlement)/PaymentReference", "\#(settlement)/InvoiceReferencedDocument/IssuerAssignedID"] } },
        "payment_method": { "from": "\#(settlement)/SpecifiedTradeSettlementPaymentMeans/TypeCode",
          "steps": [ { "lookup": { "49": "direct_debit", "59": "direct_debit", "48": "card", "54": "card", "55": "card" } } ] }
      },
      "keep": {
        "customer_name": "\#(buyer)/Name",
        "customer_email": ["\#(buyer)/DefinedTradeContact/EmailURIUniversalCommunication/URIID",
          "\#(buyer)/URIUniversalCommunication/URIID[@schemeID='EM']"],
        "customer_phone": "\#(buyer)/DefinedTradeContact/TelephoneUniversalCommunication/CompleteNumber",
        "customer_address_line1": "\#(buyer)/PostalTradeAddress/LineOne",
        "customer_address_line2": "\#(buyer)/PostalTradeAddress/LineTwo",
        "customer_address_line3": "\#(buyer)/PostalTradeAddress/LineThree",
        "customer_city": "\#(buyer)/PostalTradeAddress/CityName",
        "customer_region": "\#(buyer)/PostalTradeAddress/CountrySubDivisionName",
        "customer_postal_code": "\#(buyer)/PostalTradeAddress/PostcodeCode",
        "customer_country": "\#(buyer)/PostalTradeAddress/CountryID",
        "customer_tax_id": "\#(buyer)/SpecifiedTaxRegistration/ID[@schemeID='VA']",
        "customer_endpoint": "\#(buyer)/URIUniversalCommunication/URIID",
        "seller_id": ["\#(seller)/SpecifiedTaxRegistration/ID[@schemeID='VA']", "\#(seller)/SpecifiedTaxRegistration/ID", "\#(seller)/ID",
          "\#(seller)/Name"],
        "type_code": "ExchangedDocument/TypeCode",
        "prepaid_amount": "\#(totals)/TotalPrepaidAmount",
        "buyer_reference": "\#(agreement)/BuyerReference",
        "billing_reference": "\#(settlement)/InvoiceReferencedDocument/IssuerAssignedID",
        "terms_text": "\#(settlement)/SpecifiedTradePaymentTerms/Description[*]"
      } }
    """#)
}
