import Ledger

/// What payers say of the amounts they write, in the languages that bank texts come in. Where a text says neither, a number is what sums make of it.
enum PaymentWords {
  /// That the rest is still to come: `Rest 400.00 folgt`, `part payment`, `2. Rate`.
  static func sayMoreComes(_ text: String) -> Bool { holds(text, more) }

  /// That something is taken off: `less 50.00 freight`.
  static func sayDeducted(_ text: String) -> Bool { holds(text, less) }

  private static func holds(_ text: String, _ words: Set<Substring>) -> Bool {
    text.lowercased().split { !$0.isLetter }.contains { words.contains($0) }
  }

  private static let more: Set<Substring> = [
    // German
    "rest", "restbetrag", "restzahlung", "restliche", "restlicher", "restlichen", "folgt", "folgen", "teilzahlung",
    "teilzahlungen", "teilbetrag",
    "teilz", "rate", "raten", "abschlag", "abschlagszahlung", "akonto", "anzahlung", "hälfte", "haelfte",
    // English
    "part", "partial", "instalment", "installment", "remainder", "remaining", "balance", "follow", "follows", "half",
    "deposit",
    // French, Italian, Spanish, Dutch, Polish
    "acompte", "reste", "solde", "partiel", "partielle", "échéance", "echeance", "moitié", "moitie", "acconto", "rata",
    "saldo", "resto", "parziale",
    "parcial", "plazo", "mitad", "deelbetaling", "restant", "termijn", "aanbetaling", "zaliczka", "częściowa",
    "czesciowa", "reszta",
  ]
  private static let less: Set<Substring> = [
    "less", "minus", "deduct", "deducted", "deducting", "deduction", "abzgl", "abzüglich", "abzueglich", "abzug",
    "abgezogen", "gekürzt", "gekuerzt",
    "moins", "déduit", "deduit", "déduction", "meno", "dedotto", "menos", "deducido", "minder", "aftrek",
    "potrącenie", "potracenie",
  ]
}
