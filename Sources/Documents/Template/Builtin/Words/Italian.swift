extension BuiltinWords {
  static let italian = BuiltinWords(
    named: "Gentile {{contact_name}},", unnamed: "Spettabile {{customer_name}},", overdue: "Scaduto",
    itemsAbove: "Partite indicate", credits: "Crediti a Vostro favore", interest: "Interessi",
    interestEarlier: "Interessi di richieste precedenti", interestPaid: "Interessi già pagati", fees: "Spese",
    amountDue: "Importo dovuto", total: "Totale",
    creditsDeducted: "Questi crediti sono già stati detratti dall’importo dovuto:",
    disputed: "Queste partite sono in fase di chiarimento e non sono comprese nell’importo indicato sopra:",
    setAside: "Queste partite non sono comprese nell’importo indicato sopra:",
    notDue: "Per Vostra informazione, queste partite non sono ancora scadute:",
    pay: """
      Vi preghiamo di versare {{amount_due}}{{?has_pay_by}} entro il giorno {{pay_by|date_long}}{{/has_pay_by}}, indicando la \
      causale {{payment_reference}}.
      """,
    alreadyPaid: """
      Questo messaggio riporta la nostra situazione contabile al giorno {{data_as_of|date_long}}. Se nel frattempo avete già pagato, \
      Vi ringraziamo e Vi preghiamo di non tenerne conto.
      """,
    accountHolder: "Intestatario del conto", bank: "Banca", reference: "Causale", contact: "Il Vostro referente",
    telephone: "Telefono", email: "E-mail", regards: "Cordiali saluti",
    balances: ("A scadere", "Scaduto", "Crediti", "Saldo aperto"),
    statementDate: """
      Riporta la nostra situazione contabile al giorno {{data_as_of|date_long}}. Se un importo non corrisponde alla Vostra \
      contabilità, Vi preghiamo di segnalarcelo.
      """,
    preDue: Message(
      subject: "Prossima scadenza: {{amount_due}}, codice cliente {{customer_id}}",
      opening: """
        Vi segnaliamo in anticipo che le partite seguenti scadranno a breve. Se il pagamento è già previsto, non occorre fare \
        altro.
        """,
      others: "Queste partite sono già scadute; può trattarsi di una semplice dimenticanza.",
      request: """
        Se qualcosa non è chiaro, Vi preghiamo di comunicarcelo subito, così da poterlo chiarire prima della scadenza.
        """,
      sms: """
        {{company_name}}: Vi segnaliamo che {{amount_due}} scadono a breve (causale {{payment_reference}}). Se il pagamento è \
        già previsto, non occorre fare altro. Domande? {{sender_line}}
        """),
    gentle: Message(
      subject: "Promemoria di pagamento: {{amount_due}} da saldare, codice cliente {{customer_id}}",
      opening: """
        Dalla nostra contabilità risulta che le partite seguenti sono scadute e ancora aperte. Può trattarsi di una semplice \
        dimenticanza.
        """,
      request: "Se qualcosa non è chiaro, non esitate a contattarci; Vi aiuteremo volentieri.",
      sms: """
        {{company_name}}: sul Vostro conto risultano scaduti {{amount_due}}. Vi preghiamo di versarli con causale \
        {{payment_reference}}. Se avete già pagato, grazie. Domande? {{sender_line}}
        """),
    firm: Message(
      subject: "Sollecito n. {{level}}: {{amount_due}} scaduti, codice cliente {{customer_id}}",
      opening: """
        Nonostante il nostro precedente messaggio non abbiamo ancora ricevuto il pagamento delle partite indicate di seguito \
        con il sollecito {{level}}.{{?has_other}} Riportiamo anche le altre Vostre partite scadute, affinché abbiate un quadro \
        completo.{{/has_other}}
        """,
      request: """
        Se qualcosa impedisce il pagamento, telefonateci o scriveteci. La maggior parte delle questioni si risolve in pochi \
        minuti.
        """,
      sms: """
        {{company_name}}: nonostante il nostro promemoria risultano ancora aperti {{amount_due}}. Vi preghiamo di \
        versarli{{?has_pay_by}} entro il giorno {{pay_by}}{{/has_pay_by}} (causale {{payment_reference}}) o di contattarci: \
        {{sender_line}}. Se avete già pagato, grazie.
        """),
    final: Message(
      subject: "Ultimo sollecito: {{amount_due}} scaduti, codice cliente {{customer_id}}",
      opening: """
        Nonostante i nostri solleciti le partite seguenti risultano ancora non pagate. Per queste partite il presente è il \
        nostro ultimo sollecito.
        """,
      others: "Anche queste partite sono scadute; l’ultimo sollecito non le riguarda ancora.",
      request: """
        In mancanza di un pagamento o di un Vostro riscontro{{?has_pay_by}} entro tale data{{/has_pay_by}}, potranno seguire \
        altri passi per le partite oggetto dell’ultimo sollecito. Preferiamo di gran lunga trovare una soluzione insieme a \
        Voi: telefonateci o scriveteci se non potete pagare l’intero importo o se non siete d’accordo su una partita.
        """,
      sms: """
        {{company_name}}: ultimo sollecito, risultano non pagati {{amount_due}}. Vi preghiamo di \
        versarli{{?has_pay_by}} entro il giorno {{pay_by}}{{/has_pay_by}} (causale {{payment_reference}}) o di contattarci: \
        {{sender_line}}. Se avete già pagato, grazie.
        """),
    promiseBroken: Message(
      subject: "Il pagamento annunciato: {{amount_due}} da saldare, codice cliente {{customer_id}}",
      opening: """
        Ci avevate annunciato un pagamento. Non ci è pervenuto per intero e le partite seguenti sono tuttora aperte. Forse un \
        versamento è ancora in viaggio.
        """,
      request: "Se Vi occorre più tempo, telefonateci o scriveteci, affinché possiamo concordare una nuova data.",
      sms: """
        {{company_name}}: il pagamento annunciato non ci è pervenuto per intero; restano aperti {{amount_due}} (causale \
        {{payment_reference}}). Vi preghiamo di versarli o di contattarci: {{sender_line}}. Se avete già \
        pagato, grazie.
        """),
    planMissed: Message(
      subject: "Il Vostro piano di pagamento: {{amount_due}} da saldare, codice cliente {{customer_id}}",
      opening: """
        Avevamo concordato con Voi un pagamento rateale. L’ultima rata non ci è pervenuta per intero; le partite seguenti sono \
        aperte.
        """,
      request: """
        Se le rate sono diventate troppo elevate, telefonateci o scriveteci; cercheremo insieme una soluzione.
        """,
      sms: """
        {{company_name}}: l'ultima rata non ci è pervenuta per intero; restano aperti {{amount_due}} (causale \
        {{payment_reference}}). Vi preghiamo di versarli o di contattarci: {{sender_line}}. Se avete già \
        pagato, grazie.
        """),
    statement: Message(
      subject: "Estratto conto al giorno {{as_of|date_long}}, codice cliente {{customer_id}}",
      opening: """
        Vi inviamo il Vostro estratto conto al giorno {{as_of|date_long}}\
        {{?lists_items}} con tutte le partite aperte a tale data{{/lists_items}}.\
        {{?lists_movements}} Periodo dei movimenti: {{period_from|date_long}} – {{period_to|date_long}}.{{/lists_movements}}
        """),
    invitation: Message(
      subject: "Il Vostro accesso al nostro portale clienti, codice cliente {{customer_id}}",
      opening: """
        Nel nostro portale clienti potete consultare in ogni momento le partite aperte e gli estratti conto, e segnalarci ciò che non fosse corretto.\
        {{?has_email}} Vi invitiamo ad accedere con {{email}}.{{/has_email}}{{?has_no_email}} Vi preghiamo di indicarci con quale indirizzo e-mail desiderate accedere.{{/has_no_email}}
        """,
      request: """
        Se non aspettavate questo invito, non occorre fare nulla; da solo non dà accesso a nessuno.
        """,
      sms: """
        {{company_name}}: il Vostro accesso al nostro portale clienti: {{portal}}. Se non lo aspettavate, non occorre fare nulla. Domande? {{sender_line}}
        """),
    portal: "Portale clienti")
}
