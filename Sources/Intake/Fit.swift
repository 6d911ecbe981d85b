import Formats
import Ledger
import Pipeline

/// How well a file is one of a mapping: how it would be read, and what it lacks.
struct Fit {
  /// How the file would be read; nil where it is of another format altogether.
  var shape: FoundShape?
  /// Names that the file would need and has not, for people.
  var lacking: [String] = []
  /// How many things the mapping asks for: the more, the plainer a file that has them all is one of it.
  var asked = 0

  var isWhole: Bool { shape != nil && lacking.isEmpty }
  /// How far the file is from being one, in thousandths; a file of another format is furthest.
  var distance: Int { shape == nil ? 1001 : lacking.count * 1000 / max(1, asked) }

  static func of(_ look: FileLook, _ mapping: Mapping) -> Fit {
    switch (look.content, mapping.read?.format) {
    case (.text(let text), nil), (.bank(_, let text), nil): direct(text, mapping)
    case (.text(let text), .csv?), (.bank(_, let text), .csv?):
      sheet(text.declared(mapping.read?.encoding, look.head), mapping)
    case (.text(let text), .iif?): iif(text, mapping)
    case (.bank(let found, let text), let wanted?):
      bank(found, wanted, mapping, text.declared(found.encoding ?? mapping.read?.encoding, look.head))
    case (.xml(let xml), nil): flat(xml, mapping)
    case (.xml(let xml), .xml?): rows(xml, mapping)
    case (.xml(let xml), let wanted?): xml.bank.map { bank($0, wanted, mapping) } ?? Fit()
    default: Fit()
    }
  }

  /// A table in the program's own terms: the header is its first line.
  private static func direct(_ text: TextLook, _ mapping: Mapping) -> Fit {
    var best: (known: Int, fit: Fit)?
    let asked = mapping.fields.count { $0.isRequired && $0.constant == nil }
    for table in text.tables(mapping.shape.sheet) {
      guard let header = table.rows.first else { continue }
      let known = mapping.known(in: header.cells)
      let isBetter = best.map { (known, header.cells.count) > ($0.known, $0.fit.shape?.columns.count ?? 0) } ?? true
      guard isBetter else { continue }
      let lacking = mapping.missing(in: header.cells).map { $0.from.first ?? $0.name }
      best = (
        known,
        Fit(shape: FoundShape(text, table, header, known: known), lacking: lacking, asked: asked)
      )
    }
    return best?.fit ?? Fit()
  }

  /// A table as reports write it: the header is where the mapping says, or the first row with all names it asks for.
  private static func sheet(_ text: TextLook, _ mapping: Mapping) -> Fit {
    let shape = mapping.shape
    switch shape.sheet.header {
    case .none(let names): return headless(text, mapping, names.map { $0.first ?? "" })
    case .within, .line:
      guard let found = text.header(shape.sheet) else { return Fit(asked: shape.sheet.required.count) }
      return Fit(
        shape: FoundShape(.sheet(shape.separated(by: found.delimiter)), text, found), lacking: found.missing,
        asked: shape.sheet.required.count)
    }
  }

  /// A table without header: nothing in it says what it is, so only folder or name lead to it. The delimiter is the one that
  /// gives as many fields as there are names.
  private static func headless(_ text: TextLook, _ mapping: Mapping, _ names: [String]) -> Fit {
    let tables = text.tables(mapping.shape.sheet).filter { !$0.rows.isEmpty }
    func width(_ table: HeadRows) -> Int { min(names.count, table.rows.map(\.cells.count).max() ?? 0) }
    guard let best = tables.max(by: { width($0) < width($1) }) else { return Fit() }
    let format = ResolvedFile.Format.sheet(mapping.shape.separated(by: best.dialect.delimiter))
    return Fit(
      shape: FoundShape(format, text, best.dialect.delimiter, columns: names, fields: width(best)),
      lacking: width(best) * 2 > names.count ? [] : ["\(names.count) fields a row"], asked: 0)
  }

  /// A list of QuickBooks: one of its first lines declares the type of record that is read.
  private static func iif(_ text: TextLook, _ mapping: Mapping) -> Fit {
    guard text.text.first == UInt8(ascii: "!") else { return Fit() }
    let mark = Array("!\(mapping.shape.record ?? "TRNS")\t".utf8)
    let lines = text.text.split { $0 == 0x0A || $0 == 0x0D }
    let shape = FoundShape(.other(mapping.shape), text)
    return Fit(
      shape: shape, lacking: lines.contains { $0.starts(with: mark) } ? [] : ["!\(mapping.shape.record ?? "TRNS")"],
      asked: 10)
  }

