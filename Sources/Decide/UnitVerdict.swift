import Ledger
import Pipeline

/// The end of a unit's way: reasons weighed, and the message composed where nothing but a baseline stands against it.
struct UnitVerdict: Sendable {
  let assessment: Assessment
  var unit: UnitCase { assessment.unit }
  /// What stops the unit as a whole, in order of precedence.
  let blocks: [Finding]
  /// Everything else that does.
  private(set) var findings: [Finding]
  private(set) var message: ReminderMessage?
  /// Without a copy of it.
  var hasMessage: Bool { if case .some = message { true } else { false } }
  /// Highest level on the message, 0 for a notice.
  private(set) var level = 0
  /// Why the reminder waits in whose place a notice goes out.
  private(set) var keptBack: Finding?
  /// What the customer has in other currencies: told, never netted.
  var elsewhere = Words()
  /// What its party has in other companies: the same.
  var inCompanies: [PartyPosition] = []

  init(_ assessment: Assessment) {
    self.assessment = assessment
    blocks = UnitRule.findings(assessment.unit)
    findings = UnitVerdict.findings(assessment)
    guard let (step, level) = UnitVerdict.step(of: assessment) else { return }
    self.level = level
    if findings.isEmpty, blocks.allSatisfy({ $0.reason == .notLive }) { compose(step) }
  }

  /// What keeps a reminder back, its interval for one, keeps no notice: the verdict on what falls due soon. Nil: no notice goes out in its place.
  var ofNotice: UnitVerdict? {
    guard !hasMessage, blocks.allSatisfy({ $0.reason == .notLive }), let kept = Finding.first(of: findings),
      let notice = assessment.notice(keptBack: kept.reason)
    else { return nil }
    var verdict = UnitVerdict(notice)
    verdict.keptBack = kept
    verdict.elsewhere = elsewhere
    verdict.inCompanies = inCompanies
    return verdict.hasMessage ? verdict : nil
  }

  /// Why no message goes out; nil: one does.
  var suppression: Finding? {
    Finding.first(of: blocks, findings) ?? (!hasMessage ? Finding(.notYet, "nothing calls for a message") : nil)
  }

  /// Nil where nothing is overdue and no notice is due: such a unit has no line.
  var decision: UnitDecision? {
    guard assessment.claims.contains(where: { $0.isOverdue || $0.isAsked }) else { return nil }
    let (demanded, credited) = (assessment.demanded, assessment.credited)
    let suppression = suppression
    let count = unit.charges == nil ? nil : UnitChargeCount(self)
    // A notice reminds of nothing that is due: what a person asked for waits.
    var acted =
      suppression == nil && assessment.kind == .reminder ? assessment.manual.carriedOut(by: assessment.triggers) : []
    if suppression == nil, let count { acted += count.actedWithMessage.sorted() }
    return UnitDecision(
      company: unit.customer.company, customer: unit.customer, currency: unit.currency, items: unit.items,
      outcomes: outcomes(suppression?.reason), suppressed: suppression?.reason,
      explanation: explanation(suppression, count).text,
      policy: unit.ladder?.policy.policy ?? "", level: level, overdue: demanded, credits: credited,
      interest: count?.interest ?? 0, fees: count?.fees ?? 0,
      amountDue: demanded + credited + (count?.interest ?? 0) + (count?.fees ?? 0), message: message,
      actedOn: acted, charges: count?.charges, suppressedLive: besideRehearsal?.reason)
  }

  /// What keeps the message back beside that messages do not count yet.
  var besideRehearsal: Finding? { Finding.first(of: blocks.filter { $0.reason != .notLive }, findings) }

  private static func findings(_ assessment: Assessment) -> [Finding] {
    guard assessment.claims.contains(where: { $0.isDemanded || $0.isAsked }) else {
      return UnitVerdict.held(assessment).map { [$0] } ?? []
    }
    var findings: [Finding] = []
    if let amount = AmountRules.finding(assessment) { findings.append(amount) }
    if assessment.triggers.isEmpty, let first = TriggerRule.first(of: assessment) { findings.append(first) }
    if !assessment.isManual { findings += TimingRules.findings(assessment.unit, isNotice: assessment.kind == .notice) }
    return findings
  }

  /// What holds the items of a unit that has no others: the first by precedence.
  private static func held(_ assessment: Assessment) -> Finding? {
    var first: Claim?
    for claim in assessment.claims {
      guard let hold = claim.hold else { continue }
      if first?.hold.map({ hold.precedence < $0.precedence }) ?? true { first = claim }
    }
    return first.flatMap { HoldRule.finding($0, assessment.unit) }
  }

