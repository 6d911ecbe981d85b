import CSQLite
import Ledger

/// One row on its way into a table: its cells in the order of the statement's columns.
public struct RowCells {
  fileprivate enum Kind: UInt8 { case null, int, borrowed, copied }
  fileprivate struct Cell {
    var kind: Kind
    /// The number, or the count of the text's bytes.
    var number: Int64 = 0
    /// Where a borrowed text starts; the offset of a copied one in the copies.
    var start: UnsafeRawPointer?
    var offset = 0
  }
  /// Copied texts of the row at hand, one behind the other.
  fileprivate struct Copies {
    var base: UnsafeMutableRawPointer
    var capacity: Int
    var count = 0

    mutating func add(_ text: UnsafeRawBufferPointer) -> Int {
      add(upTo: text.count) {
        if let start = text.baseAddress { $0.copyMemory(from: start, byteCount: text.count) }
        return text.count
      }
    }

    /// - Parameter write: writes so many bytes at most, and returns how many.
    @inline(__always)
    mutating func add(upTo limit: Int, _ write: (UnsafeMutableRawPointer) -> Int) -> Int {
      if count + limit > capacity { grow(to: count + limit) }
      let start = count
      count += write(base + start)
      return start
    }

    private mutating func grow(to least: Int) {
      let size = max(capacity * 2, least)
      let larger = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 8)
      larger.copyMemory(from: base, byteCount: count)
      base.deallocate()
      (base, capacity) = (larger, size)
    }
  }
  fileprivate let cells: UnsafeMutablePointer<Cell>
  fileprivate let copies: UnsafeMutablePointer<Copies>

  @inline(__always)
  public func set(_ column: Int, int value: Int64) { cells[column] = Cell(kind: .int, number: value) }
  @inline(__always)
  public func set(_ column: Int, int value: Int) { set(column, int: Int64(value)) }
  @inline(__always)
  public func set(_ column: Int, int value: Int32) { set(column, int: Int64(value)) }
  @inline(__always)
  public func set(_ column: Int, int value: Int?) {
    if let value { set(column, int: Int64(value)) } else { setNull(column) }
  }
  /// A date as days since 1970.
  @inline(__always)
  public func set(_ column: Int, date: CalendarDate?) {
    if let date { set(column, int: Int64(date.days)) } else { setNull(column) }
  }
  @inline(__always)
  public func setNull(_ column: Int) { cells[column] = Cell(kind: .null) }
  /// A text that stays where it is until the next row is asked for: it is not copied.
  @inline(__always)
  public func set(_ column: Int, text: UnsafeRawBufferPointer) {
    cells[column] = Cell(kind: .borrowed, number: Int64(text.count), start: text.baseAddress)
  }
  /// A text that is copied.
  public func set(_ column: Int, text: String?) {
    guard var text else { return setNull(column) }
    text.withUTF8 { text in
      let offset = copies.pointee.add(UnsafeRawBufferPointer(text))
      cells[column] = Cell(kind: .copied, number: Int64(text.count), offset: offset)
    }
  }

  /// A text that `write` makes in its place, of so many bytes at most; it returns how many they are.
  @inline(__always)
  public func set(_ column: Int, upTo limit: Int, _ write: (UnsafeMutableRawPointer) -> Int) {
    let offset = copies.pointee.add(upTo: limit, write)
    cells[column] = Cell(kind: .copied, number: Int64(copies.pointee.count - offset), offset: offset)
  }

  /// Columns that a row can have.
  fileprivate static let limit = 24
}

extension Database {
  /// Inserts many rows by one statement: `INSERT INTO target SELECT ... FROM` a table that lies in memory and makes its rows as SQLite asks
  /// for them. A third faster than a statement per row, which opens and closes its cursors a million times.
  /// - Parameters:
  ///   - target: the table and its columns, such as `payment(id, amount)`; as many as `columns`.
  ///   - onConflict: `WHERE true ON CONFLICT ...`; SQLite asks for the condition, to tell it from a join's.
  ///   - select: what is selected instead of the cells `c0, c1, ...`; `join`: a table beside the rows, for it to select from.
  ///   - fill: sets every cell of the row with this number, from 0.
  public func insert(
    _ count: Int, into target: String, columns: Int, verb: String = "INSERT", onConflict: String = "",
    select: String? = nil, join: String = "", _ fill: (_ row: Int, _ cells: RowCells) -> Void
  ) throws(StoreError) {
    guard count > 0 else { return }
    let names = (0..<columns).map { "c\($0)" }.joined(separator: ", ")
    let source = try memorySource()
    let statement = try prepare(
      "\(verb) INTO \(target) SELECT \(select ?? names) FROM \(MemorySource.name) \(join) \(onConflict)")
    let result: Result<Void, StoreError> = withoutActuallyEscaping(fill) { fill in
      source.rows = count
      source.fill = fill
      defer { source.fill = nil }
      do throws(StoreError) {
        try statement.runOnce()
        return .success(())
      } catch { return .failure(error) }
    }
    try result.get()
  }

  /// The table in memory of this connection, made known to SQLite at its first use.
  private func memorySource() throws(StoreError) -> MemorySource {
    if let bulk { return bulk }
    let source = MemorySource()
    let client = Unmanaged.passUnretained(source).toOpaque()
    let result = sqlite3_create_module_v2(handle, MemorySource.name, MemorySource.module, client, nil)
    guard result == SQLITE_OK else { throw error(result) }
    bulk = source
    return source
  }
}

