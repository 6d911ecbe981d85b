import Ledger
import Pipeline
import Testing

@testable import Decide

/// Windows and holidays: what goes out at once, what waits for the opening, and what the next run decides again. The time zone is UTC; the
/// night of `Scene` is Monday 23 November 2026.
@Suite struct WindowTests {
  static func window(_ from: Int, _ to: Int, _ days: [SendWindow.Weekday] = [.mon, .tue, .wed, .thu, .fri])
    -> SendWindow
  {
    var window = SendWindow()
    (window.days, window.from, window.to) = (days, from, to)
    return window
  }

  static func instant(_ day: String, _ hour: Int, _ minute: Int = 0) -> Int64 {
    Int64(DecideTests.day(day).days) * 86_400 + Int64(hour * 3600 + minute * 60)
  }

  struct Row: Sendable, CustomTestStringConvertible {
    var why: String
    var clock: Int64
    var horizon = 24
    var windows = [window(9, 17)]
    var holidays: [String] = []
    /// Nil: decided again.
    var opens: Int64?
    var testDescription: String { why }
  }

  static let rows: [Row] = [
    Row(why: "before it opens", clock: instant("2026-11-24", 2), opens: instant("2026-11-24", 9)),
    Row(why: "open", clock: instant("2026-11-24", 9), opens: instant("2026-11-24", 9)),
    Row(why: "17 means until 17:59", clock: instant("2026-11-24", 17, 59), opens: instant("2026-11-24", 17, 59)),
    Row(why: "closed at 18:00", clock: instant("2026-11-24", 18), opens: instant("2026-11-25", 9)),
    Row(why: "Friday evening, next run on Saturday", clock: instant("2026-11-27", 18), opens: nil),
    Row(why: "Friday evening, next run on Sunday evening", clock: instant("2026-11-27", 18), horizon: 48, opens: nil),
    Row(
      why: "Friday evening, next run on Monday evening", clock: instant("2026-11-27", 18), horizon: 72,
      opens: instant("2026-11-30", 9)),
    Row(why: "Sunday evening", clock: instant("2026-11-29", 18), opens: instant("2026-11-30", 9)),
    Row(why: "opens as the next run begins", clock: instant("2026-11-29", 9), opens: nil),
    Row(
      why: "the earlier of two", clock: instant("2026-11-24", 12), windows: [window(14, 16), window(13, 13)],
      opens: instant("2026-11-24", 13)),
    Row(
      why: "over Christmas", clock: instant("2026-12-24", 18), holidays: ["DE"], opens: nil),
    Row(
      why: "a holiday without a window", clock: instant("2026-12-25", 18), windows: [], holidays: ["DE"], opens: nil),
    Row(
      why: "midnight after the holiday", clock: instant("2026-12-26", 18), windows: [], holidays: ["DE"],
      opens: instant("2026-12-27", 0)),
  ]

