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
    if try Path.exists(folder), try !Path.isFolder(folder) || !Path.list(folder).isEmpty {
      throw Failure(
        .cannotCreate, "\(folder) is not empty, and nothing is overwritten", help: "name a folder that is not there")
    }
    let sink = try StagingSink(folder: folder)
    let stationery = try installation.stationery()
    let night = Night(
      run: "\(TemplateRendering.asOf)-0001", asOf: TemplateRendering.asOf, clock: 1_795_212_000, utcOffset: 0,
      program: "", companies: companies.map { CompanyNight(company: $0, dataAsOf: TemplateRendering.asOf) })
    var artefacts: [any MessageArtefact] = [
      try ReminderMail(sink, night: night, stationery: stationery),
      try ReminderLetters(sink, night: night, settings: LetterSettings(), stationery: stationery),
      TextMessages(sink, night: night, stationery: stationery, settings: smsSettings),
    ]
    let decisions = decisions(stationery.templates)
    for decision in decisions {
      let account = CustomerAccount(customer: decision.customer, items: decision.items, billed: decision.items)
      for index in artefacts.indices { try artefacts[index].add(account, AccountOutcome(decisions: [decision])) }
    }
    for index in artefacts.indices { try artefacts[index].finish() }
    try sink.sync()
    let failures = artefacts.flatMap(\.failures).map { failure in
      Unmade(message: failure.messageID ?? "", code: failure.code, reason: failure.reason)
    }
    return (decisions.count - failures.count, failures)
  }

  /// One company for each paper that is used: what fits one fits the others.
  private var companies: [Company] {
    var papers: Set<String> = []
    return installation.configuration.companies.filter { papers.insert($0.letterProfile ?? $0.country).inserted }
  }

  private var smsSettings: SMSSettings {
    for case .reminders(let settings) in installation.configuration.emit { return settings.sms }
    return SMSSettings()
  }

  private func decisions(_ templates: TemplateLibrary) -> [UnitDecision] {
    companies.flatMap { company in
      templates.names.filter { $0 != "statement" && $0 != "invitation" }.flatMap { name -> [UnitDecision] in
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
      address: channel == .email ? "buyer@customer.example" : channel == .sms ? "+4915155501000" : nil,
      contact: self == .usual ? "Erika Muster" : "Maximiliane-Alexandra von Hohenstein",
      language: language, level: level, stepDays: 30, payBy: isNotice ? nil : asOf.adding(days: 10))
    return UnitDecision(
      company: company.id, customer: customer(company), currency: company.baseCurrency, items: items,
      outcomes: outcomes, suppressed: .notLive, explanation: "", policy: "", level: level, overdue: overdue,
      credits: credits, amountDue: overdue + credits, message: message)
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

  private func items(_ company: Company, _ asOf: CalendarDate, isNotice: Bool) -> [AccountItem] {
    let scale: Int64 = self == .usual ? 1 : 99_999
    let prefix = self == .usual ? "INV-" : "RECHNUNG-2026/0000-"
    let count = self == .usual ? 3 : 60
    func item(_ id: String, _ days: Int?, _ amount: Int64, _ kind: DocumentKind = .invoice) -> AccountItem {
      let due = days.map { asOf.adding(days: -$0) }
      return AccountItem(
        document: Document(
          company: company.id, customerID: "", id: id, kind: kind, documentDate: (due ?? asOf).adding(days: -30),
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
      item: index, includedAs: kind, levelBefore: max(0, reached - 1), levelAfter: reached, printedLevel: reached)
  }
}
