import Ledger

extension UnitVerdict {
  /// The story for `why`: why no message goes out, or what calls for it; the amounts; what stands in other currencies.
  func explanation(_ suppression: Finding?) -> String {
    var parts: [String] = []
    if let suppression {
      parts.append(suppression.story)
      if suppression.reason == .notLive { parts.append(wouldBe) }
      if message == nil, let held = heldInWords { parts.append(held) }
    } else {
      parts.append(calling)
      parts.append(timing)
    }
    parts.append(amounts)
    if let message { parts.append(route(message)) }
    if !unit.elsewhere.isEmpty { parts.append("not netted, in other currencies: \(unit.elsewhere)") }
    return parts.filter { !$0.isEmpty }.joined(separator: "; ")
  }

  /// What a rehearsal says about the message that would have gone out.
  private var wouldBe: String {
    guard message == nil else { return calling }
    let others = blocks.filter { $0.reason != .notLive } + findings
    return Finding.first(of: others).map { "otherwise \($0.reason.rawValue): \($0.story)" } ?? ""
  }

  /// The items that call for the message, the first three of them.
  private var calling: String {
    InWords.first(3, of: assessment.triggers, calling)
  }

  private func calling(_ claim: Claim) -> String {
    guard let ladder = unit.ladder else { return claim.label }
    if assessment.kind == .notice, let notice = claim.notice {
      let step = ladder.notices[notice]
      return "\(claim.label) is due in \(InWords.days(-claim.daysPastDue)), "
        + "the notice \(step.template) goes out from \(InWords.days(-step.days)) before"
    }
    let level = assessment.level(of: claim)
    let days = "\(claim.label) is \(InWords.days(claim.daysPastDue)) past due"
    let manual = assessment.isManual(claim) ? ", a person asked for a message" : ""
    switch claim.move {
    case .repeats: return "\(days), \(ladder.name(level)) is repeated\(manual)"
    default: return "\(days), \(ladder.name(level)) needs \(ladder.levels[level - 1].days)\(manual)"
    }
  }

  private var timing: String {
    guard assessment.kind == .reminder else { return "" }
    guard let last = unit.lastReminded else { return "no reminder before" }
    let interval = unit.ladder?.policy.minInterval ?? 0
    let isKept = unit.asOf.days(since: last) >= interval
    return "last reminder \(last), interval \(InWords.days(interval)) \(isKept ? "kept" : "set aside by a person")"
  }

  private var amounts: String {
    let (demanded, credited) = (assessment.demanded, assessment.credited)
    guard demanded != 0 || credited != 0 else { return "" }
    let verb = assessment.kind == .notice ? "asked for" : "overdue"
    var text = "\(unit.amount(demanded)) \(unit.currency) \(verb)"
    if credited != 0 { text += ", \(unit.amount(-credited)) on account or credited" }
    let parts = assessment.claims.filter { $0.isAsked && $0.heldPart > 0 }.map { claim in
      "\(unit.amount(claim.heldPart)) of \(claim.label) disputed"
    }
    return ([text] + parts).joined(separator: ", ")
  }

  /// What is held beside the reason told already.
  private var heldInWords: String? {
    let held = assessment.claims.filter { $0.isOverdue && $0.isHeld }
    guard !held.isEmpty, findings.first?.story != held.first?.hold?.story || held.count > 1 else { return nil }
    return "held: " + InWords.first(3, of: held) { "\($0.label) \($0.hold?.reason.rawValue ?? "")" }
  }

  private func route(_ message: ReminderMessage) -> String {
    switch message.channel {
    case .email: "by e-mail to \(message.address ?? "")"
    case .call: "on the call list\(message.address.map { ", \($0)" } ?? ", number to be looked up")"
    default: "by \(message.channel.rawValue)"
    }
  }
}
