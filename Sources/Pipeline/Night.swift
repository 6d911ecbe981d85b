import Ledger

/// What is fixed for the whole run before the first row is read. Stages take it as a value; nobody reads a clock again.
public struct Night: Sendable {
  /// `<as-of>-<seq>`, the name of the run.
  public var run: String
  public var asOf: CalendarDate
  /// The clock reading at the start, in seconds since 1970-01-01T00:00:00Z, and the offset of the configured time zone at that
  /// moment in seconds east of UTC. Appears in `Date:` headers and `not_before` only.
  public var clock: Int64
  public var utcOffset: Int
  /// Name and version of the program, for the manifest and XMP: `receivables 0.1.0`.
  public var program: String
  /// In the order of pipeline.json.
  public var companies: [CompanyNight]
  /// Nil: the night counts. Else nothing of it does, and everything that is written says so.
  public var rehearsal: Rehearsal?
  /// The offsets of time zones that windows name, by zone, and under the empty name those of the configured one.
  public var zones: [String: ZoneOffsets] = [:]

  public init(
    run: String, asOf: CalendarDate, clock: Int64, utcOffset: Int, program: String, companies: [CompanyNight]
  ) {
    self.run = run
    self.asOf = asOf
    self.clock = clock
    self.utcOffset = utcOffset
    self.program = program
    self.companies = companies
  }

  /// The offsets of a zone around tonight; nil: the configured one.
  public func offsets(of zone: String?) -> ZoneOffsets { zones[zone ?? ""] ?? ZoneOffsets(fixed: utcOffset) }

  /// The years that dates of tonight's business may lie in.
  public var years: ClosedRange<Int> { (asOf.civil.year - 2)...(asOf.civil.year + 1) }

  public func company(_ id: String) -> CompanyNight? { companies.first { $0.company.id == id } }
}

/// A night as if it counted, to be looked at: messages look real but for the mark, and none of them is to reach a customer.
public struct Rehearsal: Equatable, Sendable {
  /// The only address that e-mails are written to; nil: they bear the customers' own.
  public var redirectTo: String?

  public init(redirectTo: String? = nil) { self.redirectTo = redirectTo }
}

/// What is known of a company tonight.
public struct CompanyNight: Sendable {
  public var company: Company
  /// Date of its newest accepted documents; nil before the first.
  public var dataAsOf: CalendarDate?
  /// Why its data must not be trusted for reminders (`documents of 2026-11-16 are older than 1 business day`); nil: fresh.
  public var stale: String?
  /// The night from which on that is so; nil: fresh, or not known.
  public var staleSince: CalendarDate?
  /// What to do so that they may be; nil: drop a complete export.
  public var staleHelp: String?
  /// Customers whom rows of documents, payments or decisions concern that were rejected and are missing: not reminded. Empty string: nobody can
  /// tell whom, so nobody of the company is.
  public var rejectedCustomers: Set<String>
  /// True when reminders of this company count for real tonight (`liveFrom` is on or before the as-of date, and no baseline night stands against it).
  public var isLive: Bool
  /// As-of date of the company's first run; nil where it is not known. What was first learned that night is not back-dated.
  public var firstNight: CalendarDate?
  /// The day of its first export: what was settled before it nobody here has seen. Nil where there was none.
  public var firstExport: CalendarDate?
  /// The day on which its documents came back after their feed was away for long; nil where it was not. Not live until a `liveFrom`
  /// on or after that day.
  public var backSince: CalendarDate?
  /// Its first night, where it was added to a pipeline that had nights before; not live until a `liveFrom` on or after that day.
  public var addedOn: CalendarDate?

  public init(
    company: Company, dataAsOf: CalendarDate?, stale: String? = nil, rejectedCustomers: Set<String> = [],
    isLive: Bool = true, firstNight: CalendarDate? = nil, backSince: CalendarDate? = nil
  ) {
    self.company = company
    self.dataAsOf = dataAsOf
    self.stale = stale
    self.rejectedCustomers = rejectedCustomers
    self.isLive = isLive
    self.firstNight = firstNight
    self.backSince = backSince
  }
}
