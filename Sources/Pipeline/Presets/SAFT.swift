/// SAF-T, the standard audit file for tax: customers of the files of Norway and Portugal. There is no preset for documents, because the
/// file does not say what is still open. Sources: docs/presets/saf-t.md.
enum SAFT {
  static let customers = PresetText(
    "saf-t.customers", .customers, "SAF-T (Norway, Portugal and alike): customers of the audit file",
    #"""
    { "feed": "customers",
      "erp": { "name": "SAF-T" },
      "match": { "root": ["{urn:StandardAuditFile-Taxation-Financial:*}AuditFile", "{urn:OECD:StandardAuditFile-Tax:*}AuditFile"] },
      "read": { "format": "xml", "row": ["/AuditFile/MasterFiles/Customers/Customer", "/AuditFile/MasterFiles/Customer"],
        "above": {
          "company": ["../../../Header/Company/RegistrationNumber", "../../Header/CompanyID"],
          "currency": ["../../../Header/DefaultCurrencyCode", "../../Header/CurrencyCode"]
        } },
      "columns": {
        "customer_id": "CustomerID",
        "name": ["Name", "CompanyName", "CustomerID"],
        "contact": { "first": [ { "steps": [ { "join": { "with": " ", "from": ["Contact/ContactPerson/FirstName", "Contact/ContactPerson/LastName"] } } ] }, "Contact" ] },
        "email": ["Contact/Email", "Email"],
        "phone": ["Contact/Telephone", "Contact/MobilePhone", "Telephone"],
        "address_line1": { "first": [ { "steps": [ { "join": { "with": " ", "from": ["Address/StreetName", "Address/Number"] } } ] },
          { "from": "BillingAddress/AddressDetail", "steps": [ { "lookup": { "Desconhecido": "" } } ] }, { "steps": [ { "join": { "with": " ", "from": ["BillingAddress/StreetName", "BillingAddress/BuildingNumber"] } } ] } ] },
        "address_line2": ["Address/AdditionalAddressDetail", "Address/Building"],
        "city": { "from": ["Address/City", "BillingAddress/City"], "steps": [ { "lookup": { "Desconhecido": "" } } ] },
        "region": ["Address/Region", "BillingAddress/Region"],
        "postal_code": { "from": ["Address/PostalCode", "BillingAddress/PostalCode"], "steps": [ { "lookup": { "Desconhecido": "" } } ] },
        "country": { "first": [
          { "when": [ { "field": "Address/Country", "matches": ["@@"] } ], "then": { "from": "Address/Country", "steps": ["upper"] } },
          { "when": [ { "field": "BillingAddress/Country", "matches": ["@@"] } ], "then": { "from": "BillingAddress/Country", "steps": ["upper"] } } ] },
        "currency": ["CurrencyCode", "BalanceAccount/CurrencyCode", "^currency"],
        "terms": "PartyInfo/PaymentTerms/Days",
        "company_type": "PartyInfo/Type",
        "tax_id": ["TaxRegistration/TaxRegistrationNumber", "CustomerTaxID", "RegistrationNumber"]
      },
      "keep": {
        "registration_number": "RegistrationNumber",
        "ledger_account": ["BalanceAccount/AccountID", "AccountID"],
        "opening_debit_balance": ["BalanceAccount/OpeningDebitBalance", "OpeningDebitBalance"],
        "opening_credit_balance": ["BalanceAccount/OpeningCreditBalance", "OpeningCreditBalance"],
        "closing_debit_balance": ["BalanceAccount/ClosingDebitBalance", "ClosingDebitBalance"],
        "closing_credit_balance": ["BalanceAccount/ClosingCreditBalance", "ClosingCreditBalance"],
        "seller_id": "^company"
      } }
    """#)
}