  /// The step whose channel and words the message takes: the highest level on it, or the notice nearest to the due date.
  private static func step(of assessment: Assessment) -> (step: ReminderStep, level: Int)? {
    guard let ladder = assessment.unit.ladder, !assessment.triggers.isEmpty else { return nil }
    if assessment.kind == .notice {
      return assessment.triggers.compactMap(\.notice).max().map { (ladder.notices[$0], 0) }
    }
    var level = 0
    for claim in assessment.claims where claim.isAsked { level = max(level, assessment.level(of: claim)) }
    return ladder.rung(level).map { (ladder.levels[$0 - 1], level) }
  }

  /// Finds channel and id; what stands against them joins the findings. A message exists only where nothing does.
  private mutating func compose(_ step: ReminderStep) {
    let id = identify(step)
    if id == nil { findings.append(Finding(.alreadySent, "this very message was sent before")) }
    switch ChannelChoice.choose(
      for: unit, step: step, takes: { unit.channels.takes(template(of: step, by: $0), by: $0) })
    {
    case .failure(let unreachable): findings.append(unreachable.finding)
    case .success(let choice) where !unit.channels.mayLeave(by: choice.channel):
      findings.append(Finding(.noContact, "no artefact of any night carries \(choice.channel.rawValue) messages"))
    case .success(let choice) where !unit.channels.tonight.contains(choice.channel):
      findings.append(Finding(.window, "no artefact carries \(choice.channel.rawValue) messages on \(unit.asOf)"))
    case .success(let choice):
      if let lapse = lapse(by: choice.channel) { findings.append(lapse) }
      // A person's own reminder does not wait for a window.
      if !assessment.isManual, let shut = unit.ladder?.times.finding { findings.append(shut) }
      guard let id, findings.isEmpty else { return }
      var composed = ReminderMessage(
        id: id, channel: choice.channel, template: template(of: step, by: choice.channel), address: choice.address,
        contact: choice.contact,
        language: choice.language ?? unit.customer.language ?? unit.company?.language ?? "en",
        level: level, stepDays: step.days, cc: choice.copies)
      composed.rung = unit.ladder?.rung(level) ?? level
      composed.notBefore = assessment.isManual ? nil : unit.ladder?.times.opening
      composed.goesOutOn = assessment.isManual || unit.goesOutOn == unit.asOf ? nil : unit.goesOutOn
      composed.delivery = choice.channel == .letter ? delivery : nil
      // Nobody is asked to pay by a day that comes before the message has.
      let start = composed.arrivesBy ?? unit.asOf
      composed.payBy = step.payBy.map { start.adding(days: $0) }
      message = composed
    }
  }

  /// A notice that comes on the due date or later has nothing to announce. Nil: it is none, or comes in time.
  private func lapse(by channel: Channel) -> Finding? {
    guard assessment.kind == .notice, channel == .letter,
      let due = assessment.triggers.compactMap(\.item.dueDate).max(),
      delivery.earliest >= due
    else { return nil }
    return Finding(
      .notYet,
      "only a letter is possible, which is expected from \(delivery.earliest) on and not before \(due), the due date: the notice has lapsed"
    )
  }

  /// A letter that waits for a window is posted on the day on which that opens.
  private var delivery: LetterDelivery {
    return unit.postalTimes.delivery(
      on: assessment.isManual ? unit.asOf : unit.goesOutOn, from: unit.company?.country ?? "",
      to: unit.customer.country ?? "",
      unit.company?.calendar ?? .weekdays)
  }

  /// What was promised and has not come is said; else the step's words, in the tone that is for the customer.
  private func template(of step: ReminderStep, by channel: Channel) -> String {
    broken(by: channel)?.template ?? Tone(unit).template(step)
  }

  /// Nil: nothing was promised, or the words of the step have to stand.
  func broken(by channel: Channel) -> BrokenWord? {
    assessment.kind == .reminder ? BrokenWord(assessment, channel: channel) : nil
  }

  private func identify(_ step: ReminderStep) -> String? {
    let triggers = assessment.triggers
    let isNotice = assessment.kind == .notice
    let reached = triggers.map(assessment.level).max() ?? 0
    let identity = MessageIdentity(
      unit, triggers: triggers, step: isNotice ? "notice \(step.days)" : "level \(reached)", isNotice: isNotice)
    // A ladder that starts again (the due date moved later) goes over its levels once more: the first follows on a level that was lost. In another ladder
    // the same number is another step.
    let mayRepeat = triggers.contains { claim in
      claim.move.isRepeat || claim.level != claim.memory.level
        || (claim.memory.level == 0 && claim.memory.levelReachedOn != nil)
    }
    // Each further one of them went out before the document reached the lower level on which it stands now.
    let restarted = isNotice ? nil : triggers.filter { $0.memory.level > 0 }.compactMap(\.memory.levelReachedOn).max()
    return identity.unused(in: unit.memory?.sent ?? [], restarted: restarted, mayRepeat: mayRepeat)
  }
}
