import Formats
import Ledger
import Pipeline

/// A mapping in the making: from a guess about the header and the first rows below it.
struct MappingDraft {
  let guess: HeaderGuess
  var mapping: Mapping
  var remarks: [String] = []
  /// Columns that fill a field.
  var used: Set<Int> = []

  init(_ guess: HeaderGuess) {
    self.guess = guess
    // Every feed of the lexicon has a canonical mapping; a test walks them.
    mapping = Mapping.canonical(guess.lexicon.feed) ?? .documents
    mapping.summary = ""
    mapping.fields = mapping.fields.map { FieldRule($0.name, $0.kind, isRequired: $0.isRequired, from: []) }
    var shape = SourceShape(format: .csv)
    shape.sheet.delimiter = guess.table.dialect.delimiter
    let line = guess.table.rows[guess.row].line
    shape.sheet.header = line == 1 ? .line(1) : .within(30)
    mapping.read = shape
  }

  func name(_ column: Int) -> String { SourceColumn.name(of: column, in: guess.columns) }
  func place(_ field: String) -> Int? { guess.fields.first { $0.field == field }?.column }

  /// Takes a field back: what seemed to be its column cannot be read as it. The column is kept.
  mutating func leaveOpen(_ field: String) {
    guard let at = mapping.fields.firstIndex(where: { $0.name == field }) else { return }
    let columns = mapping.fields[at].from.compactMap { SourceColumn.index(of: [$0], in: guess.columns) }
    mapping.fields[at].from = []
    mapping.fields[at].value = nil
    for column in columns where !mapping.fields.contains(where: { $0.from.contains(name(column)) }) {
      used.remove(column)
    }
    let names = columns.map { [name($0)] }
    mapping.match.columns.removeAll { names.contains($0) }
  }

  private mutating func set(_ field: String, _ column: Int) {
    guard let at = mapping.fields.firstIndex(where: { $0.name == field }) else { return }
    mapping.fields[at].from = [name(column)]
    used.insert(column)
  }

  /// Columns whose names are known; by those of the required fields the file is told from now on.
  mutating func fillColumns() {
    for (field, column) in guess.fields where field != "kind" { set(field, column) }
    let required = guess.fields.filter { pair in mapping[pair.field]?.isRequired == true }.map { [name($0.column)] }
    mapping.match.columns = required.filter { !Mapping.isElsewhere($0[0]) }
  }

  /// Fields that a list of open items leaves out, and what stands in for them.
  static let substitutes = [
    (field: "customer_id", other: "customer_name"), (field: "balance", other: "amount"),
    (field: "document_date", other: "due_date"),
  ]

  /// What open-item lists leave out because whoever reads them knows it.
  mutating func assume(company: String, currency: String) {
    func isOpen(_ field: String) -> Bool { mapping[field].map { $0.isRequired && $0.from.isEmpty } ?? false }
    if isOpen("company") {
      mapping = mapping.constant("company", company)
      remarks.append("every row is taken to be of company \(company)")
    }
    if isOpen("currency") {
      if let column = currencyColumn {
        set("currency", column)
        remarks.append("`\(name(column))` is taken as currency: it has nothing but currency codes")
      } else {
        mapping = mapping.constant("currency", currency)
        remarks.append(MappingDraft.assumed(currency: currency))
      }
    }
    for (field, other) in MappingDraft.substitutes {
      guard isOpen(field), let column = place(other) else { continue }
      if field == "balance", let paid = paidColumn {
        subtract(paid, from: column)
        continue
      }
      set(field, column)
      remarks.append("`\(name(column))` is taken as \(field): the file has no other column for it")
    }
    if mapping.feed == .payments {
      mapping.isUnidentified = true
      if let at = mapping.fields.firstIndex(where: { $0.name == "customer_id" }) {
        mapping.fields[at].isRequired = false
      }
    }
    if mapping.feed == .documents { mapping.extent = .snapshot }
  }

  /// The one column of which every value is a currency code, and that has a value in some row; nil where none or several are so.
  private var currencyColumn: Int? {
    let found = guess.columns.indices.filter { column in
      let values = guess.sample.map { $0[column] }.filter { !$0.isEmpty }
      return !used.contains(column) && !values.isEmpty && values.allSatisfy { Currency($0) != nil }
    }
    return found.count == 1 ? found[0] : nil
  }

  /// What was paid of a document, as its column may be called, folded.
  private static let paid: Set<String> = [
    "paid", "amount paid", "paid amount", "total paid", "received", "amount received", "bezahlt", "gezahlt",
    "bezahlter betrag",
    "gezahlter betrag", "paye", "montant paye", "regle", "montant regle", "pagato", "importo pagato", "pagado",
    "importe pagado", "betaald", "betaald bedrag", "betalt", "betald",
  ]

