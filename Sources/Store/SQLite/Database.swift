import CSQLite

/// What SQLite refused, in its own words, with its extended result code.
public struct StoreError: Error, CustomStringConvertible, Sendable {
  public enum Cause: Sendable { case busy, full, input, corrupt, permission, cannotOpen, other }

  public let code: Int32
  public let message: String

  public init(code: Int32, message: String) {
    self.code = code
    self.message = message
  }

  /// The kind of trouble, from which the exit code follows.
  public var cause: Cause {
    switch code & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED: .busy
    case SQLITE_FULL: .full
    case SQLITE_IOERR: .input
    case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
    case SQLITE_READONLY, SQLITE_PERM: .permission
    case SQLITE_CANTOPEN: .cannotOpen
    default: .other
    }
  }
  public var description: String { "state: \(message) (SQLite \(code))" }
}

/// A connection to the state. One per process, used from one thread.
///
/// The journal is SQLite's rollback journal, not WAL: a reader then writes nothing beside the file, so `plan` and a person with the
/// `sqlite3` shell leave no trace, and what is deleted is gone from the file at once.
public final class Database {
  let handle: OpaquePointer
  private var cached: [String: Statement] = [:]
  /// Rows to be inserted; see `insert`.
  var bulk: MemorySource?

  /// Tells SQLite that this process has one thread: locks were a hundredth of a night. To be called before anything is opened, and not
  /// where tests run side by side. A SQLite that was built without the choice keeps its locks.
  public static func expectOneThread() { sqlite3_for_one_thread() }

  /// Opens for a run: creates the file where it is missing.
  public static func open(path: String) throws(StoreError) -> Database {
    let database = try Database(path: path, flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs: StateVFS.name())
    try database.execute(
      "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA; PRAGMA secure_delete=ON; PRAGMA foreign_keys=OFF;"
        + "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16384; PRAGMA cell_size_check=ON")
    return database
  }

  /// How long a look at the state waits for a run that is storing, in milliseconds: a million invoices take some seconds.
  private static let patience: Int32 = 30_000

  /// Opens for reading only; nothing is written anywhere. Waits while a run is storing. Fails with `.permission` while a cut-off run has not
  /// been finished.
  public static func openReadOnly(path: String) throws(StoreError) -> Database {
    let database = try Database(path: path, flags: SQLITE_OPEN_READONLY)
    sqlite3_busy_timeout(database.handle, patience)
    return database
  }

