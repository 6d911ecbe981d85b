extension BuiltinTemplate.German {
  static let preDue = """
    # In Kürze fällig: {{amount_due}}, Kundennummer {{customer_id}}

    \(salutation)

    vorab ein kurzer Hinweis: Die folgenden Posten werden in Kürze fällig. Ist die Zahlung bereits eingeplant, \
    brauchen Sie nichts weiter zu tun.

    | table final_items: document_id, purchase_order, document_date, due_date, amount, balance

    {{?has_other}}
    Diese Posten sind bereits fällig; vielleicht sind sie nur übersehen worden.

    | table other_items: document_id, purchase_order, document_date, due_date, days_past_due, amount, balance
    {{/has_other}}

    \(sums(of: "Genannte Posten", total: "Summe"))

    \(bank)

    Ist zu einem der Posten etwas unklar, sagen Sie es uns bitte jetzt; dann lässt es sich noch vor der \
    Fälligkeit klären.

    \(closing)
    """

  static let gentle = """
    # Zahlungserinnerung: {{amount_due}} offen, Kundennummer {{customer_id}}

    \(salutation)

    nach unseren Unterlagen sind die folgenden Posten fällig und noch offen. Vielleicht sind sie nur übersehen \
    worden.

    | table items: document_id, purchase_order, document_date, due_date, days_past_due, amount, balance

    \(sums(total: "Fälliger Betrag"))

    \(credits)

    \(pay)

    \(bank)

    \(information)

    \(alreadyPaid)

    Ist zu einem der Posten etwas unklar, sprechen Sie uns bitte an; wir helfen gern.

    \(closing)
    """

  static let firm = """
    # Mahnung (Stufe {{level}}): {{amount_due}} überfällig, Kundennummer {{customer_id}}

    \(salutation)

    trotz unserer Erinnerung haben wir für die Posten der Mahnstufe {{level}} noch keine Zahlung \
    erhalten.{{?has_other}} Ihre weiteren überfälligen Posten führen wir mit auf, damit Sie alles auf einen \
    Blick haben.{{/has_other}}

    | table items: document_id, purchase_order, document_date, due_date, days_past_due, balance, level "Stufe"

    \(sums(total: "Fälliger Betrag"))

    \(credits)

    \(pay)

    \(bank)

    \(information)

    \(alreadyPaid)

    Steht der Zahlung etwas im Weg, rufen Sie uns bitte an oder schreiben Sie uns. Das meiste lässt sich in \
    wenigen Minuten klären.

    \(closing)
    """

  static let final = """
    # Letzte Mahnung: {{amount_due}} überfällig, Kundennummer {{customer_id}}

    \(salutation)

    trotz mehrerer Erinnerungen sind die folgenden Posten noch nicht bezahlt. Für diese Posten ist dies unsere \
    letzte Mahnung.

    | table final_items: document_id, purchase_order, document_date, due_date, days_past_due, balance, level "Stufe"

    {{?has_other}}
    Diese Posten sind ebenfalls überfällig; für sie gilt die letzte Mahnung noch nicht.

    | table other_items: document_id, purchase_order, document_date, due_date, days_past_due, balance, level "Stufe"
    {{/has_other}}

    \(sums(total: "Fälliger Betrag"))

    \(credits)

    \(pay)

    \(bank)

    Sollten wir{{?has_pay_by}} bis dahin{{/has_pay_by}} weder eine Zahlung noch eine Nachricht von Ihnen \
    erhalten, behalten wir uns für die Posten der letzten Mahnung weitere Schritte vor. Lieber finden wir mit \
    Ihnen gemeinsam eine Lösung: Bitte rufen Sie uns an oder schreiben Sie uns, wenn Sie nicht alles auf \
    einmal bezahlen können oder mit einem Posten nicht einverstanden sind.

    {{next_step}}

    \(information)

    \(alreadyPaid)

    \(closing)
    """

  static let statement = """
    # Kontoauszug zum {{as_of|date_long}}, Kundennummer {{customer_id}}

    \(salutation)

    Sie erhalten Ihren Kontoauszug zum {{as_of|date_long}} mit allen an diesem Tag offenen Posten.

    | table balances: not_due "Noch nicht fällig", overdue "Überfällig", unapplied "Gutschriften", balance \
    "Offener Saldo"

    Er zeigt unseren Buchungsstand vom {{data_as_of|date_long}}. Bei Abweichungen sagen Sie uns bitte Bescheid.

    \(bankOnly)
    """

  private static let salutation = """
    {{?has_contact}}
    Guten Tag {{contact_name}},
    {{/has_contact}}
    {{?has_no_contact}}
    Sehr geehrte Damen und Herren,
    {{/has_no_contact}}
    """

  private static func sums(of items: String = "Überfällig", total: String) -> String {
    """
    {{?has_deductions}}
    + \(items): {{overdue_total}}
    {{/has_deductions}}
    {{?has_credits}}
    + Guthaben auf Ihrem Konto: {{credits_total}}
    {{/has_credits}}
    {{?has_interest}}
    + Zinsen: {{interest_total}}
    {{/has_interest}}
    {{?has_fees}}
    + Gebühren: {{fees_total}}
    {{/has_fees}}
    ++ \(total): {{amount_due}}
    """
  }

  private static let credits = """
    {{?has_credits}}
    Diese Guthaben sind im fälligen Betrag bereits berücksichtigt:

    | table credits: document_id, document_date, kind, amount, balance
    {{/has_credits}}
    """

  private static let pay = """
    Bitte überweisen Sie {{amount_due}}{{?has_pay_by}} bis zum {{pay_by|date_long}}{{/has_pay_by}} unter \
    Angabe von „{{payment_reference}}“.
    """

  private static let bankOnly = """
    {{?has_bank}}
    = Kontoinhaber: {{account_holder}}
    = IBAN: {{iban}}
    = BIC: {{bic}}
    = Bank: {{bank_name}}
    {{/has_bank}}
    """

  private static let bank = """
    {{?has_bank}}
    = Kontoinhaber: {{account_holder}}
    = IBAN: {{iban}}
    = BIC: {{bic}}
    = Bank: {{bank_name}}
    = Verwendungszweck: {{payment_reference}}
    {{/has_bank}}
    """

  private static let information = """
    {{?has_held}}
    Diese Posten werden noch geklärt und sind im obigen Betrag nicht enthalten:

    | table held: document_id, document_date, due_date, balance
    {{/has_held}}

    {{?has_not_due}}
    Zu Ihrer Information: Diese Posten sind noch nicht fällig.

    | table not_due: document_id, purchase_order, document_date, due_date, balance
    {{/has_not_due}}
    """

  private static let alreadyPaid = """
    Diese Nachricht gibt unseren Buchungsstand vom {{data_as_of|date_long}} wieder. Haben Sie inzwischen \
    bezahlt, danken wir Ihnen; betrachten Sie sie dann bitte als gegenstandslos.
    """

  private static let closing = """
    {{?has_sender}}
    = Ihr Kontakt: {{sender_name}}
    = Telefon: {{sender_phone}}
    = E-Mail: {{sender_email}}
    {{/has_sender}}

    Mit freundlichen Grüßen

    {{sender_name}}
    {{company_name}}
    """
}
