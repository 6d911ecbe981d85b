import Ledger

/// Looks in the beginning of a file for the header that a feed asks for: which line, split at which delimiter, has its names.
public struct HeaderSearch {
  /// Where a header was found, or the line that comes nearest.
  public struct Found: Equatable, Sendable {
    public var delimiter: UInt8
    /// Physical line, from 1.
    public var line: Int
    public var columns: [String]
    /// Required names that the line has, and those that it lacks, each by its first alternative.
    public var present: [String]
    public var missing: [String]
    public var isComplete: Bool { missing.isEmpty }
  }

  private let tables: [SampleTable]
  private let within: Int

  /// - Parameters:
  ///   - text: the first 64 KiB of the file, or all of it, in UTF-8.
  ///   - isWhole: the text is all of the file.
  ///   - delimiter: the one that the mapping says; nil looks at all candidates. A `sep=;` line counts more.
  ///   - within: so many lines of the file are looked at.
  public init(
    _ text: [UInt8], isWhole: Bool, delimiter: UInt8? = nil, hasQuotes: Bool = true, isFramed: Bool = false,
    within: Int = 30
  ) {
    let declared = DelimiterEvidence.separatorLine(text) ?? delimiter
    tables = (declared.map { [$0] } ?? CSVDialect.delimiters).map {
      SampleTable(text, delimiter: $0, hasQuotes: hasQuotes, isFramed: isFramed, isWhole: isWhole)
    }
    self.within = within
  }

  /// The line and the delimiter that have most of the names; among equals the delimiter that splits most lines alike, then the first
  /// line. Nil where no line has any of them.
  /// - Parameter required: names with their alternatives, see `SheetShape.required`.
  public func best(for required: [[String]]) -> Found? {
    var best: (found: Found, rows: Int)?
    for table in tables {
      let rows = table.width?.rows ?? 0
      for row in table.rows where row.line <= within {
        let missing = SheetHead.missing(required, in: row.cells)
        guard missing.count < required.count else { continue }
        if let best, (best.found.missing.count, -best.rows) <= (missing.count, -rows) { continue }
        let present = required.filter { SourceColumn.index(of: $0, in: row.cells) != nil }.compactMap(\.first)
        let found = Found(
          delimiter: table.delimiter, line: row.line, columns: row.cells, present: present, missing: missing)
        best = (found, rows)
      }
    }
    return best?.found
  }
}

/// By which character a file separates its fields, and why: comma, semicolon, TAB or pipe, nothing else.
public struct DelimiterEvidence: Equatable, Sendable {
  /// Nil: it cannot be told.
  public var delimiter: UInt8?
  /// For people, without full stop: `semicolon: line 4 then has 5 of 5 required columns`.
  public var evidence: String

  /// `delimiter-undecided` where it cannot be told.
  public func problem(file: String) -> Diagnostic? {
    guard delimiter == nil else { return nil }
    return Diagnostic(
      file: file, line: 1, message: "the delimiter cannot be told: \(evidence)", code: "delimiter-undecided",
      help: "name it in the feed's mapping: \"read\": { \"delimiter\": \";\" }, or \",\", \"\\t\", \"|\"")
  }

  /// - Parameters:
  ///   - text: the first 64 KiB of the file, or all of it, in UTF-8.
  ///   - isWhole: the text is all of the file.
  ///   - signatures: what the feeds ask for that the file may belong to; none where it belongs to nobody yet.
  public init(
    _ text: [UInt8], isWhole: Bool, signatures: [[[String]]] = [], hasQuotes: Bool = true, isFramed: Bool = false,
    within: Int = 30
  ) {
    if let declared = DelimiterEvidence.separatorLine(text) {
      self.init(declared, "its first line says so")
    } else if let found = DelimiterEvidence.byNames(text, isWhole, signatures, hasQuotes, isFramed, within) {
      self = found
    } else {
      self = DelimiterEvidence.byWidths(
        CSVDialect.delimiters.map {
          SampleTable(text, delimiter: $0, hasQuotes: hasQuotes, isFramed: isFramed, isWhole: isWhole)
        })
    }
  }

  private init(_ delimiter: UInt8?, _ evidence: String) {
    let name = delimiter.map { CSVDialect(delimiter: $0).delimiterName + ": " } ?? ""
    self.delimiter = delimiter
    self.evidence = name + evidence
  }

  static func separatorLine(_ text: [UInt8]) -> UInt8? {
    text.withUnsafeBytes { bytes in
      let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
      return SheetReader.separator(isMarked ? UnsafeRawBufferPointer(rebasing: bytes[3...]) : bytes)
    }
  }

  /// By the names that any of the feeds asks for, where they are found with one delimiter more than with all others.
  private static func byNames(
    _ text: [UInt8], _ isWhole: Bool, _ signatures: [[[String]]], _ hasQuotes: Bool, _ isFramed: Bool, _ within: Int
  ) -> DelimiterEvidence? {
    guard !signatures.isEmpty else { return nil }
    var ranked: [(count: Int, required: Int, found: HeaderSearch.Found)] = []
    for delimiter in CSVDialect.delimiters {
      let search = HeaderSearch(
        text, isWhole: isWhole, delimiter: delimiter, hasQuotes: hasQuotes, isFramed: isFramed, within: within)
      let found = signatures.compactMap { required in
        search.best(for: required).map { ($0.present.count, required.count, $0) }
      }
      if let best = found.max(by: { $0.0 < $1.0 }) { ranked.append(best) }
    }
    guard let best = ranked.max(by: { $0.count < $1.count }), ranked.count(where: { $0.count == best.count }) == 1
    else { return nil }
    return DelimiterEvidence(
      best.found.delimiter, "line \(best.found.line) then has \(best.count) of \(best.required) required columns")
  }

  /// By how many of the first lines come apart into the same number of fields.
  private static func byWidths(_ tables: [SampleTable]) -> DelimiterEvidence {
    var fitting = tables.compactMap { table in table.width.map { (table: table, width: $0) } }
    if fitting.isEmpty { return DelimiterEvidence(UInt8(ascii: ","), "no delimiter occurs, it has one column") }
    fitting.removeAll { $0.width.rows * 2 < $0.table.rows.count }
    if fitting.contains(where: \.table.hasHeader) { fitting.removeAll { !$0.table.hasHeader } }
    func share(_ at: (table: SampleTable, width: (fields: Int, rows: Int))) -> Int {
      at.width.rows * 1000 / at.table.rows.count
    }
    guard let best = fitting.max(by: { share($0) < share($1) }) else {
      return DelimiterEvidence(nil, "no delimiter splits most of the lines into the same number of fields")
    }
    let rivals = fitting.filter { share($0) >= share(best) - 100 }
    guard rivals.count == 1 else {
      let names = rivals.map { CSVDialect(delimiter: $0.table.delimiter).delimiterName }.joined(separator: " and ")
      return DelimiterEvidence(nil, "\(names) split the lines equally well")
    }
    return DelimiterEvidence(
      best.table.delimiter,
      "\(best.width.rows) of \(best.table.rows.count) lines then have \(best.width.fields) fields")
  }
}
