/// Stripe, invoices and customers: tables of the API and Sigma (minor units), and the export of the Dashboard (decimals).
/// Sources: docs/presets/stripe.md.
enum Stripe {
  static let customers = PresetText(
    "stripe.customers", .customers, "Stripe: customers, of Sigma or of the Dashboard",
    #"""
    { "feed": "customers",
      "erp": { "name": "Stripe" },
      "match": { "columns": ["id", ["email", "Email"], ["name", "Name"]] },
      "read": { "format": "csv", "header": { "line": 1 } },
      "locale": { "decimal": ".", "dates": ["ISO"] },
      "when": [ { "any": [ { "field": ["deleted", "is_deleted"], "notIn": ["true"] },
        { "field": ["name", "Name"], "empty": false }, { "field": ["email", "Email"], "empty": false } ] },
        { "any": [ { "field": "id", "startsWith": ["cus_"] }, { "field": "id", "empty": true } ] } ],
      "columns": {
        "customer_id": "id",
        "name": ["name", "Name", "description", "Description", "email", "Email"],
        "email": ["email", "Email"],
        "phone": ["phone", "Phone"],
        "address_line1": ["address_line1", "Address Line1", "Card Address Line1"], "address_line2": ["address_line2", "Address Line2",
          "Card Address Line2"],
        "city": ["address_city", "Address City", "Card Address City"], "region": ["address_state", "Address State", "Card Address State"],
        "postal_code": ["address_postal_code", "Address Postal Code", "Card Address Zip"],
        "country": \#(Countries.rule("address_country", "Address Country", "Card Address Country")),
        "language": { "from": ["preferred_locales"], "steps": [ { "strip": "[]\"" }, { "split": [",", 0] }, "trim" ] },
        "currency": { "from": ["currency", "Currency"], "steps": ["upper"] },
        "customer_since": ["created", "Created (UTC)"],
        "tax_id": ["tax_id", "Business Vat ID"]
      },
      "keep": { "delinquent": ["delinquent", "Delinquent"], "description": ["description", "Description"],
        "inactive": { "when": [ { "field": ["deleted", "is_deleted"], "in": ["true"] } ], "then": { "const": "true" } } } }
    """#)

  static let documents = PresetText(
    "stripe.documents", .documents, "Stripe: table invoices of Sigma or the API, amounts in minor units",
    #"""
    { "feed": "documents", "extent": "snapshot",
      "erp": { "name": "Stripe" },
      "match": { "columns": ["id", ["customer", "customer_id"], "amount_due", "amount_remaining", "currency", "status"] },
      "read": { "format": "csv", "header": { "line": 1 } },
      "locale": { "decimal": ".", "minorUnits": true, "negative": ["lead"], "dates": ["ISO"] },
      "when": [ { "field": "status", "notIn": ["draft", "deleted"] } ],
      "columns": {
        "document_id": ["number", "id"],
        "customer_id": ["customer_id", "customer"],
        "document_date": ["status_transitions_finalized_at", "finalized_at", "created", "date"],
        "due_date": "due_date",
        "currency": { "from": "currency", "steps": ["upper"] },
        "balance": "amount_remaining",
        "amount": ["total", "amount_due"],
        "tax_amount": "tax",
        "payment_method": { "when": [ { "field": ["collection_method", "billing"], "in": ["charge_automatically"] } ],
          "then": { "const": "card" } },
        "reminder_block": { "when": [ { "field": "status", "in": ["uncollectible"] } ], "then": { "const": "uncollectible" } },
        "status": { "from": "status", "required": true }
      },
      "keep": { "stripe_id": "id", "customer_name": "customer_name", "customer_email": "customer_email", "subscription": ["subscription",
        "subscription_id"],
        "amount_due": { "from": "amount_due", "as": "money" }, "amount_paid": { "from": "amount_paid", "as": "money" } } }
    """#)

  static let dashboard = PresetText(
    "stripe-dashboard.documents", .documents, "Stripe: invoices exported from the Dashboard, amounts as decimals",
    #"""
    { "feed": "documents", "extent": "snapshot",
      "erp": { "name": "Stripe" },
      "match": { "columns": ["id", "Customer", "Amount Due", "Date (UTC)", "Currency", "Status"] },
      "read": { "format": "csv", "header": { "line": 1 } },
      "locale": { "decimal": ".", "group": ",", "negative": ["lead"], "dates": ["ISO"] },
      "when": [ { "field": "Status", "notIn": ["draft", "Draft", "deleted", "Deleted"] } ],
      "columns": {
        "document_id": ["Number", "id"],
        "customer_id": "Customer",
        "document_date": ["Finalized At (UTC)", "Date (UTC)", "Created (UTC)"],
        "due_date": "Due Date (UTC)",
        "currency": { "from": "Currency", "steps": ["upper"] },
        "balance": { "first": [ "Amount Remaining", { "sub": [ "Amount Due", "Amount Paid" ] } ] },
        "amount": ["Total", "Amount Due"],
        "tax_amount": "Tax",
        "payment_method": { "when": [ { "field": ["Billing", "Collection Method"], "in": ["charge_automatically"] } ],
          "then": { "const": "card" } },
        "reminder_block": { "when": [ { "field": "Status", "in": ["uncollectible", "Uncollectible"] } ],
          "then": { "const": "uncollectible" } },
        "status": { "from": "Status", "required": true }
      },
      "keep": { "stripe_id": "id", "customer_name": "Customer Name", "customer_email": "Customer Email", "subscription": "Subscription",
        "description": "Description" } }
    """#)
}
