import Emit
import Formats
import Ledger
import Pipeline
import Store

/// `why ID`: what the newest run decided about a document, customer, payment or message, and on what ground.
enum WhyCommand {
  static let command = Command(
    "why", operands: "ID",
    "Every decision of the newest run about a document, customer, payment or message: file and line, rule, level, reason.",
    options: [.company, .json, .now], count: 1...1
  ) { invocation in
    guard !invocation.operands[0].isEmpty else {
      throw Failure(.usage, "an empty text is no id", help: "receivables why DOCUMENT, CUSTOMER or MESSAGE")
    }
    let installation = try Installation.load(invocation.configPath)
    let state = try State.look(installation.database)
    guard let run = try state.runs.newestPublished() else {
      throw Failure(.usage, "there was no run yet", help: "receivables run")
    }
    let folder = Path.join(installation.runs, run.run)
    let story = try Story(
      id: invocation.operands[0], company: invocation[.company], run: run, folder: folder, state: state,
      configuration: installation.configuration)
    guard !story.lines.isEmpty else {
      throw Failure(
        .usage, "\(invocation.operands[0]) is no document, customer, payment or message that was ever seen here",
        help: "ids are case-sensitive and keep their leading zeros")
    }
    if invocation.has(.json) {
      Terminal.write(story.json.written(.pretty) + "\n")
    } else {
      Terminal.write(story.text)
    }
    return .done
  }
}

/// Facts about one id, each a list of names and values: from the state, and from the artefacts as they were published.
struct Story {
  typealias Line = [(key: String, value: String)]
  private(set) var lines: [Line] = []

  init(
    id: String, company: String?, run: RunRecord, folder: String, state: State, configuration: Configuration
  ) throws {
    let documents = try DocumentLookup(state.database).find(named: id, company: company)
    for document in documents {
      lines.append(try Story.document(document, state, configuration, asOf: run.asOf))
      lines += try state.charges.claims(document: document.stateID).map(Story.claim)
      lines += try state.cash.lines(document: document.stateID).map(Story.cash)
      lines += try Story.messages(state.messages.messages(document: document.stateID), state)
    }
    for (known, learned) in try state.cash.payments(id: id, company: company) {
      lines.append(try Story.payment(known, learned, state))
      lines += try state.cash.lines(payment: known.stateID).map(Story.cash)
    }
    lines += try state.charges.claims(id: id).filter { company == nil || $0.company == company }.map(Story.claim)
    try addDecisions(id, documents.map(\.document), company, run, folder)
    for (owner, message) in try state.messages.messages(id: id) where company == nil || owner == company {
      lines.append([
        ("what", "message"), ("message_id", id), ("run", message.run), ("company", owner),
        ("customer_id", message.customerID),
        ("channel", message.channel), ("template", message.template), ("level", String(message.level)),
        ("amount_due", Money(minorUnits: message.amountDue, currency: message.currency).decimal),
      ])
      if let undone = message.undone {
        lines[lines.count - 1].append(("counts_for_nothing", Story.words(undone)))
      } else if let held = message.held {
        lines[lines.count - 1].append(("release", held))
      }
      for event in try state.deliveries.events(message: id) {
        lines[lines.count - 1].append(("delivery", Story.words(event)))
      }
    }
    try addCustomers(id, company, state, configuration, folder, asOf: run.asOf)
    lines += try MissingStory(state: state, runs: Path.parent(folder)).lines(id, company)
  }

  private static func document(
    _ found: DocumentLookup.Found, _ state: State, _ configuration: Configuration, asOf: CalendarDate
  ) throws -> Line {
    let document = found.document
    var line: Line = [
      ("what", "document"), ("company", document.company), ("document_id", document.id),
      ("instalment", document.instalment), ("customer_id", document.customerID), ("kind", document.kind.name),
      ("document_date", document.documentDate.description), ("due_date", document.dueDate?.description ?? ""),
      ("amount", Money(minorUnits: document.amount, currency: document.currency).description),
      ("balance", Money(minorUnits: document.balance, currency: document.currency).description),
      ("level", String(found.memory.level)), ("learned_in", found.run),
    ]
    if let file = found.file, let (name, sha256) = try state.arrivals.fileName(file) {
      line.append(("export", "\(name) line \(found.line ?? 0), sha256 \(sha256.prefix(12))"))
    } else if found.cause != nil {
      line.append(("export", "absent from the newest snapshot"))
    }
    if let cause = found.cause, document.balance == 0 { line.append(("closed_by", cause)) }
    if let date = found.memory.lastRemindedOn { line.append(("last_reminded_on", date.description)) }
    if let date = found.memory.handedOverOn { line.append(("handed_over_on", date.description)) }
    let decided = try DecisionStory(
      state, configuration, company: document.company, customer: document.customerID, asOf: asOf)
    line += decided.lines(of: document)
    return line.filter { !$0.value.isEmpty }
  }

