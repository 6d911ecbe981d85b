/// SAP IDoc INVOIC01 and INVOIC02 as XML: segments whose meaning a qualifier tells. Sources: docs/presets/idoc-invoic.md.
enum IDoc {
  static let documents = PresetText(
    "idoc-invoic.documents", .documents, "SAP IDoc INVOIC as XML: invoices and credit memos as issued",
    #"""
    { "feed": "documents", "extent": "delta", "carriesPayments": false,
      "erp": { "name": "SAP IDoc INVOIC",
        "refuse": [ { "extent": "snapshot", "because": "IDocs are sent when an invoice is, they say nothing about the others" } ] },
      "match": { "root": ["INVOIC02", "INVOIC01"] },
      "read": { "format": "xml", "row": ["/INVOIC02/IDOC", "/INVOIC01/IDOC"] },
      "locale": { "negative": ["lead", "trail"], "dates": ["YYYYMMDD", "ISO"] },
      "unsignedCredits": true,
      "columns": {
        "document_id": ["E1EDK01/BELNR", "E1EDK02[QUALF='009']/BELNR"],
        "customer_id": ["E1EDKA1[PARVW='RG']/PARTN", "E1EDKA1[PARVW='RE']/PARTN", "E1EDKA1[PARVW='AG']/PARTN"],
        "kind": { "from": "E1EDK01/BSART", "map": { "INVO": "invoice", "CRME": "credit_note", "SUBI": "invoice", "SUBC": "credit_note" } },
        "document_date": ["E1EDK03[IDDAT='012']/DATUM", "E1EDK03[IDDAT='026']/DATUM", "E1EDK02[QUALF='009']/DATUM"],
        "due_date": { "plusDays": [ ["E1EDK03[IDDAT='012']/DATUM", "E1EDK03[IDDAT='026']/DATUM"],
          ["E1EDK18[QUALF='003']/TAGE", "E1EDK18[QUALF='002']/TAGE", "E1EDK18[QUALF='001']/TAGE"] ] },
        "currency": "E1EDK01/CURCY",
        "balance": "E1EDS01[SUMID='011']/SUMME",
        "amount": "E1EDS01[SUMID='011']/SUMME",
        "purchase_order": "E1EDK02[QUALF='001']/BELNR",
        "reference": "E1EDK02[QUALF='010']/BELNR",
        "terms": "E1EDK01/ZTERM"
      },
      "keep": {
        "customer_name": { "first": [ { "steps": [ { "join": { "with": " ", "from": ["E1EDKA1[PARVW='RG']/NAME1", "E1EDKA1[PARVW='RG']/NAME2"] } } ] },
          { "steps": [ { "join": { "with": " ", "from": ["E1EDKA1[PARVW='RE']/NAME1", "E1EDKA1[PARVW='RE']/NAME2"] } } ] },
          { "steps": [ { "join": { "with": " ", "from": ["E1EDKA1[PARVW='AG']/NAME1", "E1EDKA1[PARVW='AG']/NAME2"] } } ] } ] },
        "customer_phone": ["E1EDKA1[PARVW='RG']/TELF1", "E1EDKA1[PARVW='RE']/TELF1", "E1EDKA1[PARVW='AG']/TELF1"],
        "customer_address_line1": ["E1EDKA1[PARVW='RG']/STRAS", "E1EDKA1[PARVW='RE']/STRAS", "E1EDKA1[PARVW='AG']/STRAS"],
        "customer_city": ["E1EDKA1[PARVW='RG']/ORT01", "E1EDKA1[PARVW='RE']/ORT01", "E1EDKA1[PARVW='AG']/ORT01"],
        "customer_region": ["E1EDKA1[PARVW='RG']/REGIO", "E1EDKA1[PARVW='RE']/REGIO", "E1EDKA1[PARVW='AG']/REGIO"],
        "customer_postal_code": ["E1EDKA1[PARVW='RG']/PSTLZ", "E1EDKA1[PARVW='RE']/PSTLZ", "E1EDKA1[PARVW='AG']/PSTLZ"],
        "customer_country": ["E1EDKA1[PARVW='RG']/LAND1", "E1EDKA1[PARVW='RE']/LAND1", "E1EDKA1[PARVW='AG']/LAND1"],
        "customer_tax_id": "E1EDK01/KUNDEUINR",
        "seller_id": ["E1EDKA1[PARVW='RS']/PARTN", "E1EDK01/EIGENUINR"],
        "document_type": "E1EDK01/BSART",
        "delivery_note": "E1EDK02[QUALF='012']/BELNR",
        "idoc_number": "EDI_DC40/DOCNUM"
      } }
    """#)
}
