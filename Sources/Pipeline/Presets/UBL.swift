/// UBL 2.1 invoices and credit notes: Peppol BIS, XRechnung, NLCIUS, EHF and the other profiles of EN 16931. Sources: docs/presets/ubl.md.
enum UBL {
  static let documents = PresetText(
    "ubl.documents", .documents, "UBL 2.1 (Peppol, XRechnung): one invoice or credit note per file, as issued",
    #"""
    { "feed": "documents", "extent": "delta", "carriesPayments": false,
      "erp": { "name": "UBL", "minimumVersion": "2.0",
        "refuse": [ { "extent": "snapshot", "because": "a file is one invoice, and says nothing about the others" } ] },
      "match": { "root": ["{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice",
        "{urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2}CreditNote"] },
      "read": { "format": "xml", "row": ["/Invoice", "/CreditNote"] },
      "locale": { "dates": ["ISO"] },
      "unsignedCredits": true,
      "columns": {
        "document_id": { "first": [
          { "when": [ { "field": "local-name()", "in": ["CreditNote"] } ],
            "then": { "steps": [ { "join": { "with": " ", "from": ["local-name()", "ID"] } } ] } },
          { "when": [ { "field": "InvoiceTypeCode", "in": [\#(InvoiceTypes.creditNotes)] } ],
            "then": { "steps": [ { "join": { "with": " ", "from": ["InvoiceTypeCode", "ID"] } } ] } },
          "ID" ] },
        "customer_id": ["AccountingCustomerParty/SupplierAssignedAccountID",
          "AccountingCustomerParty/Party/PartyIdentification/ID", "AccountingCustomerParty/Party/EndpointID",
          "AccountingCustomerParty/Party/PartyTaxScheme/CompanyID", "AccountingCustomerParty/Party/PartyLegalEntity/CompanyID",
          "AccountingCustomerParty/Party/PartyLegalEntity/RegistrationName", "AccountingCustomerParty/Party/PartyName/Name"],
        "kind": { "when": [ { "field": "local-name()", "in": ["CreditNote"] } ], "then": { "const": "credit_note" },
          "else": { "from": "InvoiceTypeCode", "map": { \#(InvoiceTypes.kinds) }, "else": "invoice" } },
        "document_date": "IssueDate",
        "due_date": ["DueDate", "PaymentMeans/PaymentDueDate", "PaymentTerms/PaymentDueDate"],
        "currency": "DocumentCurrencyCode",
        "balance": "LegalMonetaryTotal/PayableAmount",
        "amount": ["LegalMonetaryTotal/TaxInclusiveAmount", "LegalMonetaryTotal/PayableAmount"],
        "purchase_order": "OrderReference/ID",
        "reference": { "when": [ { "any": [ { "field": "local-name()", "in": ["CreditNote"] },
            { "field": "InvoiceTypeCode", "in": [\#(InvoiceTypes.creditNotes)] } ] } ],
          "then": { "first": ["BillingReference/InvoiceDocumentReference/ID", "PaymentMeans/PaymentID"] },
          "else": { "first": ["PaymentMeans/PaymentID", "BillingReference/InvoiceDocumentReference/ID"] } },
        "payment_method": { "from": "PaymentMeans/PaymentMeansCode",
          "steps": [ { "lookup": { "49": "direct_debit", "59": "direct_debit", "48": "card", "54": "card", "55": "card" } } ] }
      },
      "keep": {
        "customer_name": ["AccountingCustomerParty/Party/PartyLegalEntity/RegistrationName", "AccountingCustomerParty/Party/PartyName/Name"],
        "customer_email": "AccountingCustomerParty/Party/Contact/ElectronicMail",
        "customer_phone": "AccountingCustomerParty/Party/Contact/Telephone",
        "customer_address_line1": "AccountingCustomerParty/Party/PostalAddress/StreetName",
        "customer_address_line2": "AccountingCustomerParty/Party/PostalAddress/AdditionalStreetName",
        "customer_address_line3": "AccountingCustomerParty/Party/PostalAddress/AddressLine/Line",
        "customer_city": "AccountingCustomerParty/Party/PostalAddress/CityName",
        "customer_region": "AccountingCustomerParty/Party/PostalAddress/CountrySubentity",
        "customer_postal_code": "AccountingCustomerParty/Party/PostalAddress/PostalZone",
        "customer_country": "AccountingCustomerParty/Party/PostalAddress/Country/IdentificationCode",
        "customer_tax_id": "AccountingCustomerParty/Party/PartyTaxScheme/CompanyID",
        "customer_endpoint": "AccountingCustomerParty/Party/EndpointID",
        "customer_legal_id": "AccountingCustomerParty/Party/PartyLegalEntity/CompanyID",
        "seller_id": ["AccountingSupplierParty/Party/PartyTaxScheme/CompanyID", "AccountingSupplierParty/Party/PartyLegalEntity/CompanyID",
          "AccountingSupplierParty/Party/EndpointID"],
        "type_code": ["InvoiceTypeCode", "CreditNoteTypeCode"],
        "prepaid_amount": "LegalMonetaryTotal/PrepaidAmount",
        "buyer_reference": "BuyerReference",
        "billing_reference": "BillingReference/InvoiceDocumentReference/ID",
        "terms_text": "PaymentTerms/Note[*]"
      } }
    """#)
}
