extension BuiltinTemplate.English {
  static let preDue = """
    # Due soon: {{amount_due}}, customer number {{customer_id}}

    \(salutation)

    This is a short note ahead of time: the items below fall due shortly. If their payment is already planned, \
    there is nothing for you to do.

    | table final_items: document_id, purchase_order, document_date, due_date, amount, balance

    {{?has_other}}
    These items are past their due date already; they may simply have been overlooked.

    | table other_items: document_id, purchase_order, document_date, due_date, days_past_due, amount, balance
    {{/has_other}}

    \(sums(of: "Items above", total: "Total"))

    \(bank)

    Should anything about these items be unclear, please tell us now, so that it is settled before the due \
    date.

    \(closing)
    """

  static let gentle = """
    # Payment reminder: {{amount_due}} open, customer number {{customer_id}}

    \(salutation)

    According to our records the items below have passed their due date. They may simply have been overlooked.

    | table items: document_id, purchase_order, document_date, due_date, days_past_due, amount, balance

    \(sums(total: "Amount due"))

    \(credits)

    \(pay)

    \(bank)

    \(information)

    \(alreadyPaid)

    If anything about these items is unclear, please let us know; we will gladly help.

    \(closing)
    """

  static let firm = """
    # Reminder {{level}}: {{amount_due}} overdue, customer number {{customer_id}}

    \(salutation)

    Despite our earlier message we have not yet received payment for the items shown with reminder {{level}} \
    below.{{?has_other}} Your other overdue items are listed as well, so that you have everything in one \
    place.{{/has_other}}

    | table items: document_id, purchase_order, document_date, due_date, days_past_due, balance, level

    \(sums(total: "Amount due"))

    \(credits)

    \(pay)

    \(bank)

    \(information)

    \(alreadyPaid)

    If something stands in the way of payment, please call or write to us. Most questions are settled in a few \
    minutes.

    \(closing)
    """

  static let final = """
    # Final reminder: {{amount_due}} overdue, customer number {{customer_id}}

    \(salutation)

    Despite our earlier reminders the following items are still unpaid. For these items this is our final \
    reminder.

    | table final_items: document_id, purchase_order, document_date, due_date, days_past_due, balance, level

    {{?has_other}}
    These items are overdue as well. The words above do not apply to them yet.

    | table other_items: document_id, purchase_order, document_date, due_date, days_past_due, balance, level
    {{/has_other}}

    \(sums(total: "Amount due"))

    \(credits)

    \(pay)

    \(bank)

    If we neither receive payment nor hear from you{{?has_pay_by}} by then{{/has_pay_by}}, further steps may \
    follow for the items under final reminder. We would much rather settle this with you directly: please call \
    or write to us if you cannot pay in full, or if you disagree with an item.

    {{next_step}}

    \(information)

    \(alreadyPaid)

    \(closing)
    """

  static let statement = """
    # Statement of account as of {{as_of|date_long}}, customer number {{customer_id}}

    \(salutation)

    Please find your statement of account as of {{as_of|date_long}}. It shows all items open on that day.

    | table balances: not_due "Not yet due", overdue "Overdue", unapplied "Credits", balance "Open balance"

    It reflects our records of {{data_as_of|date_long}}. If a figure differs from your books, please tell us.

    \(bankOnly)
    """

  private static let salutation = """
    {{?has_contact}}
    Dear {{contact_name}},
    {{/has_contact}}
    {{?has_no_contact}}
    Dear Sir or Madam,
    {{/has_no_contact}}
    """

  /// What is overdue, what is set against it and added to it, and what is asked.
  private static func sums(of items: String = "Overdue", total: String) -> String {
    """
    {{?has_deductions}}
    + \(items): {{overdue_total}}
    {{/has_deductions}}
    {{?has_credits}}
    + Credits on your account: {{credits_total}}
    {{/has_credits}}
    {{?has_interest}}
    + Interest: {{interest_total}}
    {{/has_interest}}
    {{?has_fees}}
    + Charges: {{fees_total}}
    {{/has_fees}}
    ++ \(total): {{amount_due}}
    """
  }

  private static let credits = """
    {{?has_credits}}
    These credits are already deducted from the amount due:

    | table credits: document_id, document_date, kind, amount, balance
    {{/has_credits}}
    """

  private static let pay = """
    Please transfer {{amount_due}}{{?has_pay_by}} by {{pay_by|date_long}}{{/has_pay_by}}, quoting \
    {{payment_reference}}.
    """

  private static let bankOnly = """
    {{?has_bank}}
    = Account holder: {{account_holder}}
    = IBAN: {{iban}}
    = BIC: {{bic}}
    = Bank: {{bank_name}}
    {{/has_bank}}
    """

  private static let bank = """
    {{?has_bank}}
    = Account holder: {{account_holder}}
    = IBAN: {{iban}}
    = BIC: {{bic}}
    = Bank: {{bank_name}}
    = Payment reference: {{payment_reference}}
    {{/has_bank}}
    """

  /// What is not asked.
  private static let information = """
    {{?has_held}}
    These items are being clarified and are not part of the amount above:

    | table held: document_id, document_date, due_date, balance
    {{/has_held}}

    {{?has_not_due}}
    For your information, these items are not due yet:

    | table not_due: document_id, purchase_order, document_date, due_date, balance
    {{/has_not_due}}
    """

  private static let alreadyPaid = """
    This message reflects our records of {{data_as_of|date_long}}. If you have paid in the meantime, thank \
    you; please disregard it.
    """

  private static let closing = """
    {{?has_sender}}
    = Your contact: {{sender_name}}
    = Telephone: {{sender_phone}}
    = E-mail: {{sender_email}}
    {{/has_sender}}

    Kind regards

    {{sender_name}}
    {{company_name}}
    """
}