  private var paidColumn: Int? {
    guess.columns.indices.first {
      !used.contains($0) && MappingDraft.paid.contains(HeaderLexicon.fold(guess.columns[$0]))
    }
  }

  private mutating func subtract(_ paid: Int, from amount: Int) {
    guard let at = mapping.fields.firstIndex(where: { $0.name == "balance" }) else { return }
    mapping.fields[at].value = .subtract(
      .column(ColumnRule(from: [name(amount)])), .column(ColumnRule(from: [name(paid)])))
    used.formUnion([amount, paid])
    remarks.append("`\(name(amount))` less `\(name(paid))` is taken as balance: the file has no other column for it")
  }

  /// Words for kinds of documents, where all that occur are known. Otherwise the sign of the amount says what a row is.
  mutating func readKinds() {
    guard let column = place("kind"), let at = mapping.fields.firstIndex(where: { $0.name == "kind" }) else { return }
    let words = Set(guess.sample.map { $0[column] }).filter { !$0.isEmpty }.sorted()
    let entries = words.compactMap { word in KindWords.kind(word).map { (word: word, meaning: $0) } }
    guard !words.isEmpty, entries.count == words.count else { return }
    var rule = ColumnRule(from: [name(column)])
    rule.words = WordMap(entries, otherwise: nil)
    mapping.fields[at] = FieldRule("kind", mapping.fields[at].kind, value: .column(rule))
    used.insert(column)
    remarks.append("kinds of documents are known from the first rows only: \(words.joined(separator: ", "))")
  }

  /// Where signs stand, and whether years have two digits, as far as the first rows show.
  mutating func readWays() {
    func values(_ kind: FieldKind) -> [String] {
      mapping.fields.filter { $0.kind == kind }.flatMap(\.from).compactMap {
        SourceColumn.index(of: [$0], in: guess.columns)
      }
      .flatMap { column in guess.sample.map { $0[column] } }
    }
    let amounts = values(.money)
    var signs: [MoneyFacets.Negative] = [.lead]
    if amounts.contains(where: { $0.hasSuffix("-") }) { signs.append(.trail) }
    if amounts.contains(where: { $0.hasPrefix("(") }) { signs.append(.paren) }
    if amounts.contains(where: { $0.hasSuffix("CR") || $0.hasSuffix("DR") }) { signs.append(.crdr) }
    if signs.count > 1 { mapping.locale.money.negative = signs }
    let isShort = values(.date).contains { text in
      let parts = text.split { !$0.isNumber }
      return parts.count == 3 && parts.allSatisfy { $0.count <= 2 }
    }
    guard isShort else { return }
    mapping.locale.date.pivot = 70
    remarks.append("years of two digits below 70 are taken as 20xx")
  }

  /// Numbers that a spreadsheet or a program of analysts took for decimals: `1930438491.0`, `20200210.0`. What it made of them is cut
  /// off; zeros in front that it took away are gone.
  mutating func cutDecimals() {
    var names: [String] = []
    for at in mapping.fields.indices {
      guard mapping.fields[at].kind == .id || mapping.fields[at].kind == .date, mapping.fields[at].value == nil,
        let column = mapping.fields[at].from.first.flatMap({ SourceColumn.index(of: [$0], in: guess.columns) }),
        areNumbersWithDecimals(column)
      else { continue }
      mapping.fields[at].value = .column(
        ColumnRule(from: mapping.fields[at].from, steps: [.dropSuffix([".0"])]))
      names.append("`\(name(column))`")
    }
    guard !names.isEmpty else { return }
    remarks.append(
      "\(names.joined(separator: ", ")): numbers that end in .0, as spreadsheets leave them; it is cut off. Zeros in front may be lost: export anew if ids had any"
    )
  }

  /// Days that a spreadsheet counts from 1900, with or without `.0`: five digits, as no other date has, from 1982 to 2064.
  mutating func readDays() {
    for at in mapping.fields.indices where mapping.fields[at].kind == .date {
      guard let column = mapping.fields[at].from.first.flatMap({ SourceColumn.index(of: [$0], in: guess.columns) }),
        case .column(var rule) = mapping.fields[at].filled
      else { continue }
      let values = values(column)
      let days = values.map { Int(MappingDraft.withoutZero($0)) }
      guard let example = values.first, days.allSatisfy({ $0.map { (30_000...60_000).contains($0) } ?? false }) else {
        continue
      }
      rule.date.excelSerial = true
      mapping.fields[at].value = .column(rule)
      remarks.append("`\(name(column))` counts days as a spreadsheet does: \(example)")
    }
  }

