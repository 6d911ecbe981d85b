import Formats
import Ledger
import Pipeline

// Which way the amounts of a proposed mapping count, and what stands around them.
extension MappingDraft {
  /// A column beside amounts without a sign: S and H, D and C. Where its words or the amounts leave it open which way they count,
  /// the amount is a gap.
  mutating func readSigns() {
    guard mapping.feed == .documents || mapping.feed == .payments,
      let column = guess.columns.indices.first(where: {
        !used.contains($0) && SignWords.names.contains(HeaderLexicon.fold(guess.columns[$0]))
      })
    else { return }
    let proof = place("document_id") ?? place("payment_id")
    // A total row has none.
    let rows = guess.sample.filter { row in
      !row[column].isEmpty
        || !KindWords.totals.contains { row[0].hasPrefix($0) } && proof.map { !row[$0].isEmpty } ?? true
    }
    let words = Set(rows.map { $0[column] })
    guard !words.allSatisfy(\.isEmpty) else { return }
    let needed = mapping.feed == .documents ? "balance" : "amount"
    let rule = SignWords.rule(name(column), words, isBank: mapping.feed == .payments)
    var signed: [String] = []
    for field in ["balance", "amount"] {
      guard let at = mapping.fields.firstIndex(where: { $0.name == field }), !mapping.fields[at].from.isEmpty else {
        continue
      }
      guard let rule, let amount = plainColumn(mapping.fields[at]) else {
        leaveOpen(field)
        continue
      }
      let below = Set(rows.filter { MappingDraft.isBelowZero($0[amount]) }.map { $0[column] })
      if below.isEmpty {
        var read = ColumnRule(from: mapping.fields[at].from)
        if case .column(let known)? = mapping.fields[at].value { read = known }
        read.sign = rule
        mapping.fields[at].value = .column(read)
        used.insert(column)
        signed.append("`\(name(amount))`")
      } else if !below.allSatisfy({ word in rule.words.contains { $0.word == word && $0.isNegative } }) {
        // A minus with a word that counts for the customer: is it a reversal, or what the word says?
        leaveOpen(field)
      }
    }
    let isOpen = mapping[needed]?.from.isEmpty ?? true
    if isOpen {
      remarks.append(
        "`\(name(column))` (\(MappingDraft.listed(words.sorted()))): whether it is the sign of the amounts is not known; say it with `sign`"
      )
    } else if let rule, !signed.isEmpty {
      let away = rule.words.filter(\.isNegative).map(\.word)
      remarks.append(
        "`\(name(column))` is taken for the sign of \(Array(Set(signed)).sorted().joined(separator: ", ")): \(away.joined(separator: ", ")) counts as minus"
      )
    }
  }

  /// Debits, credits and a balance side by side: on the sheet of an account the balance runs on from row to row and is of no document.
  mutating func readAccountSheet() {
    guard mapping.feed == .documents, let at = mapping.fields.firstIndex(where: { $0.name == "balance" }),
      let balance = plainColumn(mapping.fields[at]), let debit = free(SignWords.debitColumns),
      let credit = free(SignWords.creditColumns)
    else { return }
    func digits(_ text: String) -> String { String(text.filter(\.isNumber)) }
    func isSome(_ text: String) -> Bool { text.contains { ("1"..."9").contains($0) } }
    let single = guess.sample.filter { isSome($0[debit]) != isSome($0[credit]) }
    guard !single.isEmpty else { return }
    let names = [debit, credit, balance].map { "`\(name($0))`" }
    let hasUnsigned = single.contains {
      isSome($0[credit]) && isSome($0[balance]) && !MappingDraft.isBelowZero($0[balance])
    }
    let isOwn = single.allSatisfy { row in
      digits(row[balance]) == digits(isSome(row[debit]) ? row[debit] : row[credit])
    }
    guard !isOwn || hasUnsigned else { return }
    leaveOpen("balance")
    remarks.append(
      "\(names[2]) beside \(names[0]) and \(names[1]) is not what its row owes, as on the sheet of an account: what is open is not known"
    )
  }

  /// `1.000,50 €`: the sign goes, and says the currency where nothing else does.
  mutating func cutCurrencySigns() {
    var cut: [(column: Int, sign: String)] = []
    for at in mapping.fields.indices where mapping.fields[at].kind == .money {
      guard mapping.fields[at].value == nil, let column = plainColumn(mapping.fields[at]) else { continue }
      let around = Set(
        values(column).map { text in
          String(text.filter { !" .,'’+-−()".contains($0) && !$0.isNumber && !$0.isWhitespace })
        }
      )
      .subtracting([""])
      guard around.count == 1, let sign = around.first, CurrencySigns.isKnown(sign) else { continue }
      mapping.fields[at].value = .column(ColumnRule(from: mapping.fields[at].from, steps: [.strip(sign), .trim]))
      cut.append((column, sign))
    }
    guard !cut.isEmpty else { return }
    let columns = Array(Set(cut.map(\.column))).sorted().map { "`\(name($0))`" }
    let signs = Array(Set(cut.map(\.sign))).sorted()
    remarks.append("the currency sign is cut off \(columns.joined(separator: ", ")): \(signs.joined(separator: ", "))")
    guard let assumed = mapping["currency"]?.constant else { return }
    guard signs.count == 1, let code = CurrencySigns.code(signs[0], assumed) else { return }
    remarks.removeAll { $0 == MappingDraft.assumed(currency: assumed) }
    mapping = mapping.constant("currency", code)
    remarks.append(MappingDraft.assumed(currency: code))
  }