  /// An empty state that lives in memory only: what `plan` compares with before the first run.
  public static func inMemory() throws(StoreError) -> Database {
    try Database(path: ":memory:", flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
  }

  private init(path: String, flags: Int32, vfs: UnsafePointer<CChar>? = nil) throws(StoreError) {
    var handle: OpaquePointer?
    let result = sqlite3_open_v2(path, &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, vfs)
    guard result == SQLITE_OK, let handle else {
      let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      sqlite3_close(handle)
      throw StoreError(code: result, message: "\(path): \(message)")
    }
    self.handle = handle
  }

  deinit {
    cached.removeAll()
    sqlite3_close_v2(handle)
  }

  /// Runs one or more statements that return nothing.
  public func execute(_ sql: String) throws(StoreError) {
    let result = sqlite3_exec(handle, sql, nil, nil, nil)
    guard result == SQLITE_OK else { throw error(result) }
  }

  /// A prepared statement, kept for the life of the connection.
  public func prepare(_ sql: String) throws(StoreError) -> Statement {
    if let statement = cached[sql] {
      statement.reset()
      return statement
    }
    var prepared: OpaquePointer?
    let result = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
    guard result == SQLITE_OK, let prepared else { throw error(result) }
    let statement = Statement(prepared, self)
    cached[sql] = statement
    return statement
  }

  /// Binds, runs to the end, returns nothing.
  public func run(_ sql: String, _ values: Value...) throws(StoreError) {
    let statement = try prepare(sql)
    for (index, value) in values.enumerated() { statement.bind(value, at: index + 1) }
    _ = try statement.step()
    statement.reset()
  }

  /// The rows of a query, each made by `row`.
  public func rows<T>(_ sql: String, _ values: Value..., row: (Statement) -> T) throws(StoreError) -> [T] {
    try rows(sql, values: values, row: row)
  }

  /// The same for those who hand on values of their own callers.
  public func rows<T>(_ sql: String, values: [Value], row: (Statement) -> T) throws(StoreError) -> [T] {
    let statement = try prepare(sql)
    for (index, value) in values.enumerated() { statement.bind(value, at: index + 1) }
    var all: [T] = []
    while try statement.step() { all.append(row(statement)) }
    statement.reset()
    return all
  }

  /// Runs `body` in one transaction; an error rolls it back.
  public func transaction<T>(_ body: () throws -> T) throws -> T {
    try execute("BEGIN IMMEDIATE")
    do {
      let result = try body()
      try execute("COMMIT")
      return result
    } catch {
      if sqlite3_get_autocommit(handle) == 0 { try? execute("ROLLBACK") }
      throw error
    }
  }

  /// Runs `body`, which only reads, in one transaction: SQLite looks for locks and journals once and not before every statement. Inside a
  /// transaction it is only run.
  public func reading<T>(_ body: () throws -> T) throws -> T {
    guard sqlite3_get_autocommit(handle) != 0 else { return try body() }
    try execute("BEGIN")
    defer { try? execute("COMMIT") }
    return try body()
  }

  func error(_ result: Int32) -> StoreError {
    StoreError(code: result, message: String(cString: sqlite3_errmsg(handle)))
  }
}

extension [Int64] {
  /// Keys as SQL's `json_each` takes them apart.
  var jsonList: String { "[\(map(String.init).joined(separator: ","))]" }
}

/// A value bound to a statement.
public enum Value {
  case null, int(Int64), text(String), blob([UInt8])

  public static func int(_ value: Int) -> Value { .int(Int64(value)) }
  public static func optional(_ text: String?) -> Value { text.map { .text($0) } ?? .null }
  public static func optional(_ value: Int64?) -> Value { value.map { .int($0) } ?? .null }
  public static func optional(_ value: Int?) -> Value { value.map { .int(Int64($0)) } ?? .null }
}

/// A prepared statement. Columns count from 0, parameters from 1.
public final class Statement {
  private let handle: OpaquePointer
  private unowned let database: Database

  init(_ handle: OpaquePointer, _ database: Database) {
    self.handle = handle
    self.database = database
  }

  deinit { sqlite3_finalize(handle) }

  /// SQLite copies what is bound: the bytes need not outlive the call.
  fileprivate static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  public func bind(_ value: Value, at index: Int) {
    switch value {
    case .null: sqlite3_bind_null(handle, Int32(index))
    case .int(let value): sqlite3_bind_int64(handle, Int32(index), value)
    case .text(var text):
      text.withUTF8 { bind(text: UnsafeRawBufferPointer($0), at: index) }
    case .blob(let bytes):
      _ = bytes.withUnsafeBytes { bytes in
        if let start = bytes.baseAddress {
          return sqlite3_bind_blob64(handle, Int32(index), start, UInt64(bytes.count), Statement.transient)
        } else {
          return sqlite3_bind_zeroblob(handle, Int32(index), 0)
        }
      }
    }
  }

  public func bind(int value: Int64, at index: Int) { sqlite3_bind_int64(handle, Int32(index), value) }
  public func bind(int value: Int, at index: Int) { sqlite3_bind_int64(handle, Int32(index), Int64(value)) }
  /// Binds bytes that stay where they are until the statement has run: nothing is copied.
  public func bind(borrowed bytes: UnsafeRawBufferPointer, at index: Int) {
    let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
    if let start {
      sqlite3_bind_text(handle, Int32(index), start, Int32(bytes.count), nil)
    } else {
      bind(text: bytes, at: index)
    }
  }
  func bind(borrowedBlob bytes: UnsafeRawBufferPointer, at index: Int) {
    sqlite3_bind_blob64(handle, Int32(index), bytes.baseAddress, UInt64(bytes.count), nil)
  }

