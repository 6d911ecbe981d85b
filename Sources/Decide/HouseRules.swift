/// Numbers that SEMANTICS ("Reminders") fixes and no policy changes.
enum HouseRules {
  /// Days between the end of a hold and the first message.
  static let daysAfterRelease = 7
  /// Days between learning of an earlier due date, or of an invoice that was overdue already, and the first message.
  static let daysAfterLearning = 7
  /// Business days after a printed pay-by date before the next level.
  static let payByGrace = 3
  /// Business days after a part payment in which no level rises.
  static let partPaymentGrace = 5
  /// Days in which `maxPerWeek` counts.
  static let week = 7
  /// Days before the end of a hold on which it is announced.
  static let lapseNotice = 3
  /// Days after which an open dispute is put before a person.
  static let openDisputeDays = 30
}
