import Ledger

/// The open documents of a book, put together by customer: a counting sort, then by currency, due date (missing last) and key within each.
struct AccountGroups {
  /// A document in its account.
  struct Entry {
    /// What sorts first: currency, then due date with a missing one last.
    fileprivate let currencyAndDue: UInt64
    let row: Int32
    /// Its key in `text`.
    let key: TextRange

    fileprivate init(_ row: DocumentRow, _ index: Int, key: TextRange) {
      let due = row.dueDate == .missing ? UInt32.max : UInt32(bitPattern: row.dueDate.days) ^ 0x8000_0000
      currencyAndDue = UInt64(row.currency.packed) << 32 | UInt64(due)
      self.row = Int32(index)
      self.key = key
    }
  }

  /// `entries[starts[c]..<starts[c + 1]]` are customer c's.
  private(set) var entries: [Entry]
  let starts: [Int32]
  /// Their keys, customer by customer.
  let text: TextArena

  init(_ book: Book) {
    // Where the next document of each customer goes, and the next byte of a key: at first how many the customers before have.
    var next = [(place: Int32, byte: UInt32)](repeating: (0, 0), count: book.customers.rows.count + 1)
    for row in book.documents.rows where AccountGroups.isOpen(row) {
      next[Int(row.customer) + 1].place += 1
      next[Int(row.customer) + 1].byte += row.key.count
    }
    for index in next.indices.dropFirst() {
      next[index].place += next[index - 1].place
      next[index].byte += next[index - 1].byte
    }
    starts = next.map(\.place)
    let (count, bytes) = (Int(next.last?.place ?? 0), Int(next.last?.byte ?? 0))
    var entries: [Entry] = []
    let text = [UInt8](unsafeUninitializedCapacity: bytes) { text, written in
      entries = [Entry](unsafeUninitializedCapacity: count) { entries, initialized in
        book.documents.text.bytes.withUnsafeBytes { all in
          for (index, row) in book.documents.rows.enumerated() where AccountGroups.isOpen(row) {
            let at = next[Int(row.customer)]
            let key = TextRange(offset: at.byte, count: row.key.count)
            (UnsafeMutableRawPointer(text.baseAddress!) + Int(key.offset)).copyShort(
              from: all.baseAddress! + Int(row.key.offset), count: Int(key.count))
            (entries.baseAddress! + Int(at.place)).initialize(to: Entry(row, index, key: key))
            next[Int(row.customer)] = (at.place + 1, at.byte + row.key.count)
          }
        }
        initialized = count
      }
      written = bytes
    }
    self.text = TextArena(bytes: text)
    self.entries = entries
    entries = []
    sort()
  }

  private mutating func sort() {
    text.bytes.withUnsafeBytes { text in
      entries.withUnsafeMutableBufferPointer { entries in
        for customer in 0..<(starts.count - 1) {
          let own = Int(starts[customer])..<Int(starts[customer + 1])
          UnsafeMutableBufferPointer(rebasing: entries[own]).sortShort {
            $0.currencyAndDue != $1.currencyAndDue
              ? $0.currencyAndDue < $1.currencyAndDue : text[$0.key].precedes(text[$1.key])
          }
        }
      }
    }
  }

  private static func isOpen(_ row: DocumentRow) -> Bool { row.balance != 0 && !row.flags.contains(.void) }
}
