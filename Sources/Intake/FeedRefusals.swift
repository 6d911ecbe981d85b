import Formats
import Ledger
import Pipeline

/// The words in which a file is told that it belongs to no feed, or to several, and the line that would help.
public struct FeedRefusals {
  let look: FileLook
  let feeds: [FeedDeclaration]
  /// For examples of what to write into pipeline.json.
  let company: String?
  private var name: String { look.head.name }

  func unknownFolder(_ folder: String) -> FileRefusal {
    let names = feeds.map(\.name)
    let near = nearestName(to: folder, in: names).map { "did you mean inbox/\($0)/?" }
    return refusal(
      "no feed of pipeline.json is called `\(folder)`", "feed-unknown",
      near ?? "feeds: \(names.sorted().joined(separator: ", "))")
  }

  func unknown(_ fits: [(feed: FeedDeclaration, fit: Fit)]) -> FileRefusal {
    if case .text(let text) = look.content, let problem = text.problem { return FileRefusal(problems: [problem]) }
    if case .xml(let xml) = look.content, let fault = xml.fault { return FileRefusal(problems: [fault]) }
    let names = feeds.map(\.name).sorted().joined(separator: ", ")
    let nearest = fits.min { $0.fit.distance < $1.fit.distance }
    let closest =
      nearest.flatMap { near in
        near.fit.shape == nil ? nil : "; to be `\(near.feed.name)` it lacks \(near.fit.lacking.joined(separator: ", "))"
      } ?? ""
    let help =
      suggestion.map { "it looks like \($0.preset.name): add \($0.snippet) to the feeds of pipeline.json" }
      ?? otherDelimiter ?? nearest.flatMap(renamed) ?? ownMapping
      ?? "put it into inbox/<feed>/, or add \"match\": [\"\(name)\"] to its feed\(FeedRefusals.checkAdvice)"
    let isRenamed = nearest.map { renamed($0) != nil } ?? false
    return refusal(
      "\(shape) fit no feed (\(names))\(closest)", "feed-unknown", help,
      of: isRenamed ? nearest.map { [$0.feed.name] } ?? [] : [])
  }

  /// A feed that would know the file, if its mapping did not say another delimiter: a spreadsheet has saved it.
  private var otherDelimiter: String? {
    guard case .text = look.content else { return nil }
    for feed in feeds where feed.mapping.read?.sheet.delimiter != nil {
      var mapping = feed.mapping
      mapping.read?.sheet.delimiter = nil
      let fit = Fit.of(look, mapping)
      guard fit.isWhole, let found = fit.shape?.findings.first(where: { $0.subject == .delimiter }) else { continue }
      return "its columns are those of `\(feed.name)` with \(found.value) between them, and the mapping says another "
        + "\"delimiter\": has a spreadsheet saved it? Export it again; a spreadsheet changes ids and dates, too"
    }
    return nil
  }

  /// A file that has most of what a feed asks for: the rest may be called otherwise since an update of the ERP.
  private func renamed(_ near: (feed: FeedDeclaration, fit: Fit)) -> String? {
    guard case .text = look.content, near.fit.asked > 2, near.fit.lacking.count * 3 <= near.fit.asked else {
      return nil
    }
    return
      "is it a file of `\(near.feed.name)` with a new name for a column? Then write the new name beside the old one "
      + "in the feed's mapping: [\"\(near.fit.lacking[0])\", \"<new name>\"]; else put it into inbox/<feed>/"
      + FeedRefusals.checkAdvice
  }

  /// XML of a shape of its own is read by paths, which a person has to write.
  private var ownMapping: String? {
    guard case .xml(let xml) = look.content, let record = xml.record else { return nil }
    return
      "a mapping reads it by paths: \"read\": { \"format\": \"xml\", \"row\": \"/\(xml.root)/\(record)\" }, see docs/mapping.md; "
      + "a file of a feed that is there goes into inbox/<feed>/"
  }

  /// How the advice ends where `check` was not asked yet.
  public static let checkAdvice = "; receivables check FILE proposes a mapping"

  private var shape: String {
    switch look.content {
    case .text: return "the columns of the file"
    case .bank(let found, _): return "the first bytes of the file, those of \(found.format.rawValue),"
    case .xml(let xml):
      let record = xml.record.map { " with <\($0)>" } ?? " without records"
      return "the elements of the file, <\(xml.name)>\(record),"
    }
  }

  /// The preset that ships and would read the file.
  private var suggestion: PresetSuggestion? { PresetSuggestion.best(look, company: company) }

  func ambiguous(_ feeds: [FeedDeclaration], _ why: String) -> FileRefusal {
    let names = feeds.map { "`\($0.name)`" }.sorted().joined(separator: " and ")
    return refusal(
      "the file can belong to several feeds: \(why) \(names)", "feed-ambiguous",
      "put it into inbox/<feed>/, or give one of them \"match\": [\"\(name)\"] in pipeline.json",
      of: feeds.map(\.name))
  }

  func mismatch(_ feed: FeedDeclaration, _ evidence: String, _ right: [FeedDeclaration]) -> FileRefusal {
    let names = right.map(\.name).sorted()
    let kinds = Set(right.map(\.feed.rawValue)).sorted().joined(separator: " or ")
    return refusal(
      "\(evidence) this is a file of feed `\(feed.name)` (\(feed.feed.rawValue)), and by its content one of "
        + names.map { "`\($0)`" }.joined(separator: " or ") + (kinds == feed.feed.rawValue ? "" : " (\(kinds))"),
      "feed-mismatch", "drop it into " + names.map { "inbox/\($0)/" }.joined(separator: " or "),
      of: [feed.name] + names)
  }

