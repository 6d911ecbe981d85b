/// Odoo 14 and later: lists of Accounting, exported as CSV with all columns, in English or with technical names.
enum Odoo {
  static let documents = PresetText(
    "odoo.documents", .documents, "Odoo: customer invoices and credit notes with what is due",
    #"""
    { "feed": "documents", "extent": "snapshot",
      "erp": { "name": "Odoo", "minimumVersion": "14" },
      "match": { "columns": [["Number", "name"], ["Due Date", "invoice_date_due"], ["Amount Due Signed", "amount_residual_signed"]] },
      "read": { "format": "csv", "header": { "line": 1 } },
      "locale": { "decimal": ".", "group": ",", "negative": ["lead"], "dates": ["ISO"] },
      "when": [ { "field": ["Status", "state"], "notIn": ["Draft", "draft", "Cancelled", "cancel"] },
                { "field": ["Payment Status", "payment_state"], "notIn": ["Paid", "paid", "Reversed", "reversed"] } ],
      "columns": {
        "document_id": ["Number", "name"],
        "customer_id": ["Partner/ID", "partner_id/id", "Invoice Partner Display Name", "Partner", "invoice_partner_display_name"],
        "document_date": ["Invoice/Bill Date", "Invoice Date", "invoice_date"],
        "due_date": ["Due Date", "invoice_date_due"],
        "currency": ["Currency", "currency_id"],
        "amount": { "from": ["Total Signed", "amount_total_signed"], "excess": "round" },
        "balance": { "from": ["Amount Due Signed", "amount_residual_signed"], "excess": "round" },
        "reference": ["Reference", "ref"],
        "terms": ["Payment Terms", "invoice_payment_term_id"],
        "salesperson": ["Salesperson", "invoice_user_id"]
      },
      "keep": { "customer_name": ["Invoice Partner Display Name", "invoice_partner_display_name"] } }
    """#)
}