  /// A payment, what is not applied of it, and why.
  private static func payment(_ known: CashTables.Known, _ learned: String, _ state: State) throws -> Line {
    let payment = known.payment
    let currency = payment.money.currency
    let left = known.open.map { Money(minorUnits: $0.left, currency: currency).description } ?? ""
    let line: Line = [
      ("what", "payment"), ("company", payment.company), ("payment_id", payment.id),
      ("customer_id", payment.customerID), ("payment_date", payment.date.description),
      ("amount", payment.money.description), ("method", payment.details["method"] ?? ""),
      ("reference", payment.details["reference"] ?? ""), ("remittance", payment.details["remittance"] ?? ""),
      ("payer_name", payment.details["payer_name"] ?? ""), ("not_applied", left),
      ("return_reason", payment.details["return_reason"].map(ReturnReason.told) ?? ""),
      ("reason", known.open?.reason ?? ""),
      ("waits_since", known.open.map { CashTables.isDone($0.reason) ? "" : $0.since.description } ?? ""),
      ("taken_back_by", try state.cash.takenBack(payment: known.stateID) ?? ""), ("learned_in", learned),
    ]
    return line.filter { !$0.value.isEmpty }
  }

  /// A payment that settled the document, and by which rule it was found.
  private static func cash(_ match: CashTables.Line) -> Line {
    let deducted = Money(minorUnits: match.deducted, currency: match.money.currency)
    let line: Line = [
      ("what", "cash"), ("document_id", match.document), ("payment_id", match.paymentID),
      ("payment_date", match.paymentDate.description), ("amount", match.money.description), ("rule", match.rule),
      ("confidence", CashReport.confidence(match.confidence)), ("difference", match.difference ?? ""),
      ("deducted", match.deducted == 0 ? "" : deducted.description),
      ("posted", match.posted == match.money.minorUnits ? "yes" : "not by the ERP yet"), ("run", match.run),
    ]
    return line.filter { !$0.value.isEmpty }
  }

  /// Rows of the published reminder tables that name the id, or one of the documents that are called so.
  private mutating func addDecisions(
    _ id: String, _ documents: [Document], _ company: String?, _ run: RunRecord, _ folder: String
  ) throws {
    let tables = [
      ("reminders/reminders.csv", "decision"), ("reminders/items.csv", "decision on item"),
      ("reminders/invitations.csv", "invitation"),
      ("charges/interest.csv", "interest"), ("writeback/credit-holds.csv", "credit"),
    ]
    for (path, what) in tables {
      let full = Path.join(folder, path)
      guard try Path.exists(full) else { continue }
      let table = try PublishedTable(full)
      try table.forEach { row in
        guard company == nil || row("company") == company,
          ["customer_id", "document_id", "message_id"].contains(where: { row($0) == id })
            || row("documents").split(separator: ";").contains(where: { $0 == id })
            || documents.contains(where: { Story.names(row, $0) })
        else { return }
        var line: Line = [("what", what), ("run", run.run)]
        for column in table.columns where !row(column).isEmpty { line.append((column, row(column))) }
        lines.append(line)
      }
    }
  }

  /// Whether a row of a published table is about a document, or lists it.
  private static func names(_ row: (String) -> String, _ document: Document) -> Bool {
    guard row("company") == document.company else { return false }
    return row("document_id") == document.id && row("instalment") == document.instalment
      || row("documents").split(separator: ";").contains { $0 == document.label }
  }

