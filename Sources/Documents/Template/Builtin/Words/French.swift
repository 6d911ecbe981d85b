extension BuiltinWords {
  static let french = BuiltinWords(
    named: "À l’attention de\u{A0}: {{contact_name}}\n\nMadame, Monsieur,", unnamed: "Madame, Monsieur,",
    overdue: "Montant échu",
    itemsAbove: "Montants ci-dessus", credits: "Avoirs et acomptes déduits", interest: "Intérêts",
    interestEarlier: "Intérêts de créances antérieures", interestPaid: "Intérêts déjà payés", fees: "Frais",
    amountDue: "Montant dû", total: "Total",
    creditsDeducted: "Ces avoirs et acomptes sont déjà déduits du montant dû\u{A0}:",
    disputed: "Les pièces suivantes sont en cours d’examen et ne sont pas comprises dans le montant ci-dessus\u{A0}:",
    setAside: "Les pièces suivantes ne sont pas comprises dans le montant ci-dessus\u{A0}:",
    notDue: "Pour information, les pièces suivantes ne sont pas encore échues\u{A0}:",
    pay: """
      Nous vous remercions de bien vouloir virer {{amount_due}}{{?has_pay_by}} au plus tard le \
      {{pay_by|date_long}}{{/has_pay_by}}, en rappelant la référence {{payment_reference}}.
      """,
    alreadyPaid: """
      Ce message reflète notre comptabilité au {{data_as_of|date_long}}. Si vous avez réglé entre-temps, nous vous en \
      remercions et vous prions de ne pas en tenir compte.
      """,
    accountHolder: "Titulaire du compte", bank: "Banque", reference: "Référence à rappeler", contact: "Votre contact",
    telephone: "Téléphone", email: "E-mail",
    regards: "Nous vous prions d’agréer, Madame, Monsieur, nos salutations distinguées.",
    balances: ("Non échu", "Échu", "Avoirs", "Solde dû"),
    statementDate: """
      Il reflète notre comptabilité au {{data_as_of|date_long}}. Si un montant diffère de vos écritures, merci de nous le \
      signaler.
      """,
    preDue: Message(
      subject: "Échéance prochaine\u{A0}: {{amount_due}}, client n°\u{A0}{{customer_id}}",
      opening: """
        Nous nous permettons de vous signaler que les montants ci-dessous arrivent prochainement à échéance. Si leur \
        règlement est déjà prévu, vous n’avez rien d’autre à faire.
        """,
      others: "Les montants suivants sont déjà échus\u{A0}; il s’agit peut-être d’un simple oubli.",
      request: """
        Si un point n’est pas clair, merci de nous le dire dès maintenant, afin que nous puissions le régler avant \
        l’échéance.
        """,
      sms: """
        {{company_name}} : {{amount_due}} arrivent prochainement à échéance (réf. {{payment_reference}}). Si le règlement \
        est prévu, rien à faire. Une question ? {{sender_line}}
        """),
    gentle: Message(
      subject: "Rappel de paiement\u{A0}: {{amount_due}} à régler, client n°\u{A0}{{customer_id}}",
      opening: """
        Sauf erreur de notre part, les montants ci-dessous sont échus et leur règlement ne nous est pas encore parvenu. Il \
        s’agit peut-être d’un simple oubli.
        """,
      request: "Si un point n’est pas clair, n’hésitez pas à nous contacter\u{A0}; nous vous aiderons volontiers.",
      sms: """
        {{company_name}} : sauf erreur, {{amount_due}} sont échus. Merci de virer ce montant en rappelant la référence \
        {{payment_reference}}. Si c'est déjà fait, merci ! Une question ? {{sender_line}}
        """),
    firm: Message(
      subject: "Relance n°\u{A0}{{level}}\u{A0}: {{amount_due}} échus, client n°\u{A0}{{customer_id}}",
      opening: """
        Malgré notre précédent message, nous n’avons pas encore reçu le règlement des montants qui figurent ci-dessous avec \
        la relance {{level}}.{{?has_other}} Vos autres montants échus y sont également indiqués, afin que vous disposiez \
        d’une vue d’ensemble.{{/has_other}}
        """,
      request: """
        Si quelque chose s’oppose au règlement, appelez-nous ou écrivez-nous. La plupart des questions se règlent en \
        quelques minutes.
        """,
      sms: """
        {{company_name}} : malgré notre rappel, {{amount_due}} restent à régler. Merci de virer ce \
        montant{{?has_pay_by}} d'ici au {{pay_by}}{{/has_pay_by}} (réf. {{payment_reference}}) ou de nous contacter : \
        {{sender_line}}. Si c'est déjà fait, merci !
        """),
    final: Message(
      subject: "Dernier rappel\u{A0}: {{amount_due}} échus, client n°\u{A0}{{customer_id}}",
      opening: """
        Malgré nos rappels, les montants suivants n’ont toujours pas été réglés. Pour ces montants, ceci est notre dernier \
        rappel.
        """,
      others: "Les montants suivants sont également échus\u{A0}; le dernier rappel ne les concerne pas encore.",
      request: """
        Sans règlement ni nouvelles de votre part{{?has_pay_by}} d’ici là{{/has_pay_by}}, nous nous réservons la \
        possibilité d’engager d’autres démarches pour les montants visés par ce dernier rappel. Nous préférons de loin \
        trouver une solution avec vous\u{A0}: appelez-nous ou écrivez-nous si vous ne pouvez pas tout régler, ou si vous \
        contestez un montant.
        """,
      sms: """
        {{company_name}} : dernier rappel, {{amount_due}} restent impayés. Merci de virer ce \
        montant{{?has_pay_by}} d'ici au {{pay_by}}{{/has_pay_by}} (réf. {{payment_reference}}) ou de nous contacter : \
        {{sender_line}}. Si c'est déjà fait, merci !
        """),
    promiseBroken: Message(
      subject: "Le règlement que vous avez annoncé\u{A0}: {{amount_due}}, client n°\u{A0}{{customer_id}}",
      opening: """
        Vous nous aviez annoncé un règlement. Il ne nous est pas parvenu en totalité, et les montants ci-dessous restent \
        dus. Peut-être un virement est-il encore en chemin.
        """,
      request: """
        S’il vous faut plus de temps, appelez-nous ou écrivez-nous, afin que nous convenions d’une nouvelle date.
        """,
      sms: """
        {{company_name}} : le règlement que vous avez annoncé ne nous est pas parvenu en totalité, {{amount_due}} restent dus \
        (réf. {{payment_reference}}). Merci de virer ce montant ou de nous contacter : {{sender_line}}. Si \
        c'est déjà fait, merci !
        """),
    planMissed: Message(
      subject: "Votre échéancier\u{A0}: {{amount_due}} à régler, client n°\u{A0}{{customer_id}}",
      opening: """
        Nous avions convenu avec vous d’un règlement échelonné. Le dernier versement ne nous est pas parvenu en totalité\
        \u{A0}; les montants ci-dessous sont exigibles.
        """,
      request: """
        Si les versements sont devenus trop élevés pour vous, appelez-nous ou écrivez-nous\u{A0}; nous chercherons une \
        solution ensemble.
        """,
      sms: """
        {{company_name}} : votre dernier versement ne nous est pas parvenu en totalité, {{amount_due}} restent dus (réf. \
        {{payment_reference}}). Merci de virer ce montant ou de nous contacter : {{sender_line}}. Si c'est \
        déjà fait, merci !
        """),
    statement: Message(
      subject: "Relevé de compte au {{as_of|date_long}}, client n°\u{A0}{{customer_id}}",
      opening: """
        Veuillez trouver votre relevé de compte arrêté au {{as_of|date_long}}.\
        {{?lists_items}} Il présente toutes les pièces non soldées à cette date.{{/lists_items}}\
        {{?lists_movements}} Les mouvements couvrent la période du {{period_from|date_long}} au {{period_to|date_long}}.{{/lists_movements}}
        """),
    invitation: Message(
      subject: "Votre accès à notre portail clients, client n°\u{A0}{{customer_id}}",
      opening: """
        Notre portail clients vous permet de consulter à tout moment vos pièces non soldées et vos relevés de compte, et de nous signaler ce qui ne serait pas exact.\
        {{?has_email}} Nous vous invitons à vous y connecter avec {{email}}.{{/has_email}}{{?has_no_email}} Merci de nous indiquer l’adresse e-mail avec laquelle vous souhaitez vous connecter.{{/has_no_email}}
        """,
      request: """
        Si vous n’attendiez pas cette invitation, vous n’avez rien à faire\u{A0}; elle n’ouvre à elle seule aucun accès.
        """,
      sms: """
        {{company_name}} : votre accès à notre portail clients : {{portal}}. Si vous ne l'attendiez pas, vous n'avez rien à faire. Une question ? {{sender_line}}
        """),
    portal: "Portail clients")
}