  func otherFormat(_ feed: FeedDeclaration) -> FileRefusal {
    let wanted = feed.mapping.read.map { $0.format == .csv ? "CSV" : $0.format == .xml ? "XML" : $0.format.rawValue }
    let help =
      suggestion.map { "it looks like \($0.preset.name): add \($0.snippet) to the feeds of pipeline.json" }
      ?? "is this the right folder for the file?"
    if case .text(let text) = look.content, wanted == nil || wanted == "CSV" {
      if let problem = text.problem { return FileRefusal(problems: [problem]) }
      let asked = feed.mapping.shape.sheet.required.compactMap(\.first).map { "`\($0)`" }.joined(separator: ", ")
      return refusal(
        "no line at the beginning of the file has any of the columns of feed `\(feed.name)`: \(asked)",
        "header-missing", help)
    }
    let known = feed.mapping.read.flatMap { FeedRefusals.signs[$0.format] }.map { ", which \($0)" } ?? ""
    return refusal(
      "the file is \(kind), feed `\(feed.name)` reads \(wanted ?? "CSV or XML")\(known)", "format-mismatch", help)
  }

  /// By what a file of a bank is known: where folder and file are right, something has changed its beginning.
  private static let signs: [SourceShape.Format: String] = [
    .camt: "has an element BkToCstmrStmt, BkToCstmrAcctRpt or BkToCstmrDbtCdtNtfctn",
    .pain002: "has an element CstmrPmtStsRpt", .mt940: "has lines that begin with :20: and :25: or :28C:",
    .bai2: "begins with 01,", .lockbox: "begins with records 1 and 2 or 5",
    .nacha: "begins with 101 and has 094 in columns 35 to 37", .ofx: "begins with OFXHEADER or has an element OFX",
  ]

  private var kind: String {
    switch look.content {
    case .text: "a text file of another format"
    case .bank(let found, _): found.format.rawValue
    case .xml(let xml): "XML with the root <\(xml.name)>"
    }
  }

  /// XML: the reader tells wrong records; a wrong root is told before anything is read.
  func otherRoot(_ feed: FeedDeclaration) -> FileRefusal? {
    guard case .xml(let xml) = look.content else { return nil }
    let fit = Fit.of(look, feed.mapping)
    let isFlat = feed.mapping.read == nil
    guard isFlat ? xml.root != feed.mapping.xmlRoot : !fit.lacking.isEmpty else { return nil }
    let wanted = isFlat ? "<\(feed.mapping.xmlRoot)>" : fit.lacking.joined(separator: " or ")
    return refusal(
      "the root element is <\(xml.name)>, feed `\(feed.name)` has \(wanted)", "xml-root",
      "is this the right folder for the file?")
  }

  func headerMissing(_ lines: Int, _ shape: FoundShape, _ lacking: [String]) -> FileRefusal {
    let names = lacking.map { "`\($0)`" }.joined(separator: ", ")
    return FileRefusal(problems: [
      Diagnostic(
        file: look.head.path, line: shape.headerLine,
        message: "no header is found within the first \(lines) lines; this line comes nearest and lacks \(names)",
        code: "header-missing",
        help: "add the column to the export, or name it as the file does in the feed's mapping")
    ])
  }

  private func refusal(_ message: String, _ code: String, _ help: String, of feeds: [String] = []) -> FileRefusal {
    FileRefusal(problems: [Diagnostic(file: look.head.path, message: message, code: code, help: help)], feeds: feeds)
  }
}

/// A preset that ships and would read a file that no feed of pipeline.json fits.
struct PresetSuggestion {
  var preset: Preset
  /// The file does not tell them, so the feed has to.
  var needsCompany: Bool
  var needsCurrency: Bool
  /// What to paste into the feeds of pipeline.json.
  var snippet: String

  /// The preset that knows most columns of all that the file fits.
  static func best(_ look: FileLook, company: String?) -> PresetSuggestion? {
    var best: (rank: (Int, Int), suggestion: PresetSuggestion)?
    for preset in Presets.all {
      let mapping = preset.mapping
      let fit = Fit.of(look, mapping)
      // What a feed can say need not be in the file.
      let told = fit.lacking.filter { $0 == "company" }.count
      guard let shape = fit.shape, fit.lacking.count == told, fit.asked - told >= 2 else { continue }
      let rank = (mapping.known(in: shape.columns), fit.asked)
      guard best.map({ rank > $0.rank }) ?? true else { continue }
      best = (rank, PresetSuggestion(preset, mapping, shape, company))
    }
    return best?.suggestion
  }

  private init(_ preset: Preset, _ mapping: Mapping, _ shape: FoundShape, _ company: String?) {
    self.preset = preset
    func isUntold(_ name: String) -> Bool {
      guard let field = mapping[name], field.isRequired, field.constant == nil else { return false }
      if field.from.isEmpty { return field.value == nil }
      return shape.isTable && SourceColumn.index(of: field.from, in: shape.columns) == nil
        && !field.from.contains(where: Mapping.isElsewhere)
    }
    needsCompany = isUntold("company")
    needsCurrency = isUntold("currency")
    snippet = PresetSuggestion.snippet(preset, mapping, needsCompany ? company ?? "<id>" : nil, needsCurrency)
  }

  private static func snippet(_ preset: Preset, _ mapping: Mapping, _ company: String?, _ needsCurrency: Bool) -> String
  {
    let name = preset.name.split(separator: ".").joined(separator: "-")
    var text = "{ \"feed\": \"\(name)\", \"preset\": \"\(preset.name)\""
    if preset.feed == .documents, mapping.extent == nil { text += ", \"extent\": \"snapshot\"" }
    if let company { text += ", \"company\": \"\(company)\"" }
    if needsCurrency { text += ", \"currency\": \"EUR\"" }
    return text + " }"
  }
}