  @Test(arguments: rows)
  func opening(_ row: Row) {
    let scene = Scene(item("INV-1", 30)) {
      $0.clock = row.clock
      $0.horizon = row.horizon
      $0.policy.windows = row.windows
      $0.policy.holidays = row.holidays.map(HolidaySource.init(region:))
    }
    let decision = scene.decision()
    #expect(decision?.suppressed == (row.opens == nil ? .window : nil))
    #expect(decision?.message?.notBefore == row.opens)
    if row.opens == nil { #expect(decision?.outcomes.map(\.levelAfter) == [0], "no level rises") }
  }

  @Test func aPersonsReminderDoesNotWait() {
    let scene = Scene(item("INV-1", 30)) {
      $0.clock = WindowTests.instant("2026-11-27", 18)
      $0.policy.windows = [WindowTests.window(9, 17)]
      $0.decisions = [decided(.send, id: "S", learned: "2026-11-23")]
    }
    #expect(scene.decision()?.isSent == true)
    #expect(scene.decision()?.message?.notBefore == nil)
  }

  /// 1 May 2026 is a Friday: in Germany the third business day after Wednesday 29 April is Tuesday, elsewhere Monday.
  @Test func businessDaysKnowTheCountrysHolidays() {
    func scene(_ country: String, _ asOf: String) -> Scene {
      Scene(
        item("INV-1", 60) {
          $0.level = 2; $0.payBy = day("2026-04-29")
        }
      ) {
        $0.items[0].dueDate = day("2026-02-01")
        $0.details += address
        $0.country = country
        $0.asOf = day(asOf)
      }
    }
    #expect(scene("", "2026-05-05").decision()?.isSent == true)
    #expect(scene("DE", "2026-05-05").decision()?.suppressed == .payBy)
    #expect(scene("DE", "2026-05-06").decision()?.isSent == true)
  }

  static func waiting(_ level: Int = 1, _ lines: (String, Int64)...) -> WaitingMessage {
    WaitingMessage(
      id: "m", run: "2026-11-22-0001", company: "ACME", customerID: "C1", currency: eur, channel: "email", level: level,
      notBefore: 1, lines: lines.map { WaitingMessage.Line(label: $0.0, balance: $0.1) },
      amountDue: lines.reduce(0) { $0 + $1.1 })
  }

  /// INV-1 is overdue, and INV-2 falls due in three days.
  static func soon(level: Int, _ change: (inout Scene) -> Void) -> Scene {
    Scene(item("INV-1", 10) { $0.level = level }, item("INV-2", -3, 400_00)) {
      $0.policy = NoticeTests.policy()
      change(&$0)
    }
  }

  @Test(
    arguments: [
      (
        nil, waiting(1, ("INV-1", 1000_00)),
        Scene(
          item("INV-1", 10) {
            $0.level = 1; $0.lastRemindedOn = day("2026-11-22")
          })
      ),
      ("settled", waiting(1, ("INV-1", 1000_00)), Scene(item("INV-2", 10))),
      ("changed", waiting(1, ("INV-1", 1000_00), ("INV-2", 5_00)), Scene(item("INV-1", 10))),
      ("changed", waiting(1, ("INV-1", 1000_00)), Scene(item("INV-1", 10, 999_00))),
      ("settled", waiting(1, ("INV-1", 1000_00)), Scene(item("INV-1", 0))),
      ("disputed", waiting(1, ("INV-1", 1000_00)), Scene(item("INV-1", 10)) { $0.decisions = [decided(.dispute)] }),
      ("hard-stop", waiting(1, ("INV-1", 1000_00)), Scene(item("INV-1", 10)) { $0.decisions = [decided(.deceased)] }),
      ("pilot", waiting(1, ("INV-1", 1000_00)), Scene(item("INV-1", 10)) { $0.policy.pilot = share(0) }),
      ("credit-covers", waiting(1, ("INV-1", 1000_00)), Scene(item("INV-1", 10), item("Z", nil, -1000_00))),
      ("changed", waiting(1, ("INV-1", 1000_00)), Scene(item("INV-1", 10), item("Z", nil, -1_00))),
      // Tonight a notice goes out in the place of a reminder.
      (nil, waiting(1, ("INV-1", 1000_00)), soon(level: 1) { _ in }),
      (nil, waiting(1, ("INV-1", 1000_00)), soon(level: 1) { $0.policy.content = .triggered }),
      ("changed", waiting(1, ("INV-1", 1000_00)), soon(level: 1) { $0.items.append(item("Z", nil, -1000_00)) }),
      (nil, waiting(0, ("INV-1", 1000_00)), Scene(item("INV-1", -2))),
      ("settled", waiting(0, ("INV-1", 1000_00)), Scene(item("INV-1", 1))),
      ("settled", waiting(0, ("INV-1", 1000_00)), Scene()),
    ] as [(String?, WaitingMessage, Scene)])
  func whatIsRecalled(_ reason: String?, _ message: WaitingMessage, _ scene: Scene) {
    let recall = Recalls.recall(message, scene.account.billed, scene.decide(), asOf: scene.asOf)
    #expect(recall?.reason == reason)
  }
}
