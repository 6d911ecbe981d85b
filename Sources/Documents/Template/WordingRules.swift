import Ledger

/// Words that a reminder of a creditor's own should not carry in a country without somebody having decided on them: they announce what only
/// a court, a lawyer or a collector may do, or press people in ways that courts have found unfair. Examples with their date, not legal
/// advice; the author of a template owns its words, so they are warnings.
public enum WordingRules {
  /// When the list was put together.
  public static let date = "2026-11-01"

  struct Rule: Sendable {
    /// ISO 3166-1 codes of the sender's country.
    var countries: [String]
    /// In small letters; found anywhere in a line.
    var words: [String]
    var why: String
  }

  static let rules: [Rule] = [
    Rule(
      countries: ["DE", "AT", "CH"],
      words: ["schufa", "gerichtsvollzieher", "zwangsvollstreckung", "haftbefehl", "inkasso", "mahnbescheid"],
      why:
        "it announces a credit bureau, a court or a collector; say it only where the claim is undisputed and the step is decided"
    ),
    Rule(
      countries: ["GB", "IE"],
      words: ["bailiff", "ccj", "county court", "court order", "credit file", "statutory demand"],
      why:
        "a claim against an individual goes by the Pre-Action Protocol for Debt Claims first, with its own letter and forms"
    ),
    Rule(
      countries: ["US"],
      words: ["lawsuit", "legal action", "attorney", "garnish", "arrest", "credit bureau", "collection agency"],
      why:
        "rules on debt collection of the state, and of the federation for third parties, forbid threats of what is not intended"
    ),
    Rule(
      countries: ["FR", "BE", "LU"],
      words: ["huissier", "commissaire de justice", "saisie", "tribunal", "poursuites judiciaires"],
      why: "only a formal notice prepares such steps; a reminder that looks like a writ is forbidden"),
    Rule(
      countries: ["ES"], words: ["asnef", "embargo judicial", "juzgado", "demanda judicial", "burofax"],
      why: "a register of debtors or a court may be named only under the conditions of data protection and procedure"),
    Rule(
      countries: ["IT"],
      words: ["pignoramento", "ufficiale giudiziario", "decreto ingiuntivo", "centrale rischi", "vie legali"],
      why: "it announces a court or a register of debtors; that belongs into a formal notice"),
    Rule(
      countries: ["NL", "BE"], words: ["deurwaarder", "beslag", "bkr", "rechtbank", "incassokosten"],
      why: "costs of collection may be claimed from consumers only after a notice of fourteen days with the amount"),
  ]

  /// Warnings, with line and column, about bodies of templates that senders in these countries use.
  public static func remarks(on bodies: [TemplateBody], countries: [String]) -> [Diagnostic] {
    let used = rules.filter { !Set($0.countries).isDisjoint(with: countries) }
    guard !used.isEmpty else { return [] }
    return bodies.flatMap { body in
      body.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().flatMap {
        number, line in
        used.flatMap { remarks($0, line.lowercased(), body.file, line: number + 1) }
      }
    }
  }

  private static func remarks(_ rule: Rule, _ line: String, _ file: String, line number: Int) -> [Diagnostic] {
    rule.words.compactMap { word in
      guard let found = line.firstRange(of: word) else { return nil }
      return Diagnostic(
        file: file, line: number, column: line.distance(from: line.startIndex, to: found.lowerBound) + 1,
        severity: .warning, message: "`\(word)`: \(rule.why)", code: "wording",
        help: "look whether it is meant, and allowed where your customers are (list of \(date))")
    }
  }
}
