import Ledger

/// The dates of exports: where no payment explains a change, it is as old as the export that showed it.
struct ExportDays {
  private let runDays: [CalendarDate]
  /// Where a run's newest export of a company has a date of its own.
  private var days: [Int64: [(run: Int64, day: CalendarDate)]] = [:]
  /// Of these those that were whole: snapshots; also the days on which their bytes came again.
  private var whole: [Int64: [CalendarDate]] = [:]
  private var newestDelta: [Int64: CalendarDate] = [:]
  /// Whether the day of a document's version may be another than that of its run's newest export.
  let hasOwnDays: Bool
  /// Exports that came late, with the runs that learned them.
  private var late: [Int64: [(run: Int64, day: CalendarDate)]] = [:]
  var hasLate: Bool { !late.isEmpty }

  /// Files `a` whose bytes a run had taken as the file `o`: they say of their own days what that one said of its.
  private static let copies =
    "arrival a JOIN run r ON r.id = a.run JOIN arrival o ON o.file = a.file AND o.feed = a.feed AND o.run <= a.run "
    + "AND a.state = 'duplicate' AND a.row_count > 0"
  private static let ofCopies =
    "COALESCE(a.file_date, r.as_of), o.id IN (SELECT arrival FROM delta_export) FROM \(copies)"

  init(_ database: Database, _ runDays: [CalendarDate]) throws {
    self.runDays = runDays
    let rows = try database.rows(
      "SELECT s.company, a.run, MAX(COALESCE(a.file_date, r.as_of)) FROM snapshot s JOIN arrival a ON a.id = s.arrival "
        + "JOIN run r ON r.id = a.run WHERE a.state = 'accepted' GROUP BY 1, 2 ORDER BY 1, 2",
      row: { ($0.int64(0), $0.int64(1), CalendarDate(days: Int32($0.int(2)))) })
    for (company, run, day) in rows { days[company, default: []].append((run, day)) }
    hasOwnDays =
      try database.rows("SELECT EXISTS(SELECT 1 FROM document_told WHERE again = 0)", row: { $0.int(0) != 0 })[0]
    for (company, day, isDelta) in try database.rows(
      "SELECT DISTINCT s.company, COALESCE(a.file_date, r.as_of), a.id IN (SELECT arrival FROM delta_export) "
        + "FROM snapshot s JOIN arrival a ON a.id = s.arrival JOIN run r ON r.id = a.run WHERE a.state = 'accepted' UNION "
        + "SELECT company, day, arrival IN (SELECT arrival FROM delta_export) FROM late_export UNION "
        + "SELECT s.company, \(ExportDays.ofCopies) JOIN snapshot s ON s.arrival = o.id WHERE o.state = 'accepted' UNION "
        + "SELECT l.company, \(ExportDays.ofCopies) JOIN late_export l ON l.arrival = o.id ORDER BY 1, 2",
      row: { ($0.int64(0), CalendarDate(days: Int32($0.int(1))), $0.int(2) != 0) })
    {
      if isDelta { newestDelta[company] = day } else { whole[company, default: []].append(day) }
    }
    for (company, run, day) in try database.rows(
      "SELECT company, run, day FROM late_export UNION SELECT l.company, a.run, COALESCE(a.file_date, r.as_of) "
        + "FROM \(ExportDays.copies) JOIN late_export l ON l.arrival = o.id ORDER BY 1, 2, 3",
      row: { ($0.int64(0), $0.int64(1), CalendarDate(days: Int32($0.int(2)))) })
    {
      late[company, default: []].append((run, day))
    }
  }

  /// Takes tonight's, of which the state does not know yet.
  mutating func add(_ tonight: NightsExports, run: Int64) {
    for (company, day) in tonight.newest {
      if let key = tonight.companies[company] { days[key, default: []].append((run, day)) }
    }
    for (company, day) in tonight.whole {
      guard let key = tonight.companies[company], whole[key]?.contains(day) != true else { continue }
      whole[key, default: []].append(day)
      whole[key]?.sort()
    }
  }

  /// Date of the export from which a run learned of a company.
  func of(_ company: Int64, run: Int64) -> CalendarDate {
    let known = days[company] ?? []
    let at = known.place { $0.run < run }
    if at < known.count, known[at].run == run { return known[at].day }
    return runDays.indices.contains(Int(run)) ? runDays[Int(run)] : .missing
  }

  /// Date of the newest export of a company that runs up to this one accepted.
  func newest(of company: Int64, upTo run: Int64) -> CalendarDate {
    (days[company] ?? []).lazy.filter { $0.run <= run }.map(\.day).max() ?? .missing
  }

  /// Whether an export of a company that runs up to this one knew is of one of these days.
  func has(_ period: Range<CalendarDate>, of company: Int64, upTo run: Int64) -> Bool {
    [days, late].contains { ($0[company] ?? []).contains { $0.run <= run && period.contains($0.day) } }
  }

  /// Date of the oldest export that runs up to this one knew.
  func first(of company: Int64, upTo run: Int64) -> CalendarDate? {
    let lateOnes = (late[company] ?? []).lazy.filter { $0.run <= run }.map(\.day)
    return (Array(lateOnes) + (days[company] ?? []).map(\.day)).min()
  }

  /// Date of the next whole export after a day that fits, of those that came late, too.
  func whole(
    of company: Int64, after day: CalendarDate, where fits: (CalendarDate) -> Bool
  ) -> CalendarDate? {
    let days = whole[company] ?? []
    return days[days.place { $0 <= day }...].first(where: fits)
  }

  /// Whether an export of this day came late.
  func isLate(_ day: CalendarDate, of company: Int64) -> Bool { (late[company] ?? []).contains { $0.day == day } }

  /// Dates of the newest whole export and of the newest delta.
  func newestDays(of company: Int64) -> (snapshot: CalendarDate?, delta: CalendarDate?) {
    (whole[company]?.max(), newestDelta[company])
  }

  /// The first run that took an export dated after a day.
  func firstRun(of company: Int64, after day: CalendarDate) -> Int64? {
    (days[company] ?? []).first { $0.day > day }?.run
  }
}
