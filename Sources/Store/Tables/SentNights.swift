import Ledger

/// What of messages a night asks for, night by night and in few bytes. Every night needs to know of each reminder unit when it heard from us
/// last, and what it was sent in 400 days; after a year that is some forty messages for each, and reading them from the log took longer than
/// anything else. It is made of the log's rows and can be made anew from them at any time: whoever changes them lets go of all of it.
struct SentNights {
  let database: Database
  init(_ database: Database) { self.database = database }

  static let layout = """
    -- Messages of a run from one key to another: see SentNights.
    CREATE TABLE sent_night(
      first INTEGER PRIMARY KEY, last INTEGER NOT NULL, as_of INTEGER NOT NULL, entries BLOB NOT NULL) STRICT;
    CREATE TRIGGER message_relabelled
      AFTER UPDATE OF message_id, run, as_of, company, customer_id, currency, level, arrives_by ON message BEGIN
      DELETE FROM sent_night;
    END;
    CREATE TRIGGER message_removed AFTER DELETE ON message BEGIN DELETE FROM sent_night; END;
    CREATE TRIGGER customer_relabelled AFTER UPDATE OF company, customer_id ON customer BEGIN DELETE FROM sent_night; END;
    CREATE TRIGGER customer_removed AFTER DELETE ON customer BEGIN DELETE FROM sent_night; END;
    """

  /// What a night needs to know of a message.
  struct Sent: Equatable {
    /// Key of the customer in the state.
    var customer: Int64
    var currency: Currency
    /// What the message's id is known by: see `UnitMemory.Sent`.
    var mark: UInt64
    /// A notice before the due date is no reminder.
    var isReminder: Bool
    /// See `ReminderMessage.arrivesBy`.
    var arrivesBy: CalendarDate?
  }

  /// Messages that followed on each other in the log, all of one run.
  struct Night: Equatable {
    var first: Int64
    var last: Int64
    var asOf: CalendarDate
    var entries: [UInt8]
  }

  /// Messages up to this day are forgotten.
  static func window(_ asOf: CalendarDate) -> CalendarDate { asOf.adding(days: -400) }

  /// Messages of customers that the state knows, sent after a day, in the order of the log.
  func forEach(
    after day: CalendarDate, _ body: (_ sent: Sent, _ message: Int64, _ asOf: CalendarDate) throws -> Void
  ) throws {
    var covered: Int64 = 0
    let statement = try database.prepare("SELECT first, last, as_of, entries FROM sent_night ORDER BY first")
    defer { statement.reset() }
    while try statement.step() {
      covered = statement.int64(1)
      let asOf = CalendarDate(days: Int32(statement.int(2)))
      guard asOf > day else { continue }
      try SentNights.read(statement.bytes(3), from: statement.int64(0), asOf) { try body($0, $1, asOf) }
    }
    try forEachRow(behind: covered) { sent, message, _, asOf in if asOf > day { try body(sent, message, asOf) } }
  }

  /// The same from the log's own rows: those behind a key.
  private func forEachRow(
    behind key: Int64, _ body: (_ sent: Sent, _ message: Int64, _ run: Int64, _ asOf: CalendarDate) throws -> Void
  ) throws {
    let statement = try database.prepare(
      "SELECT m.id, m.run, m.as_of, c.id, m.currency, m.message_id, m.level, m.arrives_by FROM message m "
        + "CROSS JOIN company k ON k.company = m.company "
        + "CROSS JOIN customer c ON c.company = k.id AND c.customer_id = m.customer_id WHERE m.id > ? ORDER BY m.id")
    defer { statement.reset() }
    statement.bind(int: key, at: 1)
    while try statement.step() {
      let sent = Sent(
        customer: statement.int64(3), currency: statement.currency(4),
        mark: UnitMemory.Sent.mark(of: statement.bytes(5)),
        isReminder: statement.int(6) > 0, arrivesBy: statement.optionalInt(7).map { CalendarDate(days: Int32($0)) })
      try body(sent, statement.int64(0), statement.int64(1), CalendarDate(days: Int32(statement.int(2))))
    }
  }
}

// MARK: While a run is stored

extension SentNights {
  /// The end of what a run stores of messages: notes what is in the log and not here yet, and forgets what no night asks for any more.
  func bringUpToDate(asOf: CalendarDate) throws {
    let day = Int(SentNights.window(asOf).days)
    for night in try made(behind: covered() ?? before(day)) {
      try database.run(
        "INSERT INTO sent_night VALUES(?, ?, ?, ?)", .int(night.first), .int(night.last), .int(Int(night.asOf.days)),
        .blob(night.entries))
    }
    // The newest says up to where the log is known.
    try database.run(
      "DELETE FROM sent_night WHERE as_of <= ? AND first < (SELECT MAX(first) FROM sent_night)", .int(day))
  }

