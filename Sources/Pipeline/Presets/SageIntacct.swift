/// Sage Intacct, objects ARINVOICE, ARADJUSTMENT and CUSTOMER, queried as CSV or exported from their lists.
/// Sources: docs/presets/sage-intacct.md.
enum SageIntacct {
  static let customers = PresetText(
    "sage-intacct.customers", .customers, "Sage Intacct: object CUSTOMER, or the list Customers",
    #"""
    { "feed": "customers",
      "erp": { "name": "Sage Intacct" },
      "match": { "columns": [["CUSTOMERID", "Customer ID"], ["NAME", "Customer name"], ["TERMNAME", "Term", "STATUS", "Status"]] },
      "read": { "format": "csv", "header": { "within": 30 } },
      "locale": { "decimal": ".", "group": "," },
      "columns": {
        "customer_id": ["CUSTOMERID", "Customer ID"],
        "name": ["NAME", "Customer name"],
        "parent_id": ["PARENTID", "Parent customer ID"],
        "contact": ["DISPLAYCONTACT.CONTACTNAME", "CONTACTINFO.CONTACTNAME", "Primary contact"],
        "email": ["DISPLAYCONTACT.EMAIL1", "CONTACTINFO.EMAIL1", "Primary email address"],
        "phone": ["DISPLAYCONTACT.PHONE1", "CONTACTINFO.PHONE1", "Primary phone"],
        "address_line1": ["DISPLAYCONTACT.MAILADDRESS.ADDRESS1", "CONTACTINFO.MAILADDRESS.ADDRESS1", "Address line 1"],
        "address_line2": ["DISPLAYCONTACT.MAILADDRESS.ADDRESS2", "CONTACTINFO.MAILADDRESS.ADDRESS2", "Address line 2"],
        "city": ["DISPLAYCONTACT.MAILADDRESS.CITY", "CONTACTINFO.MAILADDRESS.CITY", "City"],
        "region": ["DISPLAYCONTACT.MAILADDRESS.STATE", "CONTACTINFO.MAILADDRESS.STATE", "State or province"],
        "postal_code": ["DISPLAYCONTACT.MAILADDRESS.ZIP", "CONTACTINFO.MAILADDRESS.ZIP", "ZIP or postal code"],
        "country": \#(Countries.rule("DISPLAYCONTACT.MAILADDRESS.COUNTRYCODE", "DISPLAYCONTACT.MAILADDRESS.COUNTRY",
          "CONTACTINFO.MAILADDRESS.COUNTRYCODE", "Country")),
        "terms": ["TERMNAME", "Term"],
        "credit_limit": { "from": ["CREDITLIMIT", "Credit limit"], "excess": "round" },
        "company_type": ["CUSTTYPE", "Customer type ID", "Customer type"],
        "currency": ["CURRENCY", "Default currency"],
        "salesperson": ["CUSTREPID", "Sales rep ID"],
        "tax_id": ["TAXID", "Tax ID"]
      },
      "keep": { "on_hold": ["ONHOLD", "On hold"],
        "inactive": { "when": [ { "field": ["STATUS", "Status"], "in": ["inactive", "Inactive", "F"] } ], "then": { "const": "true" } } } }
    """#)

  static let documents = PresetText(
    "sage-intacct.documents", .documents, "Sage Intacct: objects ARINVOICE and ARADJUSTMENT, or the list Invoices",
    #"""
    { "feed": "documents", "extent": "snapshot",
      "erp": { "name": "Sage Intacct" },
      "match": { "columns": [["RECORDID", "Invoice number"], ["CUSTOMERID", "Customer ID"], ["WHENDUE", "Due date"],
        ["TRX_TOTALDUE", "Transaction total due", "TOTALDUE", "Total due"]] },
      "read": { "format": "csv", "header": { "within": 30 } },
      "locale": { "decimal": ".", "group": ",", "negative": ["lead", "paren"], "dates": "auto" },
      "when": [ { "field": ["STATE", "State"], "notIn": ["Draft", "draft", "Reversal", "reversal", "Submitted", "Declined",
        "No Value"] } ],
      "columns": {
        "document_id": ["RECORDID", "Invoice number"],
        "customer_id": ["CUSTOMERID", "Customer ID"],
        "document_date": ["WHENCREATED", "Invoice date", "Date"],
        "due_date": ["WHENDUE", "Due date"],
        "currency": { "when": [ { "field": ["TRX_TOTALDUE", "Transaction total due"], "empty": true } ], "then": ["BASECURR", "Base currency"],
          "else": ["CURRENCY", "Transaction currency", "BASECURR", "Base currency"] },
        "balance": ["TRX_TOTALDUE", "Transaction total due", "TOTALDUE", "Total due"],
        "amount": { "when": [ { "field": ["TRX_TOTALDUE", "Transaction total due"], "empty": true } ], "then": ["TOTALENTERED", "Total"],
          "else": ["TRX_TOTALENTERED", "Transaction total"] },
        "purchase_order": ["PONUMBER", "DOCNUMBER", "Reference number"],
        "terms": ["TERMNAME", "Term"],
        "status": { "from": ["STATE", "State"], "steps": [ { "lookup": { "Reversed": "voided", "reversed": "voided" } } ] }
      },
      "keep": { "customer_name": ["CUSTOMERNAME", "Customer name"], "record_no": ["RECORDNO", "Record number"],
        "paid_amount": { "from": ["TRX_TOTALPAID", "Transaction total paid"], "as": "money" },
        "paid_on": { "from": ["WHENPAID", "Date fully paid"], "as": "date" },
        "description": ["DESCRIPTION", "Description"] } }
    """#)

  /// Answers of `readByQuery` and `query` in XML. An answer that says that more is to come is no snapshot and is
  /// refused.
  static let answer = PresetText(
    "sage-intacct-xml.documents", .documents,
    "Sage Intacct: answers of the web service on ARINVOICE and ARADJUSTMENT in XML",
    #"""
    { "feed": "documents", "extent": "snapshot",
      "erp": { "name": "Sage Intacct" },
      "match": { "root": ["response", "result", "data"] },
      "read": { "format": "xml",
        "row": ["/response/operation/result/data/arinvoice", "/response/operation/result/data/ARINVOICE",
          "/response/operation/result/data/aradjustment", "/response/operation/result/data/ARADJUSTMENT",
          "/result/data/arinvoice", "/result/data/ARINVOICE", "/result/data/aradjustment", "/result/data/ARADJUSTMENT",
          "/data/arinvoice", "/data/ARINVOICE", "/data/aradjustment", "/data/ARADJUSTMENT"],
        "above": { "numremaining": "../@numremaining" } },
      "locale": { "decimal": ".", "negative": ["lead"], "dates": ["MM/DD/YYYY", "ISO"] },
      "when": [ { "field": "STATE", "notIn": ["Draft", "Reversal", "Submitted", "Declined"] } ],
      "incomplete": { "when": [ { "field": "^numremaining", "notIn": ["", "0"] } ],
        "because": "it is one page of an answer, and `numremaining` says that more are to come; what they hold would count as paid",
        "help": "fetch the others (readMore with the resultId of this one, or a larger pagesize) and put their rows into one file; the last page has numremaining=\"0\"" },
      "columns": {
        "document_id": "RECORDID",
        "customer_id": "CUSTOMERID",
        "document_date": "WHENCREATED",
        "due_date": "WHENDUE",
        "currency": { "when": [ { "field": "TRX_TOTALDUE", "empty": true } ], "then": "BASECURR", "else": ["CURRENCY", "BASECURR"] },
        "balance": ["TRX_TOTALDUE", "TOTALDUE"],
        "amount": { "when": [ { "field": "TRX_TOTALDUE", "empty": true } ], "then": "TOTALENTERED", "else": "TRX_TOTALENTERED" },
        "purchase_order": ["PONUMBER", "DOCNUMBER"],
        "terms": "TERMNAME",
        "status": { "from": "STATE", "steps": [ { "lookup": { "Reversed": "voided" } } ] }
      },
      "keep": { "customer_name": "CUSTOMERNAME", "record_no": "RECORDNO",
        "paid_amount": { "from": "TRX_TOTALPAID", "as": "money" }, "paid_on": { "from": "WHENPAID", "as": "date" },
        "description": "DESCRIPTION" } }
    """#)
}
