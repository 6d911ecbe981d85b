import Ledger
import Pipeline

extension Worklist {
  /// What leaves tonight; and of what has left before, that a part was paid, or what people have learned of it tonight.
  /// - Parameter partPaid: what explains part payments that tonight's export shows, by row of the document.
  mutating func addHandOvers(_ decision: UnitDecision, partPaid: [Int: ChangeCause], _ news: [Int: LawyerNews]) {
    for outcome in decision.outcomes {
      let item = decision.items[outcome.item]
      if outcome.asksToLeave {
        add(
          .erpLevel, Money(minorUnits: item.document.balance, currency: decision.currency),
          document: item.document.label, since: item.memory.levelReachedOn,
          next:
            "decide whether it goes to the lawyer or the agency: its level \(item.memory.level) is what the ERP tells, no reminder of ours went out. A release with erp-level hands it over, a send reminds once more before; where somebody has it already, a hold"
        )
      } else if outcome.handsOver {
        var next: Words =
          "give what lies in handover/ to the lawyer or the agency: the last reminder has passed without payment"
        if outcome.credited != 0 { next += "; credits take \(amount: outcome.credited, decision.currency) off it" }
        if let news = news[item.row], news.kind == .withdrawn {
          next += "; what was given on \(news.handedOverOn) counts for nothing, its run was withdrawn"
        }
        addHandOver(item, since: item.memory.lastRemindedOn, next)
      } else if let on = item.memory.handedOverOn, let cause = partPaid[item.row] {
        addHandOver(item, since: on, "tell whoever it was handed over to on \(on): \(cause.wordsOfPart)")
      } else if let on = item.memory.handedOverOn, !isTakenBack(item, since: on), let learned = learnedTonight(item) {
        addHandOver(
          item, since: on,
          "tell whoever it was handed over to on \(on): \(learned.kind.words)\(by: learned) (decision \(learned.id))")
      }
    }
  }

  /// What a lawyer or an agency has, and has to hear of since tonight.
  /// - Parameters:
  ///   - all: of open documents, by ledger row.
  ///   - closed: of documents that are open no more.
  mutating func addLawyerNews(
    _ all: [Int: LawyerNews], _ decisions: [UnitDecision], closed: [(item: AccountItem, news: LawyerNews)]
  ) {
    for item in account.billed where !all.isEmpty && item.document.balance > 0 {
      guard let news = all[item.row] else { continue }
      let leavesAgain =
        news.kind == .withdrawn
        && decisions.contains { decision in
          decision.outcomes.contains { $0.handsOver && decision.items[$0.item].row == item.row }
        }
      if !leavesAgain { tellLawyer(item, news) }
    }
    for (item, news) in closed { tellLawyer(item, news) }
  }

  /// - Parameter item: open, or closed since tonight.
  private mutating func tellLawyer(_ item: AccountItem, _ news: LawyerNews) {
    let on = news.handedOverOn
    if news.kind != .moved, news.kind != .withdrawn, isTakenBack(item, since: on) { return }
    addHandOver(item, since: on, "tell whoever it was handed over to on \(on): \(news.kind.words)")
  }

  private mutating func addHandOver(_ item: AccountItem, since: CalendarDate?, _ next: Words) {
    let document = item.document
    add(
      .handOver, Money(minorUnits: document.balance, currency: document.currency), document: document.label,
      since: since, next: next)
  }

  private func isTakenBack(_ item: AccountItem, since day: CalendarDate) -> Bool {
    decisions.isReleased(["hand-over", "handover"], since: day, on: item)
  }

  /// What people have recorded tonight, and changes what there is to collect.
  private func learnedTonight(_ item: AccountItem) -> Decision? {
    account.decisions.first { decision in
      decision.kind.isForLawyer && decision.learnedOn == decisions.asOf && decisions.covers(decision, item)
        && !decisions.isReleased(decision, on: item)
    }
  }
}

extension ChangeCause {
  /// Why less of a document is open. A write-off alone is no part payment: some of that was paid.
  fileprivate var wordsOfPart: Words {
    switch self {
    case .payment, .writeOff: "a part was paid to us"
    case .credit: "a part was credited"
    case .absence, .unknown: "less of it is open"
    }
  }
}

extension LawyerNews.Kind {
  fileprivate var words: Words {
    switch self {
    case .moved: "another customer pays for it now, and is reminded of it anew"
    case .unheard:
      "the last reminder came back or was withdrawn, nobody has read it; a release with hand-over takes it back, and it is reminded again"
    case .withdrawn: "the run of that night was withdrawn, it is ours again"
    case .settled(.payment): "it was paid to us"
    case .settled(.credit): "it was credited"
    case .settled(.writeOff): "it was written off"
    case .settled: "it is open no more"
    case .voided: "it was cancelled"
    case .reopened: "it was settled, and is open again"
    }
  }
}

extension Decision.Kind {
  fileprivate var isForLawyer: Bool {
    switch self {
    case .dispute, .promise, .plan, .insolvency, .deceased, .writeOff: true
    default: false
    }
  }

  fileprivate var words: Words {
    switch self {
    case .dispute: "it is disputed"
    case .promise: "payment was promised to us"
    case .plan: "a plan of instalments was agreed"
    case .insolvency: "the customer is insolvent"
    case .deceased: "the customer has died"
    default: "it is to be written off"
    }
  }
}