  /// - Parameter text: nil for formats that are XML.
  private static func bank(
    _ found: BankFormat.Evidence, _ wanted: SourceShape.Format, _ mapping: Mapping, _ text: TextLook? = nil
  ) -> Fit {
    guard found.format == wanted else { return Fit() }
    var shape = mapping.shape
    shape.encoding = shape.encoding ?? found.encoding
    var fit = Fit(shape: FoundShape(.other(shape), found.text), asked: 100)
    fit.shape?.encoding = text?.verdict
    return fit
  }

  private static func flat(_ xml: XMLLook, _ mapping: Mapping) -> Fit {
    var fit = Fit(shape: FoundShape(.xml, "its root element is <\(xml.root)>"), asked: 2)
    fit.shape?.columns = xml.columns
    if xml.root != mapping.xmlRoot { fit.lacking.append("<\(mapping.xmlRoot)>") }
    if xml.record != mapping.xmlRecord { fit.lacking.append("<\(mapping.xmlRecord)>") }
    return fit
  }

  private static func rows(_ xml: XMLLook, _ mapping: Mapping) -> Fit {
    let patterns = mapping.match.root.isEmpty ? mapping.rootsOfRows : mapping.match.root
    let matched = patterns.first(where: xml.matches)
    return Fit(
      shape: FoundShape(.other(mapping.shape), "its root element is <\(xml.name)>"),
      lacking: matched == nil ? patterns.prefix(1).map { "<\($0)>" } : [], asked: matched?.first == "{" ? 20 : 10)
  }
}

extension Mapping {
  /// The root elements that the paths of an XML mapping begin with, without prefixes.
  fileprivate var rootsOfRows: [String] {
    (read?.rows?.row ?? []).compactMap { path in
      path.split(separator: "/").first.map { step in
        String(step.prefix { $0 != "[" }.split(separator: ":").last ?? step)
      }
    }
  }
}

extension SourceShape {
  /// The shape with the delimiter that the file told.
  func separated(by delimiter: UInt8) -> SourceShape {
    var shape = self
    shape.sheet.delimiter = delimiter
    // A list whose cells a spreadsheet has written: only then they need quotes.
    if shape.sheet.isFramed, [UInt8(ascii: ","), UInt8(ascii: ";")].contains(delimiter) {
      shape.sheet.hasQuotes = true
    }
    return shape
  }
}

/// How a file would be read by a mapping, with what spoke for it.
struct FoundShape: Sendable {
  var format: ResolvedFile.Format
  var columns: [String] = []
  /// 0 where there is none.
  var headerLine = 0
  /// The header as it stands in the file, in UTF-8; nil where the format has none.
  var rawHeader: [UInt8]?
  var encoding: EncodingVerdict?
  var findings: [Finding] = []

  /// A table in the program's own terms.
  /// - Parameter known: how many names of the header the mapping reads.
  init(_ text: TextLook, _ table: HeadRows, _ header: HeadRows.Row, known: Int) {
    self.init(.csv(table.dialect), text)
    columns = header.cells
    headerLine = header.line
    rawHeader = header.raw
    separated(text, table.dialect.delimiter, "the header then has \(known) columns that the feed knows")
    findings.append(Finding(.header, "line \(header.line)", "the first line that is not empty"))
  }

  /// A table as reports write it.
  init(_ format: ResolvedFile.Format, _ text: TextLook, _ found: FoundHeader) {
    self.init(format, text)
    columns = found.columns
    headerLine = found.line
    let asked = found.present.count + found.missing.count
    separated(text, found.delimiter, "line \(found.line) then has \(found.present.count) of \(asked) columns asked for")
    findings.append(
      Finding(.header, "line \(found.line)", "it has " + found.named.map { "`\($0)`" }.joined(separator: ", ")))
  }

  /// A table without header.
  init(_ format: ResolvedFile.Format, _ text: TextLook, _ delimiter: UInt8, columns: [String], fields: Int) {
    self.init(format, text)
    self.columns = columns
    separated(text, delimiter, "rows then have up to \(fields) of \(columns.count) fields")
    findings.append(Finding(.header, "none", "the mapping names the columns from the left"))
  }

  init(_ format: ResolvedFile.Format, _ text: TextLook) {
    self.format = format
    encoding = text.verdict
    findings = [Finding(.format, format.name, "it is text")]
  }

  /// Only a table shows its columns before it is read.
  var isTable: Bool {
    switch format {
    case .csv, .sheet: true
    case .xml, .other: false
    }
  }

  init(_ format: ResolvedFile.Format, _ evidence: String) {
    self.format = format
    findings = [Finding(.format, format.name, evidence)]
  }

  private mutating func separated(_ text: TextLook, _ delimiter: UInt8, _ evidence: String) {
    let name = CSVDialect(delimiter: delimiter).delimiterName
    findings.append(Finding(.delimiter, name, text.separator == nil ? evidence : "its first line says so"))
  }
}
