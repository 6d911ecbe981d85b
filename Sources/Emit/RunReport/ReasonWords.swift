import Ledger

extension SuppressionReason {
  /// The reason for people, as it stands behind its code in the run report.
  var words: String {
    switch self {
    case .hardStop: "insolvency, death or a lawyer stops every message"
    case .excluded: "somebody took the customer out"
    case .intercompany: "belongs to the group"
    case .staleData: "the data is too old to remind on"
    case .rejectedInput: "a row of the customer was rejected"
    case .notLive: "reminders of the company are rehearsed until it goes live"
    case .pilot: "not among the customers of the pilot"
    case .noDueDate: "no due date is known"
    case .tooOld: "older than the policy reminds of"
    case .disputed: "in dispute"
    case .plan: "paid by instalments, which are met"
    case .promise: "payment is promised and not due yet"
    case .hold: "held by a decision"
    case .erpBlock: "blocked in the ERP"
    case .directDebit: "collected by direct debit or card"
    case .adjustmentReview: "paid before and open again, to be looked at first"
    case .paymentSeen: "money came in and is not posted yet"
    case .recentPayment: "a part was paid in the last days"
    case .shortPayment: "only a small difference is left"
    case .creditCovers: "credits cover what is overdue"
    case .belowMinimum: "less than the smallest amount worth a message"
    case .notYet: "the days of the next level are not reached"
    case .payBy: "the date printed on the last message has not passed"
    case .minInterval: "the last reminder is too recent"
    case .maxPerWeek: "enough messages this week"
    case .topLevel: "the last level was sent"
    case .alreadySent: "this very message was sent before"
    case .noContact: "no way to reach the customer"
    case .channelRefused: "the customer refused the channel"
    case .noConsent: "no consent for the channel"
    case .window: "outside the hours for sending"
    case .notReleased: "waits for release"
    }
  }
}
