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
    // What an earlier run counted in a file that waits again is counted anew where it is read.
    for index in files.indices where files[index].isOpen {
      (files[index].arrival.rows, files[index].arrival.rejectedRows) = (0, 0)
    }
    for index in files.indices where files[index].isOpen && files[index].feed != nil { try date(&files[index]) }
    files.sort { FileOrder.precedes($0, $1, asOf) }
    // By feed and bytes, the day of the last file that was looked at.
    var last: [String: CalendarDate?] = [:]
    for index in files.indices where files[index].isOpen && files[index].feed != nil {
      let news = newsDay(before: index, files)
      let file = files[index].arrival
      let name = "\(file.feed ?? "")\u{1F}\(file.sha256)"
      // The same bytes twice in one night are one file; under a later date they are one where nothing else came between.
      if !file.waived, let day = last[name],
        try day == files[index].date
          || !FileOrder.isNews(news, since: day) && !cameBetween(files[index], after: day)
      {
        files[index].arrival.state = .duplicate
      } else if !file.waived {
        try compareWithAccepted(&files[index], news: news, pinning)
      }
      last[name] = .some(files[index].date)
    }
    rejoinParts(&files)
    replaceParts(&files)
  }

  /// Feeds in their order, within each by date; files of one day by time of change where that is their date, then by name, numbers in it
  /// by their value, then by the rest that is known of them.
  private static func precedes(_ a: PendingFile, _ b: PendingFile, _ asOf: CalendarDate) -> Bool {
    let (x, y) = (rank(a), rank(b))
    if x != y { return x < y }
    let (d, e) = (a.date ?? asOf, b.date ?? asOf)
    if d != e { return d < e }
    if a.feed?.fileDate?.from == .mtime, b.feed?.fileDate?.from == .mtime, a.arrival.modified != b.arrival.modified {
      return a.arrival.modified < b.arrival.modified
    }
    if a.arrival.name != b.arrival.name { return NumberedName.precedes(a.arrival.name, b.arrival.name) }
    return (a.arrival.modified, a.arrival.sha256, a.arrival.id) < (b.arrival.modified, b.arrival.sha256, b.arrival.id)
  }

  /// The day of the newest of tonight's files of a file's kind that are read before it and have other bytes; nil: there is none.
  private func newsDay(before index: Int, _ files: [PendingFile]) -> CalendarDate? {
    let (kind, sha256) = (files[index].kind, files[index].arrival.sha256)
    for other in files[..<index].reversed() {
      guard other.kind == kind else { return nil }
      if other.arrival.sha256 != sha256, other.isOpen || other.arrival.state == .duplicate { return other.date ?? asOf }
    }
    return nil
  }

  /// Whether a file with other bytes was taken on an earlier night, of a day between one and that of this file.
  private func cameBetween(_ file: PendingFile, after day: CalendarDate?) throws -> Bool {
    guard let day, let later = file.date, file.kind == .documents, !file.isRedrop else { return false }
    return try TakenDays(state).cameBetween(file.arrival, file.feed?.feed ?? "", after: day, upTo: later)
  }

  /// Whether another file is newer than a day: what a file of that day said may be news again.
  private static func isNews(_ news: CalendarDate?, since day: CalendarDate?) -> Bool {
    news.map { news in day.map { news > $0 } ?? true } ?? false
  }

  /// Parts of one export are read together, or none of them.
  private func rejoinParts(_ files: inout [PendingFile]) {
    for index in files.indices where files[index].arrival.state == .duplicate && (files[index].feed?.parts ?? 1) > 1 {
      let file = files[index]
      let all = files.indices.filter { files[$0].arrival.feed == file.arrival.feed && files[$0].date == file.date }
      let isTwice = all.contains { $0 < index && files[$0].arrival.sha256 == file.arrival.sha256 }
      // The same bytes dropped twice are one part.
      let different = Set(all.map { files[$0].arrival.sha256 }).count
      if !isTwice, all.contains(where: { files[$0].isOpen }) || different < file.feed?.parts ?? 1 {
        files[index].arrival.state = .waiting
        files[index].arrival.rows = 0
      }
    }
  }

  /// A part that waited and came once more under its name with other content: the newer one counts.
  private func replaceParts(_ files: inout [PendingFile]) {
    for index in files.indices where files[index].isOpen && (files[index].feed?.parts ?? 1) > 1 {
      let file = files[index]
      let isReplaced = files.contains {
        $0.isOpen && $0.arrival.id > file.arrival.id && $0.arrival.feed == file.arrival.feed && $0.date == file.date
          && $0.arrival.path == file.arrival.path && $0.arrival.sha256 != file.arrival.sha256
      }
      guard isReplaced else { continue }
      files[index].refuse(
        .superseded, "overtaken", "the same part came again with other content", "nothing to do")
    }
  }

  private static func rank(_ file: PendingFile) -> Int {
    guard let feed = file.kind else { return Ledger.Feed.allCases.count }
    return Ledger.Feed.allCases.firstIndex(of: feed) ?? 0
  }

  private func date(_ file: inout PendingFile) throws {
    if file.isRedrop { return try dateRedrop(&file) }
    guard let setting = file.feed?.fileDate else {
      // What a retracted run had read has a date already.
      file.date = file.arrival.fileDate
      if file.date == nil, let reading = file.reading { file.date = try reading.titleDay(ReadableFile(file.path)) }
      return noteAhead(&file)
    }
    if setting.from == .content {
      try takeContentDate(&file, column: setting.column ?? "as_of")
    } else {
      file.date = try FileOrder.outerDate(of: file.arrival, setting, installation.configuration.timeZone)
    }
    if file.date == nil, setting.from == .name {
      file.refuse(
        .rejected, "file-date", "the name `\(file.arrival.name)` gives no date",
        "name the file with its date, or change `fileDate` of feed `\(file.feed?.feed ?? "")`")
    }
    noteAhead(&file)
  }

  private func noteAhead(_ file: inout PendingFile) {
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
    case .name: date(in: arrival.name, setting)
    case .content: nil
    }
  }

  /// The date that a name has; nil: none.
  static func date(in name: String, _ setting: FileDate) -> CalendarDate? {
    setting.pattern.map { $0.date(in: name) } ?? anyDate(in: name)
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
    for start in bytes.indices {
      if start + 9 < bytes.count, bytes[start + 4] == 0x2D, bytes[start + 7] == 0x2D,
        let date = bytes.date(year: start, month: start + 5, day: start + 8)
      {
        return date
      }
      if let date = bytes.date(year: start, month: start + 4, day: start + 6), (1970...2200).contains(date.civil.year) {
        return date
      }
    }
    return nil
  }

  /// The newest date in a column of the file.
  private func takeContentDate(_ file: inout PendingFile, column: String) throws {
    guard var reader = file.reading?.reader() else { return file.date = nil }
    var stated = ContentDate(column: column)
    do {
      let source = try ReadableFile(file.path)
      try source.forEachChunk { try reader.push($0) { stated.look($0) } }
      try reader.finish { stated.look($0) }
    } catch is Diagnostic {
      // Reading it properly will tell what is wrong.
      return file.date = stated.newest
    }
    file.date = stated.newest
    if let fault = stated.fault(feed: file.feed?.feed ?? "") {
      file.refuse(.rejected, "file-date", fault.what, fault.help)
    }
  }

  static let olderCopyHelp =
    "receivables accept {sha12} --by NAME --reason TEXT takes it as today's; `fileDate` on the feed decides by itself"

  /// - Parameter news: see `newsDay`.
  private func compareWithAccepted(_ file: inout PendingFile, news: CalendarDate?, _ pinning: Pinning) throws {
    let known = try state.arrivals.arrivals(sha256Prefix: file.arrival.sha256).filter { $0.id != file.arrival.id }
    if known.contains(where: { $0.state == .held }) { return file.arrival.state = .duplicate }
    guard let before = known.first(where: { $0.state == .accepted }), before.feed == file.feed?.feed else { return }
    let saysNothing = before.rows == 0 && before.rejectedRows == 0 && file.isDelta
    // Of another day than it was taken for: what newer files have told stands, and its own day is as it says.
    if let date = file.date, file.kind == .documents, !file.isRedrop, !saysNothing,
      try TakenDays(state).isNews(file.arrival, before.feed ?? "", on: date)
    {
      return
    }
    let taken = known.filter(\.state.isTaken).compactMap(\.fileDate).max()
    if try saysNothing || pinning.isNewest(before) {
      if let other = try pinning.overtaking(before, known) {
        // Of a newer date it is a new fact; without any, reading it tells.
        guard let date = file.date else { return file.overtakenBy = other.path }
        if date > taken ?? date { return }
      }
      // Something else came between, or will be read before it.
      if let date = file.date, date > taken ?? date, FileOrder.isNews(news, since: taken) { return }
      // Under another mapping the same bytes say something else.
      guard try pinning.rules.isReadAlike(before) else { return }
      file.arrival.state = .duplicate
      file.arrival.rows = before.rows
    } else if file.date == nil, file.feed?.showsPayments == false || Pinning.hasKeysOfItsOwn(file) {
      // An invoice, or a payment, that is sent once more is open at no more than it was: reading it tells whether it was corrected since.
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
