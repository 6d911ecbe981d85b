extension BuiltinWords {
  static let dutch = BuiltinWords(
    named: "Geachte {{contact_name}},", unnamed: "Geachte heer, mevrouw,", overdue: "Vervallen",
    itemsAbove: "Bovenstaande posten", credits: "Tegoeden op uw rekening", interest: "Rente",
    interestEarlier: "Rente uit eerdere vorderingen", interestPaid: "Reeds betaalde rente", fees: "Kosten",
    amountDue: "Te betalen", total: "Totaal",
    creditsDeducted: "Deze tegoeden zijn al van het te betalen bedrag afgetrokken:",
    disputed: "Deze posten worden nog uitgezocht en tellen niet mee in het bedrag hierboven:",
    setAside: "Deze posten tellen niet mee in het bedrag hierboven:",
    notDue: "Ter informatie: deze posten zijn nog niet vervallen.",
    pay: """
      Wilt u {{amount_due}}{{?has_pay_by}} uiterlijk op {{pay_by|date_long}}{{/has_pay_by}} overmaken onder vermelding van \
      {{payment_reference}}?
      """,
    alreadyPaid: """
      Dit bericht geeft onze administratie weer per {{data_as_of|date_long}}. Hebt u inmiddels betaald, dan danken wij u en \
      kunt u dit bericht als niet verzonden beschouwen.
      """,
    accountHolder: "Ten name van", bank: "Bank", reference: "Onder vermelding van", contact: "Uw contactpersoon",
    telephone: "Telefoon", email: "E-mail", regards: "Met vriendelijke groet,",
    balances: ("Nog niet vervallen", "Vervallen", "Tegoeden", "Openstaand saldo"),
    statementDate: """
      Het geeft onze administratie weer per {{data_as_of|date_long}}. Wijkt een bedrag af van uw boekhouding, laat het ons \
      dan weten.
      """,
    preDue: Message(
      subject: "Binnenkort te betalen: {{amount_due}}, klantnummer {{customer_id}}",
      opening: """
        Hierbij laten wij u alvast weten dat onderstaande posten binnenkort vervallen. Staat de betaling al gepland, dan hoeft \
        u niets te doen.
        """,
      others: "De vervaldatum van deze posten is al verstreken; misschien zijn ze aan uw aandacht ontsnapt.",
      request: """
        Is iets niet duidelijk, laat het ons dan nu weten, zodat het vóór de vervaldatum opgelost is.
        """,
      sms: """
        {{company_name}}: wij laten u alvast weten dat {{amount_due}} binnenkort vervalt ({{payment_reference}}). Staat de \
        betaling al gepland, dan hoeft u niets te doen. Vragen? {{sender_line}}
        """),
    gentle: Message(
      subject: "Betalingsherinnering: {{amount_due}} openstaand, klantnummer {{customer_id}}",
      opening: """
        Volgens onze administratie is de vervaldatum van onderstaande posten verstreken en staan ze nog open. Misschien zijn \
        ze aan uw aandacht ontsnapt.
        """,
      request: "Is iets niet duidelijk, neem dan gerust contact met ons op; wij helpen u graag.",
      sms: """
        {{company_name}}: op uw rekening staat {{amount_due}} open waarvan de vervaldatum voorbij is. Wilt u dit overmaken \
        o.v.v. {{payment_reference}}? Al betaald? Dank u. Vragen? {{sender_line}}
        """),
    firm: Message(
      subject: "Aanmaning (herinnering {{level}}): {{amount_due}} vervallen, klantnummer {{customer_id}}",
      opening: """
        Ondanks ons eerdere bericht hebben wij voor de posten met herinnering {{level}} hieronder nog geen betaling \
        ontvangen.{{?has_other}} Uw overige vervallen posten staan er ook bij, zodat u alles bij elkaar hebt.{{/has_other}}
        """,
      request: """
        Staat iets de betaling in de weg, bel of schrijf ons dan. De meeste vragen zijn in een paar minuten beantwoord.
        """,
      sms: """
        {{company_name}}: ondanks onze herinnering staat {{amount_due}} nog open. Wilt u \
        dit{{?has_pay_by}} uiterlijk {{pay_by}}{{/has_pay_by}} overmaken o.v.v. {{payment_reference}}, of contact met ons opnemen: \
        {{sender_line}}? Al betaald? Dank u.
        """),
    final: Message(
      subject: "Laatste aanmaning: {{amount_due}} vervallen, klantnummer {{customer_id}}",
      opening: """
        Ondanks onze eerdere herinneringen zijn de volgende posten nog niet betaald. Voor deze posten is dit onze laatste \
        aanmaning.
        """,
      others: "Deze posten zijn eveneens vervallen; de laatste aanmaning geldt daarvoor nog niet.",
      request: """
        Als wij{{?has_pay_by}} vóór die tijd{{/has_pay_by}} geen betaling en geen bericht van u ontvangen, kunnen voor de \
        posten van de laatste aanmaning verdere stappen volgen. Wij lossen dit veel liever samen met u op: bel of schrijf ons \
        als u niet alles kunt betalen of het met een post niet eens bent.
        """,
      sms: """
        {{company_name}}: laatste aanmaning, {{amount_due}} is nog niet betaald. Wilt u \
        dit{{?has_pay_by}} uiterlijk {{pay_by}}{{/has_pay_by}} overmaken o.v.v. {{payment_reference}}, of contact met ons opnemen: \
        {{sender_line}}? Al betaald? Dank u.
        """),
    promiseBroken: Message(
      subject: "Uw toegezegde betaling: {{amount_due}} openstaand, klantnummer {{customer_id}}",
      opening: """
        U had ons een betaling toegezegd. Wij hebben haar nog niet volledig ontvangen en onderstaande posten staan \
        nog open. Misschien is er nog iets onderweg.
        """,
      request: """
        Hebt u meer tijd nodig, bel of schrijf ons dan, zodat wij een nieuwe datum kunnen afspreken.
        """,
      sms: """
        {{company_name}}: uw toegezegde betaling hebben wij niet volledig ontvangen; {{amount_due}} staat open. Wilt u dit \
        overmaken o.v.v. {{payment_reference}}, of contact met ons opnemen: {{sender_line}}? Al betaald? Dank u.
        """),
    planMissed: Message(
      subject: "Uw betalingsregeling: {{amount_due}} openstaand, klantnummer {{customer_id}}",
      opening: """
        Wij hebben met u betaling in termijnen afgesproken. De laatste termijn hebben wij niet volledig ontvangen; \
        onderstaande posten staan open.
        """,
      request: """
        Zijn de termijnen te hoog voor u geworden, bel of schrijf ons dan; wij zoeken samen met u naar een oplossing.
        """,
      sms: """
        {{company_name}}: uw laatste termijn hebben wij niet volledig ontvangen; {{amount_due}} staat open. Wilt u dit \
        overmaken o.v.v. {{payment_reference}}, of contact met ons opnemen: {{sender_line}}? Al betaald? Dank u.
        """),
    statement: Message(
      subject: "Rekeningoverzicht per {{as_of|date_long}}, klantnummer {{customer_id}}",
      opening: """
        Hierbij ontvangt u uw rekeningoverzicht per {{as_of|date_long}}\
        {{?lists_items}} met alle posten die op die dag openstonden{{/lists_items}}.\
        {{?lists_movements}} De mutaties betreffen de periode van {{period_from|date_long}} tot en met {{period_to|date_long}}.{{/lists_movements}}
        """),
    invitation: Message(
      subject: "Uw toegang tot ons klantenportaal, klantnummer {{customer_id}}",
      opening: """
        In ons klantenportaal ziet u op elk moment uw openstaande posten en rekeningoverzichten en kunt u ons laten weten als iets niet klopt.\
        {{?has_email}} Wij nodigen u uit om met {{email}} in te loggen.{{/has_email}}{{?has_no_email}} Laat ons weten met welk e-mailadres u wilt inloggen.{{/has_no_email}}
        """,
      request: """
        Had u deze uitnodiging niet verwacht, dan hoeft u niets te doen; door de uitnodiging alleen is niemand ingelogd.
        """,
      sms: """
        {{company_name}}: uw toegang tot ons klantenportaal: {{portal}}. Had u dit niet verwacht, dan hoeft u niets te doen. Vragen? {{sender_line}}
        """),
    portal: "Klantenportaal")
}
