extension BuiltinWords {
  static let german = BuiltinWords(
    named: "Guten Tag {{contact_name}},", unnamed: "Sehr geehrte Damen und Herren,", overdue: "Überfällig",
    itemsAbove: "Genannte Posten", credits: "Guthaben auf Ihrem Konto", interest: "Zinsen",
    interestEarlier: "Zinsen aus früheren Forderungen", interestPaid: "Bereits gezahlte Zinsen",
    fees: "Gebühren und Pauschalen",
    amountDue: "Fälliger Betrag", total: "Summe",
    creditsDeducted: "Diese Guthaben sind im fälligen Betrag bereits berücksichtigt:",
    disputed: "Diese Posten werden noch geklärt und sind im obigen Betrag nicht enthalten:",
    setAside: "Diese Posten sind im obigen Betrag nicht enthalten:",
    notDue: "Zu Ihrer Information: Diese Posten sind noch nicht fällig.",
    pay: """
      Bitte überweisen Sie {{amount_due}}{{?has_pay_by}} bis zum {{pay_by|date_long}}{{/has_pay_by}} unter Angabe von \
      „{{payment_reference}}“.
      """,
    alreadyPaid: """
      Diese Nachricht gibt unseren Buchungsstand vom {{data_as_of|date_long}} wieder. Haben Sie inzwischen bezahlt, \
      danken wir Ihnen; betrachten Sie sie dann bitte als gegenstandslos.
      """,
    accountHolder: "Kontoinhaber", bank: "Bank", reference: "Verwendungszweck", contact: "Ihr Kontakt",
    telephone: "Telefon", email: "E-Mail", regards: "Mit freundlichen Grüßen", levelTitle: "Stufe",
    balances: ("Noch nicht fällig", "Überfällig", "Gutschriften", "Offener Saldo"),
    statementDate: """
      Er zeigt unseren Buchungsstand vom {{data_as_of|date_long}}. Bei Abweichungen sagen Sie uns bitte Bescheid.
      """,
    preDue: Message(
      subject: "In Kürze fällig: {{amount_due}}, Kundennummer {{customer_id}}",
      opening: """
        vorab ein kurzer Hinweis: Die folgenden Posten werden in Kürze fällig. Ist die Zahlung bereits eingeplant, \
        brauchen Sie nichts weiter zu tun.
        """,
      others: "Diese Posten sind bereits fällig; vielleicht sind sie nur übersehen worden.",
      request: """
        Ist zu einem der Posten etwas unklar, sagen Sie es uns bitte jetzt; dann lässt es sich noch vor der Fälligkeit \
        klären.
        """,
      sms: """
        {{company_name}}: Vorab ein Hinweis, {{amount_due}} werden in Kürze fällig (Verwendungszweck \
        {{payment_reference}}). Ist die Zahlung eingeplant, brauchen Sie nichts zu tun. Fragen? {{sender_line}}
        """),
    gentle: Message(
      subject: "Zahlungserinnerung: {{amount_due}} offen, Kundennummer {{customer_id}}",
      opening: """
        nach unseren Unterlagen sind die folgenden Posten fällig und noch offen. Vielleicht sind sie nur übersehen worden.
        """,
      request: "Ist zu einem der Posten etwas unklar, sprechen Sie uns bitte an; wir helfen gern.",
      sms: """
        {{company_name}}: Auf Ihrem Konto sind {{amount_due}} fällig und offen. Bitte überweisen Sie unter Angabe von \
        {{payment_reference}}. Falls schon bezahlt: danke! Fragen? {{sender_line}}
        """),
    firm: Message(
      subject: "Mahnung (Stufe {{level}}): {{amount_due}} überfällig, Kundennummer {{customer_id}}",
      opening: """
        trotz unserer Erinnerung haben wir für die Posten der Mahnstufe {{level}} noch keine Zahlung \
        erhalten.{{?has_other}} Ihre weiteren überfälligen Posten führen wir mit auf, damit Sie alles auf einen Blick \
        haben.{{/has_other}}
        """,
      request: """
        Steht der Zahlung etwas im Weg, rufen Sie uns bitte an oder schreiben Sie uns. Das meiste lässt sich in wenigen \
        Minuten klären.
        """,
      sms: """
        {{company_name}}: Trotz unserer Erinnerung sind {{amount_due}} noch offen. Bitte überweisen \
        Sie{{?has_pay_by}} bis {{pay_by}}{{/has_pay_by}} unter Angabe von {{payment_reference}} oder melden Sie sich: \
        {{sender_line}}. Falls schon bezahlt: danke!
        """),
    final: Message(
      subject: "Letzte Mahnung: {{amount_due}} überfällig, Kundennummer {{customer_id}}",
      opening: """
        trotz mehrerer Erinnerungen sind die folgenden Posten noch nicht bezahlt. Für diese Posten ist dies unsere letzte \
        Mahnung.
        """,
      others: "Diese Posten sind ebenfalls überfällig; für sie gilt die letzte Mahnung noch nicht.",
      request: """
        Sollten wir{{?has_pay_by}} bis dahin{{/has_pay_by}} weder eine Zahlung noch eine Nachricht von Ihnen erhalten, \
        behalten wir uns für die Posten der letzten Mahnung weitere Schritte vor. Lieber finden wir mit Ihnen gemeinsam \
        eine Lösung: Bitte rufen Sie uns an oder schreiben Sie uns, wenn Sie nicht alles auf einmal bezahlen können oder \
        mit einem Posten nicht einverstanden sind.
        """,
      sms: """
        {{company_name}}: Letzte Mahnung, {{amount_due}} sind noch offen. Bitte überweisen \
        Sie{{?has_pay_by}} bis {{pay_by}}{{/has_pay_by}} unter Angabe von {{payment_reference}} oder melden Sie sich: \
        {{sender_line}}. Falls schon bezahlt: danke!
        """),
    promiseBroken: Message(
      subject: "Ihre angekündigte Zahlung: {{amount_due}} offen, Kundennummer {{customer_id}}",
      opening: """
        Sie hatten uns eine Zahlung angekündigt. Bisher ist sie bei uns nicht vollständig eingegangen, und die folgenden \
        Posten sind noch offen. Vielleicht ist noch etwas unterwegs.
        """,
      request: """
        Brauchen Sie mehr Zeit, rufen Sie uns bitte an oder schreiben Sie uns, damit wir einen neuen Termin vereinbaren \
        können.
        """,
      sms: """
        {{company_name}}: Ihre angekündigte Zahlung ist nicht vollständig eingegangen, {{amount_due}} sind offen. Bitte \
        überweisen Sie unter Angabe von {{payment_reference}} oder melden Sie sich: {{sender_line}}. \
        Falls schon bezahlt: danke!
        """),
    planMissed: Message(
      subject: "Ihre Ratenzahlung: {{amount_due}} offen, Kundennummer {{customer_id}}",
      opening: """
        wir haben mit Ihnen eine Zahlung in Raten vereinbart. Die letzte Rate ist bei uns nicht vollständig eingegangen; \
        die folgenden Posten sind offen.
        """,
      request: """
        Ist Ihnen eine Rate zu hoch geworden, rufen Sie uns bitte an oder schreiben Sie uns; wir suchen gemeinsam einen Weg.
        """,
      sms: """
        {{company_name}}: Ihre letzte Rate ist bei uns nicht vollständig eingegangen, {{amount_due}} sind offen. Bitte \
        überweisen Sie unter Angabe von {{payment_reference}} oder melden Sie sich: {{sender_line}}. \
        Falls schon bezahlt: danke!
        """),
    statement: Message(
      subject: "Kontoauszug zum {{as_of|date_long}}, Kundennummer {{customer_id}}",
      opening: """
        Sie erhalten Ihren Kontoauszug zum {{as_of|date_long}}\
        {{?lists_items}} mit allen an diesem Tag offenen Posten{{/lists_items}}.\
        {{?lists_movements}} Die Bewegungen sind die vom {{period_from|date_long}} bis zum {{period_to|date_long}}.{{/lists_movements}}
        """),
    invitation: Message(
      subject: "Ihr Zugang zu unserem Kundenportal, Kundennummer {{customer_id}}",
      opening: """
        in unserem Kundenportal sehen Sie jederzeit Ihre offenen Posten und Kontoauszüge und können uns sagen, wenn etwas nicht stimmt.\
        {{?has_email}} Wir laden Sie ein, sich dort mit {{email}} anzumelden.{{/has_email}}{{?has_no_email}} Bitte sagen Sie uns, mit welcher E-Mail-Adresse Sie sich anmelden möchten.{{/has_no_email}}
        """,
      request: """
        Haben Sie diese Einladung nicht erwartet, brauchen Sie nichts zu tun; durch sie allein ist niemand angemeldet.
        """,
      sms: """
        {{company_name}}: Ihr Zugang zu unserem Kundenportal: {{portal}}. Haben Sie das nicht erwartet, brauchen Sie nichts zu tun. Fragen? {{sender_line}}
        """),
    portal: "Kundenportal")
}
