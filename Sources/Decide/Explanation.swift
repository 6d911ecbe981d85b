import Ledger

extension UnitVerdict {
  /// The story for `why`: why no message goes out, or what calls for it; the amounts; what stands in other currencies.
  func explanation(_ suppression: Finding?, _ charges: UnitChargeCount? = nil) -> Words {
    var story = Words(reserving: 240)
    if let suppression {
      story.add(suppression.story)
      if suppression.reason == .notLive { story.add(wouldBe) }
      if !hasMessage { addHeld(to: &story) }
    } else {
      story.add(calling)
      story.add(timing)
      if let keptBack { story.add("no reminder: \(keptBack.story)") }
    }
    addTop(to: &story, told: suppression)
    addAmounts(to: &story)
    if let charges { story.add(charges.words) } else { story.add(withoutCharges) }
    if let message {
      story.add(route(message))
      story.add(broken(by: message.channel)?.story ?? Tone(unit).story)
    }
    if let ladder = unit.ladder { story.add(ladder.scope) }
    if !elsewhere.isEmpty { story.add("not netted, in other currencies: \(elsewhere)") }
    if !inCompanies.isEmpty { story.add("not netted, in other companies: \(OtherCurrency.words(inCompanies))") }
    return story
  }

  /// What becomes of documents at the end of a ladder that hands over, the first three of them, beside the reason told already.
  private func addTop(to story: inout Words, told: Finding?) {
    guard let ladder = unit.ladder, ladder.policy.afterLast == .handOver else { return }
    let rest = assessment.claims.filter { claim in
      claim.leaves || (claim.isDemanded && ladder.level(above: claim.level) == nil)
    }
    let stories = rest.compactMap { TriggerRule.story($0, unit) }.filter { $0 != told?.story }
    story.add(Words.first(3, of: stories) { $0 })
  }

  /// What a rehearsal says about the message that would have gone out.
  private var wouldBe: Words {
    guard !hasMessage else { return calling }
    return besideRehearsal.map { "otherwise \($0.reason.rawValue): \($0.story)" } ?? ""
  }

  /// The items that call for the message, the first three of them.
  private var calling: Words {
    Words.first(3, of: assessment.triggers, calling)
  }

  private func calling(_ claim: Claim) -> Words {
    guard let ladder = unit.ladder else { return "\(claim.item.document)" }
    if assessment.kind == .notice, let notice = claim.notice {
      let step = ladder.notices[notice]
      return "\(claim.item.document) is due in \(days: -claim.daysPastDue), "
        + "the notice \(step.template) goes out from \(days: -step.days) before"
    }
    let level = assessment.level(of: claim)
    let manual: Words = assessment.isManual(claim) ? ", a person asked for a message" : ""
    switch claim.move {
    case .repeats:
      let rung = ladder.rung(level) ?? level
      let words: Words = rung == level ? "" : " with the words of \(ladder.name(rung))"
      return
        "\(claim.item.document) is \(days: claim.daysPastDue) past due, \(ladder.name(level)) is repeated\(words)\(manual)"
    default: return ladder.behind(claim, level: level) + manual
    }
  }

  private var timing: Words {
    guard assessment.kind == .reminder else { return "" }
    guard let last = unit.lastReminded else { return "no reminder before" }
    let interval = unit.ladder?.policy.minInterval ?? 0
    let isKept = unit.keeps(interval: interval)
    let isEarlier = unit.memory?.waitsForEarlier == true
    let arrival: Words =
      unit.counted(from: last).map { day -> Words in
        guard day > last else { return "" }
        return isEarlier ? ", one before it expected by \(day)" : ", expected by \(day)"
      } ?? ""
    return "last reminder \(last)\(arrival), interval \(days: interval) \(isKept ? "kept" : "set aside by a person")"
  }

  private func addAmounts(to story: inout Words) {
    let (demanded, credited, currency) = (assessment.demanded, assessment.credited, unit.currency)
    guard demanded != 0 || credited != 0 else { return }
    story.goOn()
    story.append(amount: demanded, currency)
    story.append(" ")
    story.append(currency)
    story.append(assessment.kind == .notice ? " asked for" : " overdue")
    if credited != 0 {
      story.append(", ")
      story.append(amount: -credited, currency)
      story.append(" on account or credited")
    }
    guard assessment.claims.contains(where: { $0.isAsked && $0.heldPart > 0 }) else { return }
    for claim in assessment.claims where claim.isAsked && claim.heldPart > 0 {
      if claim.heldPart > claim.silentPart {
        story += ", \(amount: claim.heldPart - claim.silentPart, currency) of \(claim.item.document) disputed"
      }
      if claim.silentPart > 0, let last = unit.decisions.lastDisputed(claim.item) {
        story += ", \(amount: claim.silentPart, currency) of \(claim.item.document) disputed until \(last)"
        story += " and asked for from \(StandingDecisions.firstDay(after: last)) on"
      }
    }
  }

  /// Why a policy with interest or fees claims none of this customer.
  private var withoutCharges: Words {
    guard unit.ladder?.hasCharges == true else { return "" }
    switch unit.customer.partyType {
    case nil: return "no interest and no fees: nobody has said whether the customer is a business (party_type)"
    case .consumer: return "no interest and no fees of consumers"
    case .business, .public: return ""
    }
  }

  /// What is held beside the reason told already: the first three items of it.
  private func addHeld(to story: inout Words) {
    let claims = assessment.claims
    let isTold = { (claim: Claim) in claim.isOverdue && claim.isHeld && !claim.leaves }
    guard let first = claims.firstIndex(where: isTold) else { return }
    let count = claims[first...].count(where: isTold)
    if count == 1, let told = findings.first, told.reason == claims[first].hold,
      told == HoldRule.finding(claims[first], unit)
    {
      return
    }
    story.goOn()
    story.append("held: ")
    var shown = 0
    for at in claims.indices[first...] where isTold(claims[at]) && shown < 3 {
      if shown > 0 { story.append("; ") }
      story.append(claims[at].item.document)
      story.append(" ")
      story.append(claims[at].hold?.rawValue ?? "")
      shown += 1
    }
    if count > shown { story += "; and \(count - shown) more" }
  }

  private func expected(_ delivery: LetterDelivery) -> Words {
    ", posted on \(delivery.postedOn) and expected from \(delivery.earliest) to \(delivery.latest)"
  }

  private func route(_ message: ReminderMessage) -> Words {
    switch message.channel {
    case .email: "by e-mail to \(message.address ?? "")"
    case .call: "on the call list\(message.address.map { ", \($0)" } ?? ", number to be looked up")"
    case .letter: "by letter\(message.delivery.map(expected) ?? "")"
    default: "by \(message.channel.rawValue)"
    }
  }
}