  /// Forgets all: keys of customers are given out again. The next run makes it.
  func forget() throws { try database.run("DELETE FROM sent_night") }

  /// Key of the newest message that is noted.
  private func covered() throws -> Int64? {
    try database.rows("SELECT last FROM sent_night ORDER BY first DESC LIMIT 1", row: { $0.int64(0) }).first
  }

  /// The key behind which messages of the days after one begin.
  private func before(_ day: Int) throws -> Int64 {
    try database.rows("SELECT MIN(id) - 1 FROM message WHERE as_of > ?", .int(day)) { $0.optionalInt(0) }
      .first.flatMap(\.self).map { Int64($0) } ?? .max
  }

  private func made(behind key: Int64) throws -> [Night] {
    var nights: [Night] = []
    var (run, customer): (Int64, Int64) = (0, 0)
    try forEachRow(behind: key) { sent, message, ofRun, asOf in
      if nights.isEmpty || ofRun != run {
        nights.append(Night(first: message, last: message, asOf: asOf, entries: []))
        (run, customer) = (ofRun, 0)
      }
      let at = nights.count - 1
      SentNights.write(sent, behind: customer, skipping: message - nights[at].last, asOf, to: &nights[at].entries)
      nights[at].last = message
      customer = sent.customer
    }
    return nights
  }

  /// Where what is noted is not what the log says, in words.
  func problems() throws -> [String] {
    let noted = try database.rows("SELECT first, last, as_of, entries FROM sent_night ORDER BY first") {
      Night(
        first: $0.int64(0), last: $0.int64(1), asOf: CalendarDate(days: Int32($0.int(2))), entries: Array($0.bytes(3)))
    }
    guard let first = noted.first, let last = noted.last else { return [] }
    let known = Set(noted.map(\.first))
    // What is forgotten is made, too.
    let made = try made(behind: first.first - 1).filter { night in
      night.first <= last.last && (known.contains(night.first) || night.asOf > SentNights.window(last.asOf))
    }
    return made == noted ? [] : ["what is noted of sent messages is not what the message log says"]
  }
}

// MARK: As bytes of the state

extension SentNights {
  /// Each message as `SevenBits`: how far its customer's key is from that of the one before, keys of the log between the two, the currency
  /// and whether it was a reminder in one number, and the days until it is there with one added, 0 for none; then the eight bytes of
  /// its mark, the lowest first.
  private static func write(
    _ sent: Sent, behind customer: Int64, skipping keys: Int64, _ asOf: CalendarDate, to bytes: inout [UInt8]
  ) {
    bytes.append(sevenBitsSigned: sent.customer - customer)
    bytes.append(sevenBits: UInt64(keys))
    bytes.append(sevenBits: UInt64(sent.currency.packed) << 1 | (sent.isReminder ? 1 : 0))
    bytes.append(sevenBitsSigned: sent.arrivesBy.map { Int64($0.days - asOf.days) + ($0 < asOf ? 0 : 1) } ?? 0)
    withUnsafeBytes(of: sent.mark.littleEndian) { bytes.append(contentsOf: $0) }
  }

  private static func read(
    _ bytes: UnsafeRawBufferPointer, from first: Int64, _ asOf: CalendarDate,
    _ body: (_ sent: Sent, _ message: Int64) throws -> Void
  ) throws {
    var numbers = SevenBits(bytes)
    var (message, customer) = (first, Int64(0))
    while let since = numbers.nextSigned(), let keys = numbers.next(), let kind = numbers.next(),
      let arrival = numbers.nextSigned(), let mark = numbers.eightBytes()
    {
      message += Int64(keys)
      customer += since
      let days = arrival > 0 ? arrival - 1 : arrival
      let sent = Sent(
        customer: customer, currency: Currency(trusted: UInt32(truncatingIfNeeded: kind >> 1)), mark: mark,
        isReminder: kind & 1 == 1, arrivesBy: arrival == 0 ? nil : asOf.adding(days: Int(days)))
      try body(sent, message)
    }
  }
}

extension UnitMemory {
  /// Takes note of a message of the unit: those in the order of the log.
  mutating func note(_ message: SentNights.Sent, on date: CalendarDate, isUndone: Bool, asOf: CalendarDate) {
    sent.append(UnitMemory.Sent(mark: message.mark, on: date, isUndone: isUndone))
    guard !isUndone else { return }
    // A pre-due notice is no reminder: it never gates the first level.
    if message.isReminder { remind(on: date, arrivesBy: message.arrivesBy) }
    guard asOf.days(since: date) < 7 else { return }
    if message.isReminder { recent.append(date) } else { recentNotices.append(date) }
  }
}