  /// `="00012"` and `'00012`, by which exports keep a spreadsheet from taking ids for numbers.
  mutating func takeOffFormulas() {
    for at in mapping.fields.indices where mapping.fields[at].kind == .id && mapping.fields[at].value == nil {
      guard let column = mapping.fields[at].from.first.flatMap({ SourceColumn.index(of: [$0], in: guess.columns) })
      else {
        continue
      }
      let texts = values(column)
      let steps: [TextStep]
      if texts.contains(where: { $0.hasPrefix("=\"") }) {
        steps = [.strip("=\"")]
      } else if texts.contains(where: { $0.hasPrefix("'") && $0.dropFirst().first?.isNumber == true }) {
        steps = [.dropPrefix(["'"])]
      } else {
        continue
      }
      mapping.fields[at].value = .column(ColumnRule(from: mapping.fields[at].from, steps: steps))
      remarks.append(
        "what keeps a spreadsheet from changing them is taken off the ids of `\(name(column))`: \(texts[0])")
    }
  }

  /// Whole numbers throughout, and at least one with `.0` behind it.
  private func areNumbersWithDecimals(_ column: Int) -> Bool {
    let values = values(column)
    return values.contains { $0.hasSuffix(".0") }
      && values.allSatisfy { value in
        let whole = MappingDraft.withoutZero(value)
        return !whole.isEmpty && whole.utf8.allSatisfy { (48...57).contains($0) }
      }
  }

  func values(_ column: Int) -> [String] { guess.sample.map { $0[column] }.filter { !$0.isEmpty } }
  private static func withoutZero(_ text: String) -> Substring { text.hasSuffix(".0") ? text.dropLast(2) : text[...] }

  /// Total rows: a word for total in the first column, and nothing where every document has something.
  mutating func dropTotals() {
    guard mapping.feed == .documents,
      let proof = [place("document_id"), place("customer_id")].compactMap(\.self)
        .first(where: { $0 != 0 })
    else { return }
    let total = RowTest(["#1"], .startsWith(KindWords.totals))
    let drop = SheetShape.Drop(when: [total, RowTest([name(proof)], .isEmpty(true))], kind: .control)
    mapping.read?.sheet.drop = [drop]
    if let balance = place("balance"), mapping["balance"]?.from == [name(balance)] {
      mapping.check = [SumCheck(sum: "balance", equals: [name(balance)])]
    }
  }

  /// Columns that fill nothing are kept as attributes under a name of their own, and told: what one says of a document is not heeded.
  mutating func keepTheRest() {
    var names = Set(mapping.fields.map(\.name))
    if mapping.feed == .documents {
      for fact in ["customer_name", "customer_email"] {
        guard let column = place(fact) else { continue }
        mapping.keep.append(FieldRule(fact, .text, from: [name(column)]))
        names.insert(fact)
        used.insert(column)
      }
    }
    let spare = guess.columns.indices.filter { !used.contains($0) && !guess.columns[$0].isEmpty }
    if !spare.isEmpty {
      remarks.append(
        "nothing is read from " + spare.map { "`\(name($0))`" }.joined(separator: ", ") + ": kept as attributes")
    }
    for column in spare {
      let plain = HeaderLexicon.fold(guess.columns[column]).split(separator: " ").joined(separator: "_")
      let base = plain.isEmpty || names.contains(plain) ? "column_\(column + 1)" : plain
      guard names.insert(base).inserted else { continue }
      mapping.keep.append(FieldRule(base, .text, from: [name(column)]))
    }
  }
}

/// Words of exports for what a document is, and for total rows.
enum KindWords {
  static let totals = [
    "Total", "TOTAL", "total", "Summe", "SUMME", "Gesamt", "GESAMT", "Grand Total", "Totale", "TOTALE", "Totaal",
    "Somme",
  ]
  private static let kinds: [(kind: String, words: String)] = [
    (
      "invoice",
      "invoice|inv|in|si|sales invoice|tax invoice|rechnung|re|rg|rv|dr|facture|fattura|factura|factuur|invoice dr|customer invoice"
    ),
    (
      "credit_note",
      "credit note|credit memo|credit|cm|cn|crn|sc|sales credit|gutschrift|gu|gs|dg|avoir|nota di credito|nota credito|nota de credito|creditnota|credit note cr"
    ),
    ("debit_note", "debit note|debit memo|debit|dm|dn|belastung|nota di debito|nota de debito|debetnota"),
    ("charge", "finance charge|fc|fee|charge|interest|mahngebuhr|zinsen"),
    (
      "on_account",
      "payment|pmt|receipt|prepayment|on account|sa|sr|deposit|zahlung|dz|zahlungseingang|anzahlung|paiement|pagamento|pago|betaling"
    ),
  ]

  static func kind(_ word: String) -> String? {
    let folded = HeaderLexicon.fold(word)
    let own = folded.split(separator: " ").joined(separator: "_")
    return kinds.first { $0.kind == own || $0.words.split(separator: "|").contains { $0 == folded } }?.kind
  }
}