  private mutating func addCustomers(
    _ id: String, _ company: String?, _ state: State, _ configuration: Configuration, _ folder: String,
    asOf: CalendarDate
  ) throws {
    for found in try DocumentLookup(state.database).customers(id: id, company: company) {
      var line: Line = [
        ("what", "customer"), ("company", found.company), ("customer_id", found.id), ("name", found.name),
        ("open_items", String(found.openItems)),
      ]
      if let email = found.unusableEmail { line.append(("unusable_email", "nothing is sent to `\(email)`")) }
      for contact in try state.contacts.standing(company: found.company, customer: found.id) {
        guard let email = contact.unusableEmail else { continue }
        line.append(("unusable_email", "nothing is sent to `\(email)` of contact \(contact.id)"))
      }
      let decided = try DecisionStory(
        state, configuration, company: found.company, customer: found.id, asOf: asOf,
        waiting: waitingInvitations(id, found.company, folder))
      line += decided.lines
      for old in try MergedCustomers.predecessors(of: found.id, found.company, state) {
        let other = try DecisionStory(state, configuration, company: found.company, customer: old, asOf: asOf)
        line += other.lines(goingAlongTo: decided)
      }
      if let hold = try state.credit.hold(company: found.company, customer: found.id) {
        let reasons = hold.reason.split(separator: ";").joined(separator: ", ")
        line.append(("credit_hold", "since \(hold.since): \(reasons)"))
      }
      line += try score(id, found.company, folder)
      for claim in try state.charges.claims(company: found.company, customer: found.id) {
        line.append(("claim", Story.words(claim)))
      }
      for message in try Story.newest(state.messages.messages(company: found.company, customer: found.id)) {
        line.append(("message", try Story.words(message, state)))
      }
      for document in try DocumentLookup(state.database).open(ofCustomer: id, company: found.company) {
        line.append(("open_item", try Story.openItem(document, state)))
      }
      lines.insert(line, at: 0)
    }
  }

  /// What the newest run says that invitations of a customer wait for, by the ids of their decisions.
  private func waitingInvitations(_ id: String, _ company: String, _ folder: String) throws -> [String: [String]] {
    let path = Path.join(folder, "reminders/invitations.csv")
    guard try Path.exists(path) else { return [:] }
    var waiting: [String: [String]] = [:]
    try PublishedTable(path).forEach { row in
      guard row("company") == company, row("customer_id") == id, row("action") == "suppress" else { return }
      for decision in row("decision_id").split(separator: ";").map(String.init)
      where waiting[decision]?.contains(row("explanation")) != true {
        waiting[decision, default: []].append(row("explanation"))
      }
    }
    return waiting
  }

  /// What scores.csv of the newest run says.
  private func score(_ id: String, _ company: String, _ folder: String) throws -> Line {
    let path = Path.join(folder, "scores/scores.csv")
    guard try Path.exists(path) else { return [] }
    var line: Line = []
    try PublishedTable(path).forEach { row in
      guard row("company") == company, row("customer_id") == id else { return }
      let reasons = ["reason1", "reason2", "reason3"].map(row).filter { !$0.isEmpty }.joined(separator: "; ")
      line = [("score", "\(row("score")) (\(row("grade"))), confidence \(row("confidence")): \(reasons)")]
    }
    return line
  }

  private static func openItem(_ found: DocumentLookup.Found, _ state: State) throws -> String {
    let document = found.document
    let balance = Money(minorUnits: document.balance, currency: document.currency)
    var text =
      "\(document.label), \(balance)\(document.dueDate.map { ", due \($0)" } ?? ""), level \(found.memory.level)"
    if let file = found.file, let (name, _) = try state.arrivals.fileName(file) {
      text += ", \(name) line \(found.line ?? 0)"
    }
    return text
  }

  /// What an id may have several of: a list under its name, also where there is one only.
  private static let several: Set<String> = [
    "message", "open_item", "decision", "claim", "delivery", "unusable_email",
  ]

  var json: JSONValue {
    .list(
      lines.map { line in
        var members: [JSONMember] = []
        for (key, value) in line where !members.contains(where: { $0.key == key }) {
          let all = line.filter { $0.key == key }.map(\.value)
          members.append(JSONMember(key, Story.several.contains(key) || all.count > 1 ? .texts(all) : .text(value)))
        }
        return .object(members)
      })
  }

  var text: String {
    lines.map { line in
      let width = line.map(\.key.count).max() ?? 0
      return line.map { key, value in
        "\(key)\(String(repeating: " ", count: width + 2 - key.count))\(value)\n"
      }.joined()
    }.joined(separator: "\n")
  }
}
