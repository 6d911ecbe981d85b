/// Puts the words of a language together as the bodies of the built-in templates.
struct BuiltinBodies {
  let words: BuiltinWords

  private static let plainColumns =
    "document_id, known_as, purchase_order, document_date, due_date, days_past_due, amount, balance"
  private var levelColumns: String {
    let title = words.levelTitle.map { " \"\($0)\"" } ?? ""
    return "document_id, known_as, purchase_order, document_date, due_date, days_past_due, balance, level\(title)"
  }

  var preDue: String {
    let message = words.preDue
    return body(
      message,
      """
      | table final_items: document_id, known_as, purchase_order, document_date, due_date, amount, balance

      {{?has_other}}
      \(message.others)

      | table other_items: \(BuiltinBodies.plainColumns)
      {{/has_other}}
      """, sums(of: words.itemsAbove, total: words.total), bank, message.request, closing)
  }

  var gentle: String {
    body(
      words.gentle, "| table items: \(BuiltinBodies.plainColumns)", sums(total: words.amountDue), credits, interest,
      words.pay, bank, information, words.alreadyPaid, words.gentle.request, closing)
  }

  var firm: String { withLevels(words.firm) }
  var promiseBroken: String { withLevels(words.promiseBroken) }
  var planMissed: String { withLevels(words.planMissed) }

  private func withLevels(_ message: BuiltinWords.Message) -> String {
    body(
      message, "| table items: \(levelColumns)", sums(total: words.amountDue), credits, interest, words.pay, bank,
      information, words.alreadyPaid, message.request, closing)
  }

  var final: String {
    let message = words.final
    return body(
      message,
      """
      | table final_items: \(levelColumns)

      {{?has_other}}
      \(message.others)

      | table other_items: \(levelColumns)
      {{/has_other}}
      """, sums(total: words.amountDue), credits, interest, words.pay, bank, message.request, "{{next_step}}",
      information,
      words.alreadyPaid, closing)
  }

  var invitation: String {
    body(words.invitation, "= \(words.portal): {{portal}}", words.invitation.request, closing)
  }

  var statement: String {
    let titles = words.balances
    return body(
      words.statement,
      "| table balances: not_due \"\(titles.notDue)\", overdue \"\(titles.overdue)\", unapplied \"\(titles.unapplied)\", "
        + "balance \"\(titles.balance)\"", words.statementDate, bankAccount)
  }

  /// Subject, salutation, opening and the parts below, each a paragraph or more; and the text message.
  private func body(_ message: BuiltinWords.Message, _ parts: String...) -> String {
    let sms = message.sms.isEmpty ? [] : ["@sms \(message.sms)"]
    return (["# \(message.subject)"] + sms + [salutation, message.opening] + parts).filter { !$0.isEmpty }
      .joined(separator: "\n\n")
  }

  private var salutation: String {
    """
    {{?has_contact}}
    \(words.named)
    {{/has_contact}}
    {{?has_no_contact}}
    \(words.unnamed)
    {{/has_no_contact}}
    """
  }

  /// What is overdue, what is set against it and added to it, and what is asked.
  private func sums(of items: String? = nil, total: String) -> String {
    """
    {{?has_deductions}}
    + \(items ?? words.overdue): {{overdue_total}}
    {{/has_deductions}}
    {{?has_credits}}
    + \(words.credits): {{credits_total}}
    {{/has_credits}}
    {{?has_interest}}
    + \(words.interest): {{interest_total}}
    {{/has_interest}}
    {{?has_fees}}
    + \(words.fees): {{fees_total}}
    {{/has_fees}}
    ++ \(total): {{amount_due}}
    """
  }

  private var credits: String {
    """
    {{?has_credits}}
    \(words.creditsDeducted)

    | table credits: document_id, known_as, document_date, kind, amount, balance
    {{/has_credits}}
    """
  }

  /// How the interest comes about: law and rate, then days and base of each document. Then what the fees are, and of which documents.
  private var interest: String {
    """
    {{?has_interest_items}}
    {{interest_basis}}

    | table interest_items: document_id, from, through, days, principal, rate, interest
    {{/has_interest_items}}

    {{?has_interest_earlier}}
    = \(words.interestEarlier): {{interest_earlier}}
    {{/has_interest_earlier}}

    {{?has_interest_paid}}
    = \(words.interestPaid): {{interest_paid}}
    {{/has_interest_paid}}

    {{?has_lump_sums}}
    {{lump_sum_basis}}
    {{/has_lump_sums}}

    {{?has_fee_items}}
    | table fee_items: document_id, kind, amount
    {{/has_fee_items}}
    """
  }

  private var accountLines: String {
    """
    = \(words.accountHolder): {{account_holder}}
    = IBAN: {{iban}}
    = BIC: {{bic}}
    = \(words.bank): {{bank_name}}
    """
  }
  private var bankAccount: String { "{{?has_bank}}\n\(accountLines)\n{{/has_bank}}" }
  private var bank: String {
    "{{?has_bank}}\n\(accountLines)\n= \(words.reference): {{payment_reference}}\n{{/has_bank}}"
  }

  /// What is not asked.
  private var information: String {
    """
    {{?has_disputed}}
    \(words.disputed)

    | table disputed: document_id, known_as, document_date, due_date, balance
    {{/has_disputed}}

    {{?has_set_aside}}
    \(words.setAside)

    | table set_aside: document_id, known_as, document_date, due_date, balance
    {{/has_set_aside}}

    {{?has_not_due}}
    \(words.notDue)

    | table not_due: document_id, known_as, purchase_order, document_date, due_date, balance
    {{/has_not_due}}
    """
  }

  private var closing: String {
    """
    {{?has_sender}}
    = \(words.contact): {{sender_name}}
    = \(words.telephone): {{sender_phone}}
    = \(words.email): {{sender_email}}
    {{/has_sender}}

    \(words.regards)

    {{sender_name}}
    {{company_name}}
    """
  }
}
