import Documents
import Emit
import Ledger
import Pipeline

/// `check --render DIR`: every template of reminders in each of its languages, as e-mail, letter and text message, once as usual and once
/// with the worst that exports bring: the longest names, sixty documents, the largest amounts. Written as rehearsals, with TEST on them,
/// so that nobody sends one by mistake.
struct TemplateRendering {
  let installation: Installation

  /// A message that could not be made, by `<template>-<language>-<case>`.
  struct Unmade {
    var message: String
    var code: String
    var reason: String
  }

  private static let asOf = CalendarDate("2026-11-21") ?? .missing

  /// - Returns: how many messages were made, and those that were not.
  /// - Throws: where the folder is not empty; nothing is overwritten.
  func write(to folder: String) throws -> (count: Int, failures: [Unmade]) {
    let sink = try StagingSink(newFolder: folder)
    let stationery = try installation.stationery()
    var night = Night(
      run: "\(TemplateRendering.asOf)-0001", asOf: TemplateRendering.asOf, clock: 1_795_212_000, utcOffset: 0,
      program: "", companies: companies.map { CompanyNight(company: $0, dataAsOf: TemplateRendering.asOf) })
    night.rehearsal = Rehearsal()
    var artefacts: [any MessageArtefact] = [
      try ReminderMail(sink, night: night, stationery: stationery),
      try ReminderLetters(sink, night: night, settings: LetterSettings(), stationery: stationery),
      TextMessages(sink, night: night, stationery: stationery, settings: smsSettings),
    ]
    let decisions = decisions(stationery.templates)
    let invitations = invitations(stationery.templates)
    for decision in decisions + invitations {
      let account = CustomerAccount(customer: decision.customer, items: decision.items, billed: decision.items)
      let isInvitation = decision.message?.template == "invitation"
      let outcome = AccountOutcome(
        decisions: isInvitation ? [] : [decision], invitations: isInvitation ? [decision] : [])
      for index in artefacts.indices { try artefacts[index].add(account, outcome) }
    }
    for index in artefacts.indices { try artefacts[index].finish() }
    var statements = try Statements(sink, night: night, settings: statementSettings, stationery: stationery)
    let accounts = statementAccounts(stationery.templates)
    for account in accounts { try statements.add(account, AccountOutcome()) }
    try statements.finish()
    try sink.sync()
    let failures = (artefacts.flatMap(\.failures) + statements.failures).map { failure in
      Unmade(
        message: failure.messageID ?? "statement-\(failure.customerID)", code: failure.code, reason: failure.reason)
    }
    return (decisions.count + invitations.count + accounts.count - failures.count, failures)
  }

  /// One company for each paper that is used: what fits one fits the others.
  private var companies: [Company] {
    var papers: Set<String> = []
    return installation.configuration.companies.filter { papers.insert($0.letterProfile ?? $0.country).inserted }.map {
      var company = $0
      // Invitations cannot be looked at without one.
      company.portal = company.portal ?? "https://portal.example/\(company.id)"
      return company
    }
  }

  private var smsSettings: SMSSettings {
    for case .reminders(let settings) in installation.configuration.emit { return settings.sms }
    return SMSSettings()
  }

  /// As the configuration says, and one file for each, to be looked at alone.
  private var statementSettings: StatementSettings {
    var settings = StatementSettings()
    for case .statements(let own) in installation.configuration.emit { settings = own }
    (settings.files, settings.kind, settings.customers, settings.only) = (.each, .openItem, .open, [])
    settings.formats = [.pdf, .html]
    return settings
  }

  private func statementAccounts(_ templates: TemplateLibrary) -> [CustomerAccount] {
    companies.flatMap { company in
      (templates["statement"]?.languages ?? []).flatMap { language in
        [TemplateCase.usual, .worst].map { $0.account(company, language, TemplateRendering.asOf) }
      }
    }
  }