  static func assumed(currency: String) -> String { "every amount is taken to be in \(currency)" }

  /// The one column that a field is read from.
  private func plainColumn(_ field: FieldRule) -> Int? {
    switch field.value {
    case nil, .column: field.from.count == 1 ? SourceColumn.index(of: field.from, in: guess.columns) : nil
    default: nil
    }
  }

  private func free(_ names: Set<String>) -> Int? {
    guess.columns.indices.first { !used.contains($0) && names.contains(HeaderLexicon.fold(guess.columns[$0])) }
  }

  static func isBelowZero(_ text: String) -> Bool {
    guard let first = text.first, let last = text.last else { return false }
    return "-−(".contains(first) || "-−".contains(last)
  }
}

/// What columns are called that say which way an amount counts, and their words.
enum SignWords {
  static let names: Set<String> = [
    "s h", "sh", "s h kz", "sh kz", "s h kennz", "s h kennzeichen", "sh kennzeichen", "soll haben", "soll haben kz",
    "soll haben kennz",
    "soll haben kennzeichen", "sollhaben", "shkzg", "d c", "dc", "c d", "cd", "d c indicator", "dc indicator",
    "debit credit",
    "debit credit indicator", "credit debit", "credit debit indicator", "debit or credit", "dr cr", "drcr", "cr dr",
    "crdr", "dr cr indicator",
    "dbit crdt", "cdtdbtind", "debit credit mark", "debet credit", "af bij", "sens", "debit credit sens", "dare avere",
    "d a", "segno",
    "debe haber", "d h", "signo", "sign", "vorzeichen",
  ]
  static let debitColumns: Set<String> = [
    "soll", "sollbetrag", "betrag soll", "umsatz soll", "debit", "debits", "debit amount", "dr", "dare", "debe",
    "debet",
  ]
  static let creditColumns: Set<String> = [
    "haben", "habenbetrag", "betrag haben", "umsatz haben", "credit", "credits", "credit amount", "cr", "avere",
    "haber",
  ]
  /// What the customer owes, and what counts for him.
  private static let pairs = [
    ("S", "H"), ("Soll", "Haben"), ("D", "C"), ("D", "H"), ("D", "A"), ("Dr", "Cr"), ("Debit", "Credit"),
    ("Débit", "Crédit"),
    ("Débito", "Crédito"), ("Debet", "Credit"), ("Dbit", "Crdt"), ("Dare", "Avere"), ("Debe", "Haber"), ("Af", "Bij"),
    ("+", "-"),
  ]

  /// - Parameters:
  ///   - words: all that occur; of one of which the other is not known there is no rule. What they are a pair with comes into it too.
  ///   - isBank: what a bank credits has come in.
  static func rule(_ column: String, _ words: Set<String>, isBank: Bool) -> SignRule? {
    var found: [(word: String, isNegative: Bool)] = []
    func add(_ word: String, isDebit: Bool) {
      guard !found.contains(where: { $0.word == word }) else { return }
      let isPlain = word == "+" || word == "-"
      found.append((word, isPlain ? word == "-" : isDebit == isBank))
    }
    for word in words.sorted() {
      guard let first = pairs.first(where: { isSame($0.0, word) || isSame($0.1, word) }) else { return nil }
      add(word, isDebit: isSame(first.0, word))
    }
    // Where all are of one side, the other comes some day.
    if let word = words.sorted().first, Set(found.map(\.isNegative)).count == 1 {
      let mine = pairs.filter { isSame($0.0, word) || isSame($0.1, word) }
      let initials = Set(HeaderLexicon.fold(column).split(separator: " ").compactMap(\.first))
      let meant = mine.first { pair in
        [pair.0, pair.1].allSatisfy { HeaderLexicon.fold($0).first.map(initials.contains) ?? false }
      }
      if let pair = meant ?? mine.first {
        let isDebit = isSame(pair.0, word)
        add(written(isDebit ? pair.1 : pair.0, as: word), isDebit: !isDebit)
      }
    }
    return SignRule(from: [column], words: found)
  }

  private static func isSame(_ known: String, _ word: String) -> Bool {
    let folded = HeaderLexicon.fold(known)
    return folded.isEmpty ? known == word : folded == HeaderLexicon.fold(word)
  }

  private static func written(_ word: String, as other: String) -> String {
    if other == other.uppercased() { return word.uppercased() }
    return other == other.lowercased() ? word.lowercased() : word
  }
}

/// Signs of currencies that stand beside amounts.
enum CurrencySigns {
  private static let signs: [(sign: String, codes: [String])] = [
    ("€", ["EUR"]), ("£", ["GBP", "EGP", "GIP", "FKP", "SHP"]),
    ("$", ["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD", "CLP", "COP", "ARS"]),
    ("¥", ["JPY", "CNY"]), ("Fr", ["CHF"]), ("kr", ["SEK", "NOK", "DKK", "ISK"]), ("zł", ["PLN"]), ("Kč", ["CZK"]),
    ("Ft", ["HUF"]), ("R$", ["BRL"]),
    ("₹", ["INR"]), ("₺", ["TRY"]), ("₪", ["ILS"]),
  ]

  static func isKnown(_ sign: String) -> Bool { Currency(sign) != nil || signs.contains { $0.sign == sign } }

  /// The code that a sign stands for: the one that is assumed where it can be that one, else the first.
  static func code(_ sign: String, _ assumed: String) -> String? {
    if Currency(sign) != nil { return sign }
    let codes = signs.first { $0.sign == sign }?.codes ?? []
    return codes.contains(assumed) ? assumed : codes.first
  }
}
