import Ledger
import Testing

/// Numbers as by chance, the same in every run.
struct Chance {
  var state: UInt64
  mutating func below(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(limit))
  }
}

/// Whatever it answers is what `BalanceTimeline` says; and the ordinary case it answers.
@Suite struct PlainTimelineTests {
  private let base: Int32 = 20_000

  private func answer(
    _ shown: [(on: Int, balance: Int64)], _ money: [(date: Int, effect: Int64)], asOf day: Int
  ) -> PlainTimeline.Answer? {
    PlainTimeline.answer(
      opening: 100, shown.map { PlainTimeline.Shown(on: on($0.on), balance: $0.balance) }[...],
      money.map {
        PlainTimeline.Money(payment: 1, date: on($0.date), effect: $0.effect, isAhead: false)
      }[...], asOf: on(day), isOpen: shown.last?.balance != 0)
  }

  private func on(_ day: Int) -> CalendarDate { CalendarDate(days: base + Int32(day)) }

  @Test func aPaymentBetweenTwoExportsDatesTheFall() {
    let shown: [(on: Int, balance: Int64)] = [(10, 100), (20, 60), (30, 0)]
    let money: [(date: Int, effect: Int64)] = [(18, -40), (25, -60)]
    let expected: [(Int, Int64)] = [(10, 100), (17, 100), (18, 60), (24, 60), (25, 0), (30, 0)]
    for (day, balance) in expected {
      #expect(answer(shown, money, asOf: day) == PlainTimeline.Answer(balance: balance, isMovedByExport: false))
    }
    // Without the second one the export dates the rest.
    #expect(answer(shown, [money[0]], asOf: 25) == PlainTimeline.Answer(balance: 60, isMovedByExport: true))
  }

  @Test func whatIsNotJustOneChangeIsLeftToOthers() {
    #expect(answer([(10, 100), (20, 0)], [(12, -50), (15, -50)], asOf: 15) == nil)
    // Posted late.
    #expect(answer([(10, 100), (20, 100), (30, 0)], [(12, -100)], asOf: 15) == nil)
    // Dated after the export that shows it.
    #expect(answer([(10, 100), (20, 0)], [(25, -100)], asOf: 22) == nil)
    // Not posted yet, and nothing about the day.
    #expect(answer([(10, 100)], [(25, -100)], asOf: 22) == PlainTimeline.Answer(balance: 100, isMovedByExport: false))
  }

  /// The one known by the 22nd may be what its export shows: the other of the 24th is what the next one does.
  @Test func ofTwoOfOneDayEitherMayBeTheOneOfThePast() {
    let shown = [(19, 100), (22, 60), (24, 20)].map { PlainTimeline.Shown(on: on($0), balance: $1) }
    let money = [true, false].map { PlainTimeline.Money(payment: 1, date: on(24), effect: -40, isAhead: $0) }
    #expect(PlainTimeline.answer(opening: 100, shown[...], money[...], asOf: on(22), isOpen: true) == nil)
  }

  /// Where money tells every change: what the export before a day showed, less what has been paid since. Nil: it does not, or the day is
  /// before the first.
  private func toldOnce(
    _ shown: [(on: Int, balance: Int64)], _ money: [(date: Int, effect: Int64)], asOf day: Int
  ) -> Int64? {
    let tells = PlainTimeline.tellsEveryChange(
      opening: 100, shown.map { PlainTimeline.Shown(on: on($0.on), balance: $0.balance) }[...],
      money.map { PlainTimeline.Money(payment: 1, date: on($0.date), effect: $0.effect, isAhead: false) }[...])
    guard tells, let last = shown.last(where: { $0.on <= day }) else { return nil }
    return money.filter { $0.date > last.on && $0.date <= day }.reduce(last.balance) { $0 + $1.effect }
  }

  @Test func whatIsToldOnceIsShownWithinAMonth() {
    #expect(toldOnce([(10, 100), (50, 0)], [(19, -100)], asOf: 30) == 0)
    #expect(toldOnce([(10, 100), (50, 0)], [(18, -100)], asOf: 30) == nil)
    // The rest is dated by the export.
    #expect(toldOnce([(10, 100), (20, 60), (30, 0)], [(18, -40)], asOf: 15) == nil)
  }

  @Test func itSaysWhatTheTimelineSays() {
    var chance = Chance(state: 1)
    var (answered, told) = (0, 0)
    for _ in 0..<60_000 {
      var (balance, export) = (Int64(100), chance.below(5))
      var shown: [(on: Int, balance: Int64)] = []
      for _ in 0..<(1 + chance.below(5)) {
        if chance.below(3) == 0 { balance = [0, 30, 60, 100, 130][chance.below(5)] }
        shown.append((export, balance))
        export += chance.below(6)
      }
      var money: [(date: Int, effect: Int64, run: Int64)] = []
      for _ in 0..<chance.below(4) {
        let effect = Int64([-100, -70, -60, -40, -30, 30, 40, 70, 100][chance.below(9)])
        let date = chance.below(32) - 2
        money.append((date, effect, Int64(1 + chance.below(6))))
      }
      // Half of them: money that fits.
      if chance.below(2) == 0 {
        money = []
        var before = (on: -3, balance: Int64(100))
        for next in shown {
          if next.balance != before.balance, next.on > before.on, chance.below(5) > 0 {
            money.append((next.on - chance.below(next.on - before.on), next.balance - before.balance, 9))
          }
          before = next
        }
      }
      let day = chance.below(30)
      let past = SightedDocument(
        documentDate: on(-5), amount: 100,
        sightings: shown.enumerated().map { Sighting(on: on($1.on), run: Int64($0 + 1), balance: $1.balance) })
      let newest = past.sightings.last { $0.on <= on(day) }?.run ?? 0
      let found = PlainTimeline.answer(
        opening: 100, shown.map { PlainTimeline.Shown(on: on($0.on), balance: $0.balance) }[...],
        money.map {
          PlainTimeline.Money(
            payment: 1, date: on($0.date), effect: $0.effect, isAhead: $0.date > day && $0.run <= newest)
        }[...], asOf: on(day), isOpen: shown.last?.balance != 0)
      let steps = BalanceTimeline.steps(
        [past],
        clearings: money.enumerated().map {
          Clearing(date: on($1.date), effect: $1.effect, id: "P\($0)", run: $1.run)
        }, exportedUntil: on(shown.last!.on), isExported: { _ in false })[0]
      if let balance = toldOnce(shown, money.map { ($0.date, $0.effect) }, asOf: day) {
        told += 1
        #expect(balance == BalanceTimeline.balance(steps, asOf: on(day)), "\(shown) \(money) on \(day)")
        #expect(!steps.contains { $0.basis == .export }, "\(shown) \(money)")
      }
      guard let found else { continue }
      answered += 1
      #expect(found.balance == BalanceTimeline.balance(steps, asOf: on(day)), "\(shown) \(money) on \(day)")
      if shown.last?.balance == 0 {
        #expect(
          found.isMovedByExport == steps.contains { $0.basis == .export && $0.date > on(day) },
          "\(shown) \(money) on \(day)")
      }
    }
    #expect(answered > 20_000)
    #expect(told > 10_000)
  }
}