/// What the virtual table of a connection shows: as many rows as are to be inserted, made one at a time. Lives as long as the connection.
final class MemorySource {
  static let name = "rows_in_memory"
  fileprivate var rows = 0
  fileprivate var fill: ((_ row: Int, _ cells: RowCells) -> Void)?
  fileprivate let cells = UnsafeMutablePointer<RowCells.Cell>.allocate(capacity: RowCells.limit)
  fileprivate let copies = UnsafeMutablePointer<RowCells.Copies>.allocate(capacity: 1)

  init() {
    cells.initialize(repeating: RowCells.Cell(kind: .null), count: RowCells.limit)
    let room = 4096
    copies.initialize(to: RowCells.Copies(base: .allocate(byteCount: room, alignment: 8), capacity: room))
  }
  deinit {
    cells.deallocate()
    copies.pointee.base.deallocate()
    copies.deallocate()
  }

  /// False behind the last row.
  fileprivate func make(_ row: Int) -> Bool {
    guard row < rows, let fill else { return false }
    copies.pointee.count = 0
    fill(row, RowCells(cells: cells, copies: copies))
    return true
  }

  /// SQLite's structures with our fields behind its own.
  private struct Table {
    var base: sqlite3_vtab
    var source: UnsafeRawPointer
  }
  private struct Cursor {
    var base: sqlite3_vtab_cursor
    var source: UnsafeRawPointer
    var cells: UnsafeMutablePointer<RowCells.Cell>
    var copies: UnsafeMutablePointer<RowCells.Copies>
    var row: Int
    var isAtEnd: Bool
  }

  private static func at(_ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?) -> UnsafeMutablePointer<Cursor> {
    UnsafeMutableRawPointer(cursor!).assumingMemoryBound(to: Cursor.self)
  }
  private static func source(_ pointer: UnsafeRawPointer) -> MemorySource {
    Unmanaged<MemorySource>.fromOpaque(pointer).takeUnretainedValue()
  }
  private static func move(_ cursor: UnsafeMutablePointer<Cursor>, to row: Int) {
    cursor.pointee.row = row
    cursor.pointee.isAtEnd = !source(cursor.pointee.source).make(row)
  }

  /// The functions by which SQLite reads the table. It exists without being created (no `xCreate`), in statements of ours only.
  /// SQLite keeps the address; nothing in it is ever changed.
  nonisolated(unsafe) fileprivate static let module: UnsafePointer<sqlite3_module> = {
    var module = sqlite3_module()
    module.xConnect = { database, client, _, _, table, _ in
      let columns = (0..<RowCells.limit).map { "c\($0)" }.joined(separator: ", ")
      let result = sqlite3_declare_vtab(database, "CREATE TABLE x(\(columns))")
      guard result == SQLITE_OK, let client else { return result }
      let made = UnsafeMutablePointer<Table>.allocate(capacity: 1)
      made.initialize(to: Table(base: sqlite3_vtab(), source: UnsafeRawPointer(client)))
      table?.pointee = UnsafeMutableRawPointer(made).assumingMemoryBound(to: sqlite3_vtab.self)
      return SQLITE_OK
    }
    module.xDisconnect = { table in
      UnsafeMutableRawPointer(table)?.assumingMemoryBound(to: Table.self).deallocate()
      return SQLITE_OK
    }
    module.xBestIndex = { _, _ in SQLITE_OK }
    module.xOpen = { table, cursor in
      let table = UnsafeMutableRawPointer(table!).assumingMemoryBound(to: Table.self)
      let source = table.pointee.source
      let made = UnsafeMutablePointer<Cursor>.allocate(capacity: 1)
      made.initialize(
        to: Cursor(
          base: sqlite3_vtab_cursor(), source: source, cells: MemorySource.source(source).cells,
          copies: MemorySource.source(source).copies, row: 0, isAtEnd: true))
      cursor?.pointee = UnsafeMutableRawPointer(made).assumingMemoryBound(to: sqlite3_vtab_cursor.self)
      return SQLITE_OK
    }
    module.xClose = { cursor in
      at(cursor).deallocate()
      return SQLITE_OK
    }
    module.xFilter = { cursor, _, _, _, _ in
      move(at(cursor), to: 0)
      return SQLITE_OK
    }
    module.xNext = { cursor in
      move(at(cursor), to: at(cursor).pointee.row + 1)
      return SQLITE_OK
    }
    module.xEof = { cursor in at(cursor).pointee.isAtEnd ? 1 : 0 }
    module.xRowid = { cursor, row in
      row?.pointee = Int64(at(cursor).pointee.row)
      return SQLITE_OK
    }
    module.xColumn = { cursor, context, column in
      let cell = at(cursor).pointee.cells[Int(column)]
      switch cell.kind {
      case .null: sqlite3_result_null(context)
      case .int: sqlite3_result_int64(context, cell.number)
      case .borrowed: show(cell.start, cell.number, context)
      case .copied: show(at(cursor).pointee.copies.pointee.base + cell.offset, cell.number, context)
      }
      return SQLITE_OK
    }
    let lasting = UnsafeMutablePointer<sqlite3_module>.allocate(capacity: 1)
    lasting.initialize(to: module)
    return UnsafePointer(lasting)
  }()

  /// Gives SQLite a text that outlives the row; it makes no copy (`SQLITE_STATIC`).
  private static func show(_ start: UnsafeRawPointer?, _ count: Int64, _ context: OpaquePointer?) {
    let start = start ?? UnsafeRawPointer(empty.utf8Start)
    sqlite3_result_text(context, start.assumingMemoryBound(to: CChar.self), Int32(count), nil)
  }
  private static let empty: StaticString = ""
}
