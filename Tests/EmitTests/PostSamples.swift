import Documents
import Foundation
import Ledger
import Pipeline
import Testing

@testable import Emit

/// Two companies that post: one in Germany with a DIN window, one in the United States with a #10.
enum PostSample {
  static let stationery: Stationery = {
    var templates: [String: Template] = [:]
    for builtin in BuiltinTemplate.all { templates[builtin.declaration.id] = builtin.compile().template }
    do {
      return try Stationery(templates: TemplateLibrary(templates), regular: font("Regular"), bold: font("Bold"))
    } catch { fatalError("these tests need Debian's fonts-liberation or fonts-liberation2: \(error)") }
  }()

  static func font(_ face: String) -> [UInt8] {
    for folder in ["liberation2", "liberation"] {
      let path = "/usr/share/fonts/truetype/\(folder)/LiberationSans-\(face).ttf"
      if let data = FileManager.default.contents(atPath: path) { return [UInt8](data) }
    }
    return []
  }

  static var nordwind: Company {
    var company = Company()
    company.id = "NORDWIND"
    company.name = "Nordwind Handels GmbH"
    company.country = "DE"
    company.language = "de"
    company.address = ["Nordwind Handels GmbH", "Am Sandtorkai 30", "20457 Hamburg"]
    company.contact = "Petra Lünemann"
    company.phone = "+49 40 1234-560"
    company.email.from = "debitoren@nordwind-handel.example"
    company.email.replyTo = "petra.luenemann@nordwind-handel.example"
    company.email.subjectTag = "[Nordwind]"
    var bank = CompanyBank()
    bank.iban = "DE89370400440532013000"
    bank.bic = "COBADEFFXXX"
    company.bank = bank
    return company
  }

  static var harbor: Company {
    var company = Company()
    company.id = "HARBOR"
    company.name = "Harbor & Pine Inc."
    company.baseCurrency = usd
    company.country = "US"
    company.language = "en-US"
    company.address = ["Harbor & Pine Inc.", "300 Commercial St", "Portland, ME 04101"]
    company.contact = "Jo Marsh"
    company.phone = "+1 207 555 0134"
    company.email.from = "receivables@harbor-pine.example"
    company.email.replyTo = "jo.marsh@harbor-pine.example"
    return company
  }

  static var night: Night {
    EmitTests.night([
      CompanyNight(company: nordwind, dataAsOf: day("2026-11-20")),
      CompanyNight(company: harbor, dataAsOf: day("2026-11-20")),
    ])
  }

  static func german(_ id: String = "K-1001", _ more: KeyValuePairs<String, String> = [:]) -> Customer {
    var fields: [(String, String)] = [
      ("address_line1", "Hauptstraße 12"), ("postal_code", "10115"), ("city", "Berlin"), ("country", "DE"),
      ("language", "de"), ("contact", "Erika Muster"), ("email", "erika@kunde.example"),
    ]
    for (key, value) in more {
      fields.removeAll { $0.0 == key }
      fields.append((key, value))
    }
    return Customer(company: "NORDWIND", id: id, name: "Müller & Söhne GmbH", details: details(fields))
  }

  static func american(_ id: String = "7701", _ more: [(String, String)] = []) -> Customer {
    let fields: [(String, String)] = [
      ("address_line1", "88 Wharf Street"), ("postal_code", "02110"), ("city", "Boston"), ("region", "MA"),
      ("country", "US"), ("language", "en-US"), ("email", "ap@osprey.example"),
    ]
    return Customer(company: "HARBOR", id: id, name: "Osprey Labs LLC", details: details(fields + more))
  }

  static func details(_ fields: [(String, String)]) -> Details {
    var bytes: [UInt8] = Array("{".utf8)
    var isFirst = true
    for (key, value) in fields where !value.isEmpty {
      Details.write(key: key, value: value, first: &isFirst, to: &bytes)
    }
    return Details(json: String(decoding: bytes + Array("}".utf8), as: UTF8.self))
  }

  /// Invoices of a customer: the first most overdue, the last not due; one in dispute, one part paid, a credit note.
  static func items(_ customer: Customer, _ count: Int = 6, currency: Currency = eur) -> [AccountItem] {
    var items = (0..<count).map { number in
      let late = 75 - number * 95 / max(1, count - 1)
      var item = item(
        "RE-2026-\(1000 + number)", Int64(123_450 + number * 78_901 % 900_000), late: late, of: customer.id,
        company: customer.company, currency: currency,
        details: number % 3 == 1 ? ["purchase_order": "PO-\(88_100 + number)"] : [:])
      if number == 2 { item.document.balance /= 2 }
      return item
    }
    if count > 3 {
      items.append(
        item(
          "GU-2026-0007", -20_000, late: 4, of: customer.id, company: customer.company, currency: currency))
    }
    return items
  }