  private func invitations(_ templates: TemplateLibrary) -> [UnitDecision] {
    guard let template = templates["invitation"] else { return [] }
    let channels = [Channel.email, .letter, .sms].filter { template.channels.contains($0) }
    return companies.flatMap { company in
      template.languages.flatMap { language in
        channels.flatMap { channel in
          [TemplateCase.usual, .worst].map { $0.invitation(company, language, channel) }
        }
      }
    }
  }

  private func decisions(_ templates: TemplateLibrary) -> [UnitDecision] {
    companies.flatMap { company in
      templates.names.filter { BuiltinTemplate.named($0)?.purpose == nil }.flatMap { name -> [UnitDecision] in
        guard let template = templates[name] else { return [] }
        let channels = [Channel.email, .letter, .sms].filter {
          template.channels.contains($0) || (template.channels.isEmpty && $0 != .sms)
        }
        return template.languages.flatMap { language in
          channels.flatMap { channel in
            [TemplateCase.usual, .worst].map { $0.decision(company, name, language, channel, TemplateRendering.asOf) }
          }
        }
      }
    }
  }
}

/// What a template is filled with to see whether it holds.
enum TemplateCase: String {
  case usual, worst

  /// A statement's customer; the number tells language and case.
  func account(_ company: Company, _ language: String, _ asOf: CalendarDate) -> CustomerAccount {
    var customer = customer(company)
    customer.id = "\(customer.id)-\(language)-\(rawValue)"
    customer.details = customer.details.setting("language", to: language)
    let items = items(company, asOf, isNotice: false, customer: customer.id)
    return CustomerAccount(customer: customer, items: items, billed: items)
  }

  func invitation(_ company: Company, _ language: String, _ channel: Channel) -> UnitDecision {
    var message = ReminderMessage(
      id: "\(company.id)-invitation-\(language)-\(rawValue)-\(channel.rawValue)", channel: channel,
      template: "invitation", address: address(channel), contact: contact, language: language, level: 0, stepDays: 0)
    message.portalLogins = self == .usual ? ["buyer@customer.example"] : []
    return UnitDecision(
      company: company.id, customer: customer(company), currency: company.baseCurrency, items: [], outcomes: [],
      suppressed: .notLive, explanation: "", policy: "", level: 0, overdue: 0, credits: 0, amountDue: 0,
      message: message)
  }

  private func address(_ channel: Channel) -> String? {
    channel == .email ? "buyer@customer.example" : channel == .sms ? "+4915155501000" : nil
  }

  private var contact: String { self == .usual ? "Erika Muster" : "Maximiliane-Alexandra von Hohenstein" }

  /// Interest of the overdue documents by directive 2011/7/EU, so that its table is seen.
  private func charges(_ items: [AccountItem], _ outcomes: [ItemOutcome], _ asOf: CalendarDate) -> UnitCharges {
    let terms = InterestTerms(
      rate: .over(.ecbMainRefinancing, points: YearlyRate(tenThousandths: 80_000), .eachHalfYear))
    let asked = outcomes.filter { $0.includedAs == .trigger || $0.includedAs == .content }.map(\.item)
    let interests = asked.compactMap { index -> UnitCharges.Item? in
      let start = items[index].dueDate?.adding(days: 1) ?? asOf
      let principal = Principal(items[index].document.balance, from: .missing)
      let interest = Interest(on: principal, start: start, through: asOf, terms, .builtin)
      return interest.amount > 0 ? UnitCharges.Item(item: index, interest: interest) : nil
    }
    let claim = ChargeClaim(
      id: "", kind: .interest, company: "", customerID: "", currency: items[0].document.currency, documents: [],
      regime: "eu-2011-7", terms: terms, amount: 0, isFinal: false, claimedOn: asOf, messageID: "")
    return UnitCharges(items: interests, claims: [claim])
  }

