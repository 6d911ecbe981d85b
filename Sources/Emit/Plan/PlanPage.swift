import Documents
import Ledger
import Pipeline

/// `plan --html`: what the next run would send, each message readable as the customer will see it, and who hears nothing and why. One
/// self-contained page.
public struct PlanPage {
  private let preview: PlanPreview
  private let report: RunReport

  public init(_ preview: PlanPreview, _ report: RunReport) {
    self.preview = preview
    self.report = report
  }

  private var night: Night { preview.night }

  public func bytes() -> [UInt8] {
    let page = Page(
      title: "Plan for \(night.asOf)", heading: "What would go out",
      subtitle: "A preview: nothing was sent, nothing was written into the outbox or the state",
      facts: [("As of", Figures.date(night.asOf)), ("Companies", Figures.integer(night.companies.count))],
      footer: "Written by \(night.program). This file holds no script and loads nothing.")
    return page.write { html in
      html.element("style") { $0.markup(PlanPage.style) }
      notices(&html)
      html.element("section", ["aria-labelledby": "glance"]) { html in
        html.element("h2", ["id": "glance"], text: "At a glance")
        html.tiles(tiles)
      }
      kinds(&html)
      messages(&html)
      silences(&html)
    }
  }

  private static let style: StaticString = """

    details{background:var(--card);border:1px solid var(--line);border-radius:10px;margin:10px 0;padding:0 16px}
    summary{cursor:pointer;padding:12px 0;display:flex;flex-wrap:wrap;gap:4px 16px;align-items:baseline}
    summary b{flex:1 1 260px}
    summary span{color:var(--muted)}
    summary .sum{font-weight:650;color:var(--ink)}
    .paper{background:#fff;color:#111;color-scheme:light;border:1px solid var(--strong);border-radius:6px;padding:20px 24px;
    margin:4px 0 16px;max-width:760px}
    .paper .subject{font-weight:650;font-size:17px;margin:0 0 16px;padding:0 0 10px;border-bottom:1px solid #d0d0d0}
    .paper address{font-style:normal;margin:0 0 24px;white-space:pre-line}
    .paper th,.paper td{border-bottom:0}
    @media print{details{break-inside:avoid}}
    """

  /// Files that would be refused: what goes out then goes out without them.
  private func notices(_ html: inout HTML) {
    for file in report.files where file.status == .held || file.status == .rejected {
      html.notice(file.status == .held ? "Would be held" : "Would be rejected", isGrave: true) { html in
        let code = file.code.map { " [\($0)]" } ?? ""
        html.element("p", text: "\(file.name): \(file.message ?? "not let in")\(code)")
      }
    }
    for company in night.companies {
      guard let stale = company.stale else { continue }
      html.notice("Stale data", isGrave: true) { html in
        html.element("p", text: "\(company.company.name): \(stale). Nobody of it is reminded.")
      }
    }
    let rehearsed = night.companies.filter { !$0.isLive }.map(\.company.name)
    guard !rehearsed.isEmpty else { return }
    html.notice("Not live") { html in
      html.element("p", text: "Messages are rehearsed and sent to nobody: \(rehearsed.joined(separator: ", ")).")
    }
  }

  private var tiles: [Tile] {
    var tiles = [
      Tile(label: "Messages out", value: Figures.integer(preview.sent), note: "by all channels", isLead: true),
      Tile(
        label: "Hear nothing", value: Figures.integer(preview.silent), note: "customers and currencies, with a reason",
        isLead: true),
      Tile(label: "Rehearsed", value: Figures.integer(preview.rehearsed), note: "before liveFrom", isLead: true),
    ]
    for channel in Channel.allCases {
      let messages = preview.kinds.filter { $0.channel == channel && !$0.isRehearsal }.reduce(0) { $0 + $1.messages }
      if messages > 0 { tiles.append(Tile(label: PlanPage.name(channel), value: Figures.integer(messages))) }
    }
    return tiles
  }

  private static func name(_ channel: Channel) -> String {
    switch channel {
    case .email: "E-mails"
    case .letter: "Letters"
    case .call: "Calls"
    case .sms: "Text messages"
    case .whatsapp: "WhatsApp messages"
    case .none: "None"
    }
  }