  /// The decision to send a message about these items at a level: overdue ones demanded, the second in dispute.
  static func unit(
    _ customer: Customer, _ items: [AccountItem], _ channel: Channel, level: Int = 2, template: String = "firm",
    isLive: Bool = true, language: String? = nil
  ) -> UnitDecision {
    var overdue: Int64 = 0
    var credits: Int64 = 0
    var outcomes: [ItemOutcome] = []
    for (index, item) in items.enumerated() {
      let balance = item.document.balance
      if balance < 0 {
        credits += balance
        outcomes.append(ItemOutcome(item: index, includedAs: .credit, levelBefore: 0, levelAfter: 0))
      } else if index == 1, items.count > 3 {
        outcomes.append(
          ItemOutcome(
            item: index, includedAs: .held, reason: .disputed, levelBefore: 0, levelAfter: 0, heldAmount: balance,
            hold: .disputed))
      } else if let days = item.daysPastDue(asOf), days > 0 {
        overdue += balance
        let own = days > 40 ? level : 1
        outcomes.append(
          ItemOutcome(
            item: index, includedAs: own == level ? .trigger : .content, levelBefore: own - 1,
            levelAfter: isLive ? own : own - 1, printedLevel: own))
      }
    }
    let id = SHA256.hex(of: "\(customer.company)\(customer.id)\(channel.rawValue)\(isLive)").prefix(32)
    let message = ReminderMessage(
      id: String(id), channel: channel, template: template, address: channel == .email ? customer.email : nil,
      contact: customer.contact, language: language ?? customer.language ?? "en", level: level, stepDays: 30,
      payBy: asOf.adding(days: 10))
    return UnitDecision(
      company: customer.company, customer: customer, currency: items[0].document.currency, items: items,
      outcomes: outcomes, suppressed: isLive ? nil : .notLive, explanation: "", policy: "standard", level: level,
      overdue: overdue, credits: credits, amountDue: overdue + credits, message: message)
  }

  static func letters(
    _ units: [UnitDecision], _ change: (inout LetterSettings) -> Void = { _ in }
  ) throws -> (sink: MemorySink, failures: [MessageFailure]) {
    var settings = LetterSettings()
    change(&settings)
    let sink = MemorySink()
    var letters = try ReminderLetters(sink, night: night, settings: settings, stationery: stationery)
    for unit in units { try letters.add(account(unit.customer, unit.items), AccountOutcome(decisions: [unit])) }
    try letters.finish()
    return (sink, letters.failures)
  }

  static func statements(
    _ accounts: [(CustomerAccount, AccountOutcome)], _ change: (inout StatementSettings) -> Void = { _ in }
  ) throws -> (sink: MemorySink, failures: [MessageFailure]) {
    var settings = StatementSettings()
    change(&settings)
    let sink = MemorySink()
    var statements = try Statements(sink, night: night, settings: settings, stationery: stationery)
    for (account, outcome) in accounts { try statements.add(account, outcome) }
    try statements.finish()
    return (sink, statements.failures)
  }
}

/// Writes the files of a sink into a folder and runs one of the tools of `Tests/tools` over them.
enum Outside {
  /// The folder: `POST_SAMPLES` where that is set, so that a person can look at what was made.
  static func folder(_ name: String, _ sink: MemorySink) throws -> URL {
    let base =
      ProcessInfo.processInfo.environment["POST_SAMPLES"].map { URL(fileURLWithPath: $0) }
      ?? FileManager.default.temporaryDirectory.appendingPathComponent("post-\(UUID().uuidString)")
    let folder = base.appendingPathComponent(name)
    for file in sink.files {
      let url = folder.appendingPathComponent(file.path)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(file.bytes).write(to: url)
    }
    return folder
  }

  static func discard(_ folder: URL) {
    guard ProcessInfo.processInfo.environment["POST_SAMPLES"] == nil else { return }
    try? FileManager.default.removeItem(at: folder.deletingLastPathComponent())
  }

  /// What a tool says: exit status and text. `PYTHON` names an interpreter that has the packages of requirements.txt.
  static func run(_ tool: String, _ arguments: [String]) throws -> (status: Int32, text: String) {
    // The link to this file in a private package leads to the real one.
    let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    let tests = here.deletingLastPathComponent().deletingLastPathComponent()
    let own = tests.deletingLastPathComponent().appendingPathComponent(".venv/bin/python3").path
    let python = FileManager.default.isExecutableFile(atPath: own) ? own : "python3"
    return try execute(python, [tests.appendingPathComponent("tools/\(tool)").path] + arguments)
  }

  static func execute(_ program: String, _ arguments: [String]) throws -> (status: Int32, text: String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }
}