  func decision(
    _ company: Company, _ template: String, _ language: String, _ channel: Channel, _ asOf: CalendarDate
  ) -> UnitDecision {
    let isNotice = template == "pre-due"
    let level = isNotice ? 0 : template == "gentle" ? 1 : template == "final" ? 3 : 2
    let items = items(company, asOf, isNotice: isNotice)
    let outcomes = items.indices.map { index in
      outcome(index, items[index], level: level, isNotice: isNotice)
    }
    func sum(_ kinds: [ItemOutcome.Inclusion]) -> Int64 {
      outcomes.reduce(0) { $0 + (kinds.contains($1.includedAs) ? items[$1.item].document.balance : 0) }
    }
    let (overdue, credits) = (sum([.trigger, .content]), sum([.credit]))
    let message = ReminderMessage(
      id: "\(company.id)-\(template)-\(language)-\(rawValue)-\(channel.rawValue)", channel: channel, template: template,
      address: address(channel), contact: contact,
      language: language, level: level, stepDays: 30, payBy: isNotice ? nil : asOf.adding(days: 10))
    let charges = isNotice ? nil : charges(items, outcomes, asOf)
    let interest = charges?.items.reduce(Int64(0)) { $0 + $1.interest.amount } ?? 0
    var decision = UnitDecision(
      company: company.id, customer: customer(company), currency: company.baseCurrency, items: items,
      outcomes: outcomes, suppressed: .notLive, explanation: "", policy: "", level: level, overdue: overdue,
      credits: credits, interest: interest, amountDue: overdue + credits + interest, message: message)
    decision.charges = charges
    return decision
  }

  private func customer(_ company: Company) -> Customer {
    let name =
      self == .usual ? "Müller & Söhne GmbH" : "Vereinigte Armaturen- und Pumpenwerke Hohenstein GmbH & Co. KG"
    return Customer(
      company: company.id, id: self == .usual ? "10042" : "DE-KD-0000-4711-000042", name: name,
      details: Details([
        "address_line1": "Hauptstraße 12", "postal_code": "10115", "city": "Berlin", "country": company.country,
      ]))
  }

  private func items(
    _ company: Company, _ asOf: CalendarDate, isNotice: Bool, customer: String = ""
  ) -> [AccountItem] {
    let scale: Int64 = self == .usual ? 1 : 99_999
    let prefix = self == .usual ? "INV-" : "RECHNUNG-2026/0000-"
    let count = self == .usual ? 3 : 60
    func item(_ id: String, _ days: Int?, _ amount: Int64, _ kind: DocumentKind = .invoice) -> AccountItem {
      let due = days.map { asOf.adding(days: -$0) }
      return AccountItem(
        document: Document(
          company: company.id, customerID: customer, id: id, kind: kind, documentDate: (due ?? asOf).adding(days: -30),
          dueDate: due, currency: company.baseCurrency, amount: amount, balance: amount,
          details: Details(["purchase_order": self == .usual ? "PO-88121" : "PO-2026-0000-88121-A"])), dueDate: due)
    }
    var items = (1...count).map { number in
      item("\(prefix)\(1000 + number)", isNotice ? -3 : 100 - number, Int64(number) * 12_345 * scale)
    }
    items.append(item("\(prefix)H", 50, 99_900))
    items.append(item("\(prefix)N", -12, 250_000))
    items.append(item("CN-7", nil, -20_000, .creditNote))
    items.append(item("ZA-77", nil, -5_000 * scale, .onAccount))
    return items
  }

  private func outcome(_ index: Int, _ item: AccountItem, level: Int, isNotice: Bool) -> ItemOutcome {
    let id = item.document.id
    let kind: ItemOutcome.Inclusion =
      item.document.isCredit
      ? .credit : id.hasSuffix("H") ? .held : id.hasSuffix("N") ? .notDue : index == 0 || isNotice ? .trigger : .content
    let reached = kind == .trigger ? level : kind == .content ? max(1, level - 1) : 0
    return ItemOutcome(
      item: index, includedAs: kind, levelBefore: max(0, reached - 1), levelAfter: reached, printedLevel: reached,
      hold: kind == .held ? .disputed : nil)
  }
}
