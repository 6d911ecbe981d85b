import Ledger
import Synchronization

/// Payment methods by which we collect ourselves: whoever pays so is not reminded until a return is known.
enum DirectDebit {
  /// All of the text.
  private static let whole: Set<String> = ["debit", "sepa"]
  /// One of its words, or two that follow each other.
  private static let words: Set<String> = [
    "dd", "sdd", "bacs dd", "direct debit", "ach debit", "debit order", "lsv", "einzug", "abbuchung", "domiciliation",
    "domiciliación", "domiciliacion", "domiciliado", "incasso", "addebito", "rid", "giro direct", "card", "cards",
    "creditcard", "debitcard", "visa", "mastercard", "amex", "carte bancaire", "kreditkarten",
  ]
  /// Part of a word: SEPA-Basislastschrift, Lastschrifteinzug.
  private static let parts = [
    "lastschrift", "bankeinzug", "einzugsermächtigung", "abbuchungsauftrag", "directdebit", "prélèvement",
    "prelevement", "autogiro", "avtalegiro", "betalingsservice", "kreditkarte",
  ]
  /// Words after which the others say the opposite: "kein Lastschriftmandat".
  private static let against: Set<String> = [
    "no", "not", "non", "none", "without", "kein", "keine", "ohne", "nicht", "sans", "senza", "sin", "geen", "zonder",
  ]

  /// A million documents have some ten methods among them.
  private static let known = Mutex<[String: Bool]>([:])
  private static let mostKnown = 1000

  /// Whether a payment method, as an ERP or a person writes it, is one by which we collect.
  static func isMethod(_ text: String?) -> Bool {
    guard let text, !text.isEmpty else { return false }
    return known.withLock { known in
      if let isOne = known[text] { return isOne }
      let isOne = says(text)
      if known.count < mostKnown { known[text] = isOne }
      return isOne
    }
  }

  private static func says(_ text: String) -> Bool {
    let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    if whole.contains(words.joined(separator: " ")) { return true }
    let first = words.indices.first { at in
      DirectDebit.words.contains(words[at])
        || at > 0 && DirectDebit.words.contains("\(words[at - 1]) \(words[at])")
        || parts.contains { words[at].contains($0) } && !words[at].hasPrefix("rück") && !words[at].hasPrefix("rueck")
    }
    return first.map { !words[..<$0].contains(where: against.contains) } ?? false
  }

  /// Notes on items whose collection came back the day before that: it held them until then, also on days without a night.
  static func remember(on items: inout [AccountItem], of account: CustomerAccount, paysByDebit: Bool) {
    guard !account.cameBack.isEmpty else { return }
    for index in items.indices {
      guard let day = account.cameBack[items[index].row] else { continue }
      let method = items[index].document.paymentMethod
      guard method == nil ? paysByDebit : isMethod(method) else { continue }
      items[index].remember(heldUntil: day.adding(days: -1))
    }
  }
}
