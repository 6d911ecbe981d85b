import Formats
import Ledger
import Pipeline
import Store

/// Says of each of tonight's files whether it brings something new, how old it is, and in which order files are read. Nothing here depends on
/// file names or the order of arrival.
struct FileOrder {
  let installation: Installation
  let state: State
  let asOf: CalendarDate

  /// Settles re-drops, dates every other file, and refuses those that are older than what is known.
  func settle(_ files: inout [PendingFile]) throws {
    let pinning = Pinning(installation: installation, state: state)
    FileOrder.settleTwins(&files)
    for index in files.indices where files[index].isOpen && files[index].feed != nil {
      try date(&files[index])
      guard files[index].isOpen, !files[index].arrival.waived else { continue }
      try compareWithAccepted(&files[index], pinning)
    }
    files.sort { a, b in
      let (x, y) = (FileOrder.rank(a), FileOrder.rank(b))
      if x != y { return x < y }
      let (d, e) = (a.date ?? asOf, b.date ?? asOf)
      return d != e ? d < e : a.arrival.id < b.arrival.id
    }
  }

  /// The same bytes under two names in one night are one file.
  private static func settleTwins(_ files: inout [PendingFile]) {
    var seen: Set<String> = []
    for index in files.indices where files[index].isOpen && files[index].feed != nil {
      let isFirst = seen.insert("\(files[index].arrival.feed ?? "")\u{1F}\(files[index].arrival.sha256)").inserted
      if !isFirst { files[index].arrival.state = .duplicate }
    }
  }

  private static func rank(_ file: PendingFile) -> Int {
    guard let feed = file.kind else { return Ledger.Feed.allCases.count }
    return Ledger.Feed.allCases.firstIndex(of: feed) ?? 0
  }

  private func date(_ file: inout PendingFile) throws {
    if file.isRedrop { return try dateRedrop(&file) }
    guard let setting = file.feed?.fileDate else {
      // Only what a retracted run had read has a date already.
      file.date = file.arrival.fileDate
      return
    }
    if setting.from == .content {
      file.date = try contentDate(file, column: setting.column ?? "as_of")
    } else {
      file.date = try FileOrder.outerDate(of: file.arrival, setting, installation.configuration.timeZone)
    }
    if file.date == nil, setting.from == .name {
      file.refuse(
        .rejected, "file-date", "the name `\(file.arrival.name)` gives no date",
        "name the file with its date, or change `fileDate` of feed `\(file.feed?.feed ?? "")`")
    }
    if let date = file.date, date > asOf {
      // A clock that runs ahead must not make a file win over all later ones.
      file.stated = date
      file.date = asOf
    }
    file.arrival.fileDate = file.date
  }

  /// The date that a file has by its name or its last change; nil where only its content can tell, or the name does not.
  static func outerDate(of arrival: Arrival, _ setting: FileDate, _ timeZone: String) throws -> CalendarDate? {
    switch setting.from {
    case .mtime: try Clock(seconds: arrival.modified).day(in: timeZone)
    case .name: setting.pattern.map { $0.date(in: arrival.name) } ?? anyDate(in: arrival.name)
    case .content: nil
    }
  }

  /// Corrected rows are as old as the file they were missing from: they make nothing look fresher than it is.
  private func dateRedrop(_ file: inout PendingFile) throws {
    if let date = file.arrival.fileDate {
      file.wasReadBefore = true
      return file.date = date
    }
    guard let corrected = try state.arrivals.newest(feed: file.feed?.feed ?? "") else {
      return file.refuse(
        .rejected, "redrop-unknown",
        "no file of feed `\(file.feed?.feed ?? "")` has been accepted that these rows could correct",
        "drop the whole export, or give the file another name")
    }
    file.date = corrected
    file.arrival.fileDate = corrected
  }

  /// The first `YYYY-MM-DD` or `YYYYMMDD` in a name.
  static func anyDate(in name: String) -> CalendarDate? {
    let bytes = Array(name.utf8)
    func digits(_ from: Int, _ count: Int) -> Int? {
      guard from + count <= bytes.count else { return nil }
      var value = 0
      for byte in bytes[from..<(from + count)] {
        guard (48...57).contains(byte) else { return nil }
        value = value * 10 + Int(byte) - 48
      }
      return value
    }
    for start in bytes.indices {
      if let year = digits(start, 4) {
        if start + 9 < bytes.count, bytes[start + 4] == 0x2D, bytes[start + 7] == 0x2D,
          let month = digits(start + 5, 2),
          let day = digits(start + 8, 2), let date = CalendarDate(year: year, month: month, day: day)
        {
          return date
        }
        if let month = digits(start + 4, 2), let day = digits(start + 6, 2), (1970...2200).contains(year),
          let date = CalendarDate(year: year, month: month, day: day)
        {
          return date
        }
      }
    }
    return nil
  }

  /// The newest date in a column of the file.
  private func contentDate(_ file: PendingFile, column: String) throws -> CalendarDate? {
    guard var reader = file.reading?.reader() else { return nil }
    var newest: CalendarDate?
    func look(_ record: RecordView) {
      guard let at = record.columns.firstIndex(of: column), at < record.fields.count,
        let date = CalendarDate(iso: record.fields[at])
      else { return }
      newest = max(newest ?? date, date)
    }
    do {
      let source = try ReadableFile(file.path)
      try source.forEachChunk { try reader.push($0, look) }
      try reader.finish(look)
    } catch is Diagnostic {}  // Reading it properly will tell what is wrong.
    return newest
  }

  static let olderCopyHelp =
    "receivables accept {sha12} --by NAME --reason TEXT takes it as today's; `fileDate` on the feed decides by itself"

  private func compareWithAccepted(_ file: inout PendingFile, _ pinning: Pinning) throws {
    let known = try state.arrivals.arrivals(sha256Prefix: file.arrival.sha256).filter { $0.id != file.arrival.id }
    if known.contains(where: { $0.state == .held }) { return file.arrival.state = .duplicate }
    guard let before = known.first(where: { $0.state == .accepted }), before.feed == file.feed?.feed else { return }
    if try pinning.isNewest(before) {
      if let other = try pinning.overtaking(before, known) {
        // Of a newer date it is a new fact; without any, reading it tells.
        guard let date = file.date else { return file.overtakenBy = other.path }
        if date > known.compactMap(\.fileDate).max() ?? date { return }
      }
      // Under another mapping the same bytes say something else.
      guard try pinning.rules.isReadAlike(before) else { return }
      file.arrival.state = .duplicate
      file.arrival.rows = before.rows
    } else if file.date == nil, file.feed?.showsPayments == false {
      // An invoice that is sent once more is open at no more than it was: reading it tells whether it was corrected since.
      file.overtakenBy = try state.arrivals.accepted(feed: before.feed ?? "").first?.path ?? before.path
    } else if file.date == nil {
      file.refuse(
        .held, "older-copy", "the same bytes were accepted before, and a newer file has replaced them since",
        FileOrder.olderCopyHelp)
    } else if let accepted = before.fileDate, let date = file.date, date <= accepted {
      file.arrival.state = .superseded
    }
  }
}
