import Formats
import Ledger
import Pipeline

/// A mapping for a file that no feed of pipeline.json fits: that of a shipped preset whose signature it has, else one made from what its
/// columns are called. It is a start for a person to look at and never used in a night by itself.
public struct MappingProposal: Sendable {
  public var mapping: Mapping
  /// The preset that it is, where it is one.
  public var preset: String?
  /// Required fields that nothing in the file seems to fill; without any the mapping can be used.
  public var missing: [String] = []
  /// What was assumed and has to be looked at, for people.
  public var remarks: [String] = []

  /// Whether the file is taken to hold everything that is open, though nothing but its columns says so.
  public var isTakenForSnapshot: Bool { mapping.feed == .documents && (mapping.extent ?? .snapshot) == .snapshot }

  /// - Parameters:
  ///   - company: of every row, where the file has no column for it; `currency` the same.
  /// - Returns: nil where the columns remind of nothing.
  /// - Throws: why the file is none that could be read.
  public static func best(
    _ head: FileHead, company: String, currency: String
  ) throws(FileRefusal) -> MappingProposal? {
    let look: FileLook
    do throws(Diagnostic) { look = try FileLook(head) } catch { throw FileRefusal(problems: [error]) }
    if let found = PresetSuggestion.best(look, company: company) {
      return MappingProposal(found, company: company, currency: currency)
    }
    guard case .text(let text) = look.content else { return nil }
    return HeaderGuess.best(text).map { MappingProposal($0, company: company, currency: currency) }
  }

  /// For a table whose columns remind of nothing: a mapping of documents that keeps them all and lacks every field that only the file
  /// can tell.
  /// - Returns: nil where the file is no table.
  public static func blank(_ head: FileHead, company: String, currency: String) -> MappingProposal? {
    guard let look = try? FileLook(head), case .text(let text) = look.content, let guess = HeaderGuess.plain(text)
    else {
      return nil
    }
    var proposal = MappingProposal(guess, company: company, currency: currency)
    // Without any of its names the header would not be found.
    if proposal.mapping.match.columns.isEmpty { proposal.mapping.match.columns = guess.columns.prefix(8).map { [$0] } }
    return proposal
  }

  private init(_ found: PresetSuggestion, company: String, currency: String) {
    mapping = found.preset.mapping
    preset = found.preset.name
    if found.needsCompany {
      mapping = mapping.constant("company", company)
      remarks.append("every row is taken to be of company \(company)")
    }
    if found.needsCurrency {
      mapping = mapping.constant("currency", currency)
      remarks.append("every amount is taken to be in \(currency) where the file does not say it")
    }
  }

  private init(_ guess: HeaderGuess, company: String, currency: String) {
    var draft = MappingDraft(guess)
    draft.fillColumns()
    draft.assume(company: company, currency: currency)
    draft.readKinds()
    draft.readStatus()
    draft.readDunning()
    draft.readCountries()
    draft.readWays()
    draft.cutCurrencySigns()
    draft.readSigns()
    draft.readAccountSheet()
    draft.takeOffFormulas()
    draft.cutDecimals()
    draft.readDays()
    draft.dropTotals()
    draft.keepTheRest()
    mapping = draft.mapping
    remarks = draft.remarks
    missing = draft.mapping.fields.filter {
      $0.isRequired && $0.constant == nil && $0.from.isEmpty && $0.value == nil
    }.map(\.name)
  }
}

/// The row of a file that is most like a header, and what its names mean.
struct HeaderGuess {
  var table: HeadRows
  /// Index in the rows of the table.
  var row: Int
  var lexicon: HeaderLexicon
  var fields: [(field: String, column: Int)]

  var columns: [String] { table.rows[row].cells }
  /// Rows below the header that are as wide.
  var sample: [[String]] { table.rows[(row + 1)...].map(\.cells).filter { $0.count == columns.count } }

  /// Whether amounts and dates of documents stand beside the names of customers, whatever else the columns remind of.
  private static func isLedger(_ cells: [String]) -> Bool {
    let fields = Set(HeaderLexicon.documents.assign(cells).map(\.field))
    return !fields.isDisjoint(with: ["balance", "amount"]) && !fields.isDisjoint(with: ["document_date", "due_date"])
  }

  /// The widest row near the top of which every cell is a word of its own, whatever the words.
  static func plain(_ text: TextLook) -> HeaderGuess? {
    var best: HeaderGuess?
    for table in text.tables(SheetShape()) {
      for row in table.rows.indices where table.rows[row].line <= 30 {
        let cells = table.rows[row].cells
        guard cells.count > max(1, best?.columns.count ?? 0), Set(cells.map { $0.lowercased() }).count == cells.count,
          cells.allSatisfy({ $0.contains(where: \.isLetter) })
        else { continue }
        let lexicon = HeaderLexicon.documents
        best = HeaderGuess(table: table, row: row, lexicon: lexicon, fields: lexicon.assign(cells))
      }
    }
    return best
  }

  /// Required fields count most, then known names, then columns. Fewer than two known names are no header.
  static func best(_ text: TextLook) -> HeaderGuess? {
    var best: (rank: (Int, Int, Int), guess: HeaderGuess)?
    for table in text.tables(SheetShape()) {
      for row in table.rows.indices where table.rows[row].line <= 30 {
        let cells = table.rows[row].cells
        let isLedger = isLedger(cells)
        for lexicon in HeaderLexicon.all where !isLedger || lexicon.feed != .customers {
          let fields = lexicon.assign(cells)
          guard fields.count >= 2 else { continue }
          let wanted = Mapping.canonical(lexicon.feed)?.fields.filter(\.isRequired).map(\.name) ?? []
          let named = Set(fields.map(\.field))
          let required = wanted.count { field in
            named.contains(field)
              || MappingDraft.substitutes.contains { $0.field == field && named.contains($0.other) }
          }
          let rank = (required * 1000 / max(1, wanted.count), fields.count, cells.count)
          guard best.map({ rank > $0.rank }) ?? true else { continue }
          best = (rank, HeaderGuess(table: table, row: row, lexicon: lexicon, fields: fields))
        }
      }
    }
    return best?.guess
  }
}
