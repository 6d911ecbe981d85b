extension BuiltinWords {
  static let spanish = BuiltinWords(
    named: "Estimado/a {{contact_name}}:", unnamed: "Estimados señores:", overdue: "Vencido",
    itemsAbove: "Partidas indicadas", credits: "Abonos a su favor", interest: "Intereses",
    interestEarlier: "Intereses de reclamaciones anteriores", interestPaid: "Intereses ya pagados", fees: "Gastos",
    amountDue: "Importe a pagar", total: "Total",
    creditsDeducted: "Estos abonos ya se han descontado del importe a pagar:",
    disputed: "Estas partidas se están aclarando y no forman parte del importe anterior:",
    setAside: "Estas partidas no forman parte del importe anterior:",
    notDue: "Para su información, estas partidas aún no han vencido:",
    pay: """
      Le rogamos que transfiera {{amount_due}}{{?has_pay_by}} a más tardar el {{pay_by|date_long}}{{/has_pay_by}}, \
      indicando la referencia {{payment_reference}}.
      """,
    alreadyPaid: """
      Este mensaje refleja nuestros registros a {{data_as_of|date_long}}. Si entretanto ya ha pagado, le damos las gracias \
      y le rogamos que no lo tenga en cuenta.
      """,
    accountHolder: "Titular de la cuenta", bank: "Banco", reference: "Concepto del pago", contact: "Su contacto",
    telephone: "Teléfono", email: "Correo electrónico", regards: "Atentamente,",
    balances: ("No vencido", "Vencido", "Abonos", "Saldo pendiente"),
    statementDate: """
      Refleja nuestros registros a {{data_as_of|date_long}}. Si algún importe no coincide con su contabilidad, le rogamos \
      que nos lo indique.
      """,
    preDue: Message(
      subject: "Próximo vencimiento: {{amount_due}}, cliente n.º {{customer_id}}",
      opening: """
        Le avisamos con antelación de que las partidas siguientes vencen en breve. Si el pago ya está previsto, no tiene que \
        hacer nada más.
        """,
      others: "Estas partidas ya han vencido; es posible que se trate de un simple descuido.",
      request: """
        Si alguna de estas partidas no está clara, le agradeceríamos que nos lo dijera ahora, para resolverlo antes del \
        vencimiento.
        """,
      sms: """
        {{company_name}}: le avisamos de que {{amount_due}} vencen en breve (ref. {{payment_reference}}). Si ya tiene \
        previsto el pago, no tiene que hacer nada. ¿Preguntas? {{sender_line}}
        """),
    gentle: Message(
      subject: "Recordatorio de pago: {{amount_due}} pendientes, cliente n.º {{customer_id}}",
      opening: """
        Según nuestros registros, las partidas siguientes han vencido y siguen pendientes. Es posible que se trate de un \
        simple descuido.
        """,
      request: "Si alguna de estas partidas no está clara, póngase en contacto con nosotros; le ayudaremos con gusto.",
      sms: """
        {{company_name}}: en su cuenta hay {{amount_due}} vencidos. Le rogamos que los transfiera indicando \
        {{payment_reference}}. Si ya ha pagado, gracias. ¿Preguntas? {{sender_line}}
        """),
    firm: Message(
      subject: "Aviso {{level}}: {{amount_due}} vencidos, cliente n.º {{customer_id}}",
      opening: """
        A pesar de nuestro mensaje anterior, todavía no hemos recibido el pago de las partidas que figuran a continuación \
        con el aviso {{level}}.{{?has_other}} Incluimos también sus demás partidas vencidas, para que lo tenga todo \
        reunido.{{/has_other}}
        """,
      request: """
        Si algo impide el pago, llámenos o escríbanos, por favor. La mayoría de las cuestiones se resuelven en pocos minutos.
        """,
      sms: """
        {{company_name}}: a pesar de nuestro recordatorio, siguen pendientes {{amount_due}}. Le rogamos que los \
        transfiera{{?has_pay_by}} como muy tarde el {{pay_by}}{{/has_pay_by}} (ref. {{payment_reference}}) o nos contacte: \
        {{sender_line}}. Si ya ha pagado, gracias.
        """),
    final: Message(
      subject: "Último aviso: {{amount_due}} vencidos, cliente n.º {{customer_id}}",
      opening: """
        A pesar de nuestros avisos anteriores, las partidas siguientes siguen sin pagarse. Para estas partidas, este es \
        nuestro último aviso.
        """,
      others: "Estas partidas también han vencido; el último aviso aún no se refiere a ellas.",
      request: """
        Si{{?has_pay_by}} para entonces{{/has_pay_by}} no recibimos ni el pago ni noticias suyas, podrían seguir otros pasos \
        respecto a las partidas del último aviso. Preferimos con mucho resolverlo directamente con usted: llámenos o \
        escríbanos si no puede pagar la totalidad o si no está de acuerdo con alguna partida.
        """,
      sms: """
        {{company_name}}: aviso final, siguen sin pagarse {{amount_due}}. Le rogamos que los \
        transfiera{{?has_pay_by}} como muy tarde el {{pay_by}}{{/has_pay_by}} (ref. {{payment_reference}}) o nos contacte: \
        {{sender_line}}. Si ya ha pagado, gracias.
        """),
    promiseBroken: Message(
      subject: "El pago que nos anunció: {{amount_due}} pendientes, cliente n.º {{customer_id}}",
      opening: """
        Usted nos anunció un pago. No lo hemos recibido en su totalidad, y las partidas siguientes siguen pendientes. \
        Quizá haya aún un pago en camino.
        """,
      request: "Si necesita más tiempo, llámenos o escríbanos, para que podamos acordar una nueva fecha.",
      sms: """
        {{company_name}}: el pago anunciado no nos ha llegado completo; quedan pendientes {{amount_due}} (ref. \
        {{payment_reference}}). Le rogamos que los transfiera o nos contacte: {{sender_line}}. Si ya ha \
        pagado, gracias.
        """),
    planMissed: Message(
      subject: "Su pago a plazos: {{amount_due}} pendientes, cliente n.º {{customer_id}}",
      opening: """
        Habíamos acordado con usted un pago a plazos. El último plazo no nos ha llegado en su totalidad; las \
        partidas siguientes están pendientes.
        """,
      request: """
        Si los plazos le resultan demasiado altos, llámenos o escríbanos, por favor; buscaremos juntos una solución.
        """,
      sms: """
        {{company_name}}: el plazo vencido no nos ha llegado completo; quedan pendientes {{amount_due}} (ref. \
        {{payment_reference}}). Le rogamos que los transfiera o nos contacte: {{sender_line}}. Si ya ha \
        pagado, gracias.
        """),
    statement: Message(
      subject: "Extracto de cuenta a {{as_of|date_long}}, cliente n.º {{customer_id}}",
      opening: """
        Le enviamos su extracto de cuenta a {{as_of|date_long}}\
        {{?lists_items}}, con todas las partidas pendientes en esa fecha{{/lists_items}}.\
        {{?lists_movements}} Los movimientos abarcan del {{period_from|date_long}} al {{period_to|date_long}}.{{/lists_movements}}
        """),
    invitation: Message(
      subject: "Su acceso a nuestro portal de clientes, cliente n.º {{customer_id}}",
      opening: """
        En nuestro portal de clientes puede ver en todo momento sus partidas pendientes y extractos, e indicarnos si algo no es correcto.\
        {{?has_email}} Le invitamos a entrar con {{email}}.{{/has_email}}{{?has_no_email}} Indíquenos con qué dirección de correo electrónico desea entrar.{{/has_no_email}}
        """,
      request: """
        Si no esperaba esta invitación, no tiene que hacer nada; por sí sola no da acceso a nadie.
        """,
      sms: """
        {{company_name}}: su acceso a nuestro portal de clientes: {{portal}}. Si no lo esperaba, no tiene que hacer nada. ¿Preguntas? {{sender_line}}
        """),
    portal: "Portal de clientes")
}