  public func bind(text: UnsafeRawBufferPointer, at index: Int) {
    let start = text.baseAddress?.assumingMemoryBound(to: CChar.self)
    if let start {
      sqlite3_bind_text(handle, Int32(index), start, Int32(text.count), Statement.transient)
    } else {
      sqlite3_bind_text(handle, Int32(index), "", 0, Statement.transient)
    }
  }

  /// The next row: false at the end.
  public func step() throws(StoreError) -> Bool {
    let result = sqlite3_step(handle)
    switch result {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default:
      let error = database.error(result)
      sqlite3_reset(handle)
      throw error
    }
  }

  /// Runs a statement that returns no rows and makes it ready for the next values.
  public func runOnce() throws(StoreError) {
    _ = try step()
    sqlite3_reset(handle)
  }

  public func reset() {
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  public func isNull(_ column: Int) -> Bool { sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL }
  public func int(_ column: Int) -> Int { Int(sqlite3_column_int64(handle, Int32(column))) }
  public func int64(_ column: Int) -> Int64 { sqlite3_column_int64(handle, Int32(column)) }
  public func optionalInt(_ column: Int) -> Int? { isNull(column) ? nil : int(column) }

  public func text(_ column: Int) -> String {
    String(decoding: bytes(column), as: UTF8.self)
  }
  public func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }

  /// The same, and where it is this text this very one: rows behind each other often say the same, and each longer text is memory of its own.
  func text(_ column: Int, orAgain known: String) -> String {
    var known = known
    let bytes = bytes(column)
    return known.withUTF8 { UnsafeRawBufferPointer($0).elementsEqualFast(bytes) }
      ? known : String(decoding: bytes, as: UTF8.self)
  }

  /// The bytes of a text or blob column; valid until the next step.
  public func bytes(_ column: Int) -> UnsafeRawBufferPointer {
    guard let start = sqlite3_column_blob(handle, Int32(column)) else {
      return UnsafeRawBufferPointer(start: nil, count: 0)
    }
    return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, Int32(column))))
  }
}

extension Database {
  /// The newest key of a table that counts its rows; 0: it has none.
  func lastKey(of table: String) throws(StoreError) -> Int64 {
    try rows("SELECT COALESCE(MAX(id), 0) FROM \(table)") { $0.int64(0) }[0]
  }
}

extension Database {
  /// Makes a function of one text known to the SQL of this connection. What `body` gives is the function's value; nil is NULL.
  func define(_ name: String, _ body: @escaping (UnsafeBufferPointer<UInt8>) -> [UInt8]?) throws(StoreError) {
    let client = Unmanaged.passRetained(TextFunction(body)).toOpaque()
    let result = sqlite3_create_function_v2(
      handle, name, 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, client,
      { context, _, values in
        guard let context, let value = values?[0], let text = sqlite3_value_text(value),
          let client = sqlite3_user_data(context)
        else { return }
        let bytes = UnsafeBufferPointer(start: text, count: Int(sqlite3_value_bytes(value)))
        guard let made = Unmanaged<TextFunction>.fromOpaque(client).takeUnretainedValue().body(bytes) else {
          return sqlite3_result_null(context)
        }
        made.withUnsafeBytes { made in
          sqlite3_result_text64(
            context, made.baseAddress?.assumingMemoryBound(to: CChar.self), UInt64(made.count), Statement.transient,
            UInt8(SQLITE_UTF8))
        }
      }, nil, nil, { client in if let client { Unmanaged<TextFunction>.fromOpaque(client).release() } })
    guard result == SQLITE_OK else { throw error(result) }
  }
}

private final class TextFunction {
  let body: (UnsafeBufferPointer<UInt8>) -> [UInt8]?
  init(_ body: @escaping (UnsafeBufferPointer<UInt8>) -> [UInt8]?) { self.body = body }
}
