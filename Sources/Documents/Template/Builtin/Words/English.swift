extension BuiltinWords {
  static let english = BuiltinWords(
    named: "Dear {{contact_name}},", unnamed: "Dear Sir or Madam,", overdue: "Overdue", itemsAbove: "Items above",
    credits: "Credits on your account", interest: "Interest", interestEarlier: "Interest of earlier claims",
    interestPaid: "Interest already paid",
    fees: "Charges", amountDue: "Amount due", total: "Total",
    creditsDeducted: "These credits are already deducted from the amount due:",
    disputed: "These items are being clarified and are not part of the amount above:",
    setAside: "These items are not part of the amount above:",
    notDue: "For your information, these items are not due yet:",
    pay: """
      Please transfer {{amount_due}}{{?has_pay_by}} by {{pay_by|date_long}}{{/has_pay_by}}, quoting \
      {{payment_reference}}.
      """,
    alreadyPaid: """
      This message reflects our records of {{data_as_of|date_long}}. If you have paid in the meantime, thank you; \
      please disregard it.
      """,
    accountHolder: "Account holder", bank: "Bank", reference: "Payment reference", contact: "Your contact",
    telephone: "Telephone", email: "E-mail", regards: "Kind regards",
    balances: ("Not yet due", "Overdue", "Credits", "Open balance"),
    statementDate: """
      It reflects our records of {{data_as_of|date_long}}. If a figure differs from your books, please tell us.
      """,
    preDue: Message(
      subject: "Due soon: {{amount_due}}, customer number {{customer_id}}",
      opening: """
        This is a short note ahead of time: the items below fall due shortly. If their payment is already planned, \
        there is nothing for you to do.
        """,
      others: "These items are past their due date already; they may simply have been overlooked.",
      request: """
        Should anything about these items be unclear, please tell us now, so that it is settled before the due date.
        """,
      sms: """
        {{company_name}}: a note ahead of time, {{amount_due}} falls due shortly (reference {{payment_reference}}). If \
        payment is planned, there is nothing to do. Questions? {{sender_line}}
        """),
    gentle: Message(
      subject: "Payment reminder: {{amount_due}} open, customer number {{customer_id}}",
      opening: """
        According to our records the items below have passed their due date. They may simply have been overlooked.
        """,
      request: "If anything about these items is unclear, please let us know; we will gladly help.",
      sms: """
        {{company_name}}: {{amount_due}} on your account is past due. Please transfer it, quoting \
        {{payment_reference}}. If you have paid, thank you. Questions? {{sender_line}}
        """),
    firm: Message(
      subject: "Reminder {{level}}: {{amount_due}} overdue, customer number {{customer_id}}",
      opening: """
        Despite our earlier message we have not yet received payment for the items shown with reminder {{level}} \
        below.{{?has_other}} Your other overdue items are listed as well, so that you have everything in one \
        place.{{/has_other}}
        """,
      request: """
        If something stands in the way of payment, please call or write to us. Most questions are settled in a few \
        minutes.
        """,
      sms: """
        {{company_name}}: despite our reminder, {{amount_due}} is still open. Please transfer \
        it{{?has_pay_by}} by {{pay_by}}{{/has_pay_by}}, quoting {{payment_reference}}, or contact us: {{sender_line}}. If you have paid, thank you.
        """),
    final: Message(
      subject: "Final reminder: {{amount_due}} overdue, customer number {{customer_id}}",
      opening: """
        Despite our earlier reminders the following items are still unpaid. For these items this is our final reminder.
        """,
      others: "These items are overdue as well. The words above do not apply to them yet.",
      request: """
        If we neither receive payment nor hear from you{{?has_pay_by}} by then{{/has_pay_by}}, further steps may follow \
        for the items under final reminder. We would much rather settle this with you directly: please call or write \
        to us if you cannot pay in full, or if you disagree with an item.
        """,
      sms: """
        {{company_name}}: final reminder, {{amount_due}} is still unpaid. Please transfer \
        it{{?has_pay_by}} by {{pay_by}}{{/has_pay_by}}, quoting {{payment_reference}}, or contact us: {{sender_line}}. If you have paid, thank you.
        """),
    promiseBroken: Message(
      subject: "The payment you announced: {{amount_due}} open, customer number {{customer_id}}",
      opening: """
        You kindly announced a payment to us. It has not reached us in full, and the items below are still open. \
        Perhaps something is still on its way.
        """,
      request: """
        If you need more time, please call or write to us, so that we can agree on a new date.
        """,
      sms: """
        {{company_name}}: the payment you announced has not reached us in full; {{amount_due}} is open. Please transfer it, \
        quoting {{payment_reference}}, or contact us: {{sender_line}}. If you have paid, thank you.
        """),
    planMissed: Message(
      subject: "Your instalment: {{amount_due}} open, customer number {{customer_id}}",
      opening: """
        We agreed with you on payment by instalments. The last one has not reached us in full; the items below are open.
        """,
      request: """
        If an instalment has become too high for you, please call or write to us; we will look for a way together.
        """,
      sms: """
        {{company_name}}: your last instalment has not reached us in full; {{amount_due}} is open. Please transfer it, \
        quoting {{payment_reference}}, or contact us: {{sender_line}}. If you have paid, thank you.
        """),
    statement: Message(
      subject: "Statement of account as of {{as_of|date_long}}, customer number {{customer_id}}",
      opening: """
        Please find your statement of account as of {{as_of|date_long}}.\
        {{?lists_items}} It shows all items open on that day.{{/lists_items}}\
        {{?lists_movements}} The movements are those from {{period_from|date_long}} to {{period_to|date_long}}.{{/lists_movements}}
        """),
    invitation: Message(
      subject: "Your access to our customer portal, customer number {{customer_id}}",
      opening: """
        In our customer portal you see your open items and statements at any time, and can tell us if something is not right.\
        {{?has_email}} You are invited to sign in with {{email}}.{{/has_email}}{{?has_no_email}} Please tell us the e-mail address with which you would like to sign in.{{/has_no_email}}
        """,
      request: """
        If you did not expect this invitation, there is nothing to do; nobody is signed in by it.
        """,
      sms: """
        {{company_name}}: your access to our customer portal is at {{portal}}. If you did not expect this, there is nothing to do. Questions? {{sender_line}}
        """),
    portal: "Portal")
}