  /// By channel, level and policy, with what is asked for.
  private func kinds(_ html: inout HTML) {
    html.element("section", ["aria-labelledby": "kinds"]) { html in
      html.element("h2", ["id": "kinds"], text: "By channel, level and policy")
      guard !preview.kinds.isEmpty else { return html.element("p", text: "No message.") }
      let sorted = preview.kinds.sorted { a, b in
        (a.isRehearsal ? 1 : 0, a.channel.rawValue, a.level, a.policy, a.template, a.currency.code)
          < (b.isRehearsal ? 1 : 0, b.channel.rawValue, b.level, b.policy, b.template, b.currency.code)
      }
      html.element("div", ["class": "card"]) { html in
        let columns = [
          Column(title: "Channel"), Column(title: "Level", isNumber: true), Column(title: "Policy"),
          Column(title: "Template"), Column(title: "Messages", isNumber: true),
          Column(title: "Asked for", isNumber: true),
          Column(title: "Currency"),
        ]
        html.table("Messages", columns) { html in
          for kind in sorted {
            html.row { html in
              html.rowHead(PlanPage.name(kind.channel) + (kind.isRehearsal ? " (rehearsed)" : ""), class: "keep")
              html.number(kind.level == 0 ? "notice" : Figures.integer(kind.level))
              html.cell(kind.policy)
              html.cell(kind.template)
              html.number(Figures.integer(kind.messages))
              html.amount(kind.amount, kind.currency)
              html.cell(kind.currency.code)
            }
          }
        }
      }
    }
  }

  private func messages(_ html: inout HTML) {
    html.element("section", ["aria-labelledby": "messages"]) { html in
      html.element("h2", ["id": "messages"], text: "Every message, as the customer reads it")
      let all = preview.sent + preview.rehearsed
      if preview.messages.isEmpty { html.element("p", text: "There is none.") }
      if all > preview.messages.count {
        html.element(
          "p", text: "The first \(Figures.integer(preview.messages.count)) of \(Figures.integer(all)) are shown.")
      }
      for message in preview.messages { PlanMessage(message, night).write(&html) }
    }
  }

  private func silences(_ html: inout HTML) {
    html.element("section", ["aria-labelledby": "silent"]) { html in
      html.element("h2", ["id": "silent"], text: "Who hears nothing, and why")
      for silence in preview.silences.sorted(by: { $0.reason.precedence < $1.reason.precedence }) {
        html.element("details") { html in
          html.element("summary") { html in
            html.element("b", text: "\(silence.reason.rawValue): \(silence.reason.words)")
            html.element("span", ["class": "sum"], text: Figures.integer(silence.units))
          }
          list(silence, &html)
        }
      }
    }
  }

  private func list(_ silence: PlanPreview.Silence, _ html: inout HTML) {
    let columns = [
      Column(title: "Customer"), Column(title: "Policy"), Column(title: "Asked for", isNumber: true),
      Column(title: "Currency"), Column(title: "Why"),
    ]
    html.table(silence.reason.rawValue, columns) { html in
      for unit in silence.shown {
        html.row { html in
          html.rowHead("\(unit.company) \(unit.customerID) \(unit.name)")
          html.cell(unit.policy)
          html.amount(unit.amountDue, unit.currency)
          html.cell(unit.currency.code)
          html.cell(unit.explanation)
        }
      }
    }
    if silence.units > silence.shown.count {
      html.element("p", text: "and \(Figures.integer(silence.units - silence.shown.count)) more")
    }
  }
}

/// One message of the page: a line, and behind it its ground and its words.
private struct PlanMessage {
  let message: PlanPreview.Message
  let night: Night

  init(_ message: PlanPreview.Message, _ night: Night) {
    self.message = message
    self.night = night
  }

  func write(_ html: inout HTML) {
    let unit = message.decision
    html.element("details") { html in
      html.element("summary") { html in
        html.element("b", text: "\(unit.name) (\(unit.company) \(unit.customerID))")
        html.element("span", text: route)
        html.element("span", text: unit.level == 0 ? "notice" : "level \(unit.level)")
        html.element("span", text: "\(unit.policy), \(message.message.template)")
        html.element(
          "span", ["class": "sum"], text: "\(Figures.amount(unit.amountDue, unit.currency)) \(unit.currency.code)")
      }
      html.element("p", ["class": "sub"], text: unit.explanation)
      if let opens = message.message.notBefore {
        html.element("p", ["class": "sub"], text: "Not before \(Instant.iso8601(opens)).")
      }
      words(&html)
    }
  }

  private var route: String {
    let channel =
      message.isRehearsal ? "rehearsed \(message.message.channel.rawValue)" : message.message.channel.rawValue
    guard message.message.channel != .letter, let first = message.to.first else { return channel }
    return "\(channel) to \(first)"
  }

  private func words(_ html: inout HTML) {
    switch message.body {
    case .failure(let problem):
      html.notice("Cannot be written", isGrave: true) { $0.element("p", text: "\(problem.reason)") }
    case .success(let fragment):
      html.element("div", ["class": "paper", "lang": fragment.language]) { html in
        if message.message.channel == .letter {
          html.element("address", text: message.to.filter { !$0.isEmpty }.joined(separator: ", "))
        }
        html.element("p", ["class": "subject"], text: message.subject)
        html.message(fragment)
      }
    }
  }
}
