import Documents
import Formats
import Ledger
import Pipeline

/// `reminders/whatsapp.jsonl`: a JSON object per line and message, for a provider that sends templates it has approved: the template's
/// name, its language and the values of its parameters, never a text of ours.
public struct WhatsAppMessages: MessageArtefact {
  private let sink: any ArtefactSink
  private let night: Night
  private let templates: [String: WhatsAppTemplate]
  /// By message id: one line each.
  private var sent: [(id: String, line: [UInt8])] = []
  private var rehearsed: [(id: String, line: [UInt8])] = []
  public private(set) var failures: [MessageFailure] = []

  public init(_ sink: any ArtefactSink, night: Night, templates: [WhatsAppTemplate]) {
    self.sink = sink
    self.night = night
    self.templates = Dictionary(templates.map { ($0.template, $0) }, uniquingKeysWith: { first, _ in first })
  }

  public mutating func add(_ account: CustomerAccount, _ outcome: AccountOutcome) throws {
    for (decision, kind) in outcome.messages {
      guard let message = decision.message, message.channel == .whatsapp else { continue }
      do throws(MessageProblem) {
        let line = try line(decision, message, kind)
        if decision.isSent { sent.append((message.id, line)) } else { rehearsed.append((message.id, line)) }
      } catch { failures.append(MessageFailure(decision, message, error)) }
    }
  }

  private func line(
    _ decision: UnitDecision, _ message: ReminderMessage, _ kind: MailSetting.Kind
  ) throws(MessageProblem) -> [UInt8] {
    guard let template = templates[message.template] else { throw .notApproved(message.template) }
    let (fields, languages) = try night.fields(of: decision, message, kind)
    let (approved, language) = template.language(for: languages)
    var values: [String] = []
    for name in template.parameters {
      guard let value = FieldName(rawValue: name).flatMap({ Template.value($0, fields, in: language) }), !value.isEmpty
      else {
        throw .render(.missingField(name))
      }
      values.append(WhatsAppMessages.plain(value))
    }
    var json = JSONWriter(.compact)
    json.object { json in
      func put(_ key: String, _ value: String) {
        json.key(key)
        json.string(value)
      }
      put("message_id", message.id)
      put("company", decision.company)
      put("customer_id", decision.customer.id)
      put("to", message.address ?? "")
      put("template", template.name)
      put("language", approved)
      json.key("parameters")
      json.array { json in for value in values { json.string(value) } }
      let time = SendingTime(message.notBefore, night)
      put("not_before", Instant.iso8601(time.notBefore))
      put("expires", "\(time.expires)")
    }
    return json.bytes + [0x0A]
  }

  /// As providers take a parameter: on one line, and never more than one blank together.
  private static func plain(_ text: String) -> String {
    SMSText.plain(text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  public mutating func finish() throws {
    try write(sent, to: "reminders/whatsapp.jsonl")
    if !rehearsed.isEmpty { try write(rehearsed, to: "reminders/rehearsal/whatsapp.jsonl") }
  }

  private func write(_ lines: [(id: String, line: [UInt8])], to path: String) throws {
    let sorted = lines.sorted { ByteOrder.precedes($0.id, $1.id) }
    try sink.put(sorted.flatMap(\.line), at: path, rows: lines.count)
  }
}

extension WhatsAppTemplate {
  /// The approved language that is nearest to what the reader reads, and how numbers and dates are written in it: the first one that
  /// was approved where none is near.
  func language(for tags: [String?]) -> (approved: String, language: Language) {
    let known = languages.map { (approved: $0, language: Language($0) ?? .english) }
    for case let tag? in tags {
      guard let wanted = Language(tag) else { continue }
      if let same = known.first(where: { $0.language == wanted }) { return same }
      if let near = known.first(where: { $0.language.base == wanted.base }) { return near }
    }
    return known.first ?? ("en", .english)
  }
}
