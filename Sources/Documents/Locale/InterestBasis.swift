import Ledger

/// On what ground and at what rate interest is claimed: what a debtor is told of it, in the language of the message.
public struct InterestBasis: Equatable, Sendable {
  /// The name of a regime (`eu-2011-7`), or `contract`.
  public var regime: String
  public var terms: InterestTerms

  public init(regime: String, terms: InterestTerms) {
    self.regime = regime
    self.terms = terms
  }
}

extension Language {
  /// `Interest. Legal basis: Directive 2011/7/EU. Rate: ECB main refinancing rate plus 8 percentage points a year. Days: actual/365.` Lists
  /// with colons read well in every language, whatever the grammar of the names in them.
  public func sentence(_ basis: InterestBasis) -> String {
    let words = InterestWords.byLanguage[base] ?? .english
    let law = words.laws[basis.regime] ?? Regime.named(basis.regime)?.title ?? basis.regime
    let rate: String
    switch basis.terms.rate {
    case .contract(let yearly):
      rate = words.contractRate.replacing("{}", with: percent(tenThousandths: yearly.tenThousandths))
    case .over(let reference, let points, let rule):
      rate =
        words.statutoryRate.replacing("{rate}", with: words.references[reference] ?? reference.rawValue)
        .replacing("{points}", with: decimal(tenThousandths: points.tenThousandths))
        + (words.rules[rule] ?? "")
    }
    return words.pattern.replacing("{law}", with: law).replacing("{rate}", with: rate)
      .replacing("{days}", with: words.dayCount(basis.terms.dayCount))
  }
}

extension Language {
  /// `Lump sums for the costs of recovery. Legal basis: Directive 2011/7/EU.`
  public func lumpSums(by regime: String) -> String {
    let words = InterestWords.byLanguage[base] ?? .english
    let law = words.lumpSumLaws[regime] ?? words.laws[regime] ?? Regime.named(regime)?.title ?? regime
    return words.lumpSums.replacing("{law}", with: law)
  }
}

/// The words of such a sentence in one language.
private struct InterestWords: Sendable {
  var pattern: String
  /// By regime; `contract` is an agreement.
  var laws: [String: String]
  var references: [ReferenceRate: String]
  var statutoryRate: String
  var contractRate: String
  /// What is added where one rate counts for all the time.
  var rules: [Regime.RateRule: String]
  var actual: String
  /// What lump sums are for; and where another section than that of interest gives them, by regime.
  var lumpSums: String
  var lumpSumLaws: [String: String]

  func dayCount(_ count: InterestDayCount) -> String { count.rawValue.replacing("actual", with: actual) }

  static let english = InterestWords(
    pattern: "Interest. Legal basis: {law}. Rate: {rate}. Days: {days}.",
    laws: [
      "eu-2011-7": "Directive 2011/7/EU", "de-bgb-288": "section 288 of the German Civil Code (BGB)",
      "uk-1998": "Late Payment of Commercial Debts (Interest) Act 1998",
      "ie": "European Communities (Late Payment in Commercial Transactions) Regulations 2012 (S.I. No. 580/2012)",
      "contract": "our contract",
    ],
    references: [
      .ecbMainRefinancing: "ECB main refinancing rate", .bundesbankBase: "base rate (section 247 BGB)",
      .bankOfEngland: "Bank of England Bank Rate",
    ],
    statutoryRate: "{rate} plus {points} percentage points a year", contractRate: "{} a year",
    rules: [
      .fixedAtStart: ", fixed for the half-year in which interest starts", .ofLastDay: ", as in force on the last day",
    ], actual: "actual",
    lumpSums: "Lump sums for the costs of recovery. Legal basis: {law}.",
    lumpSumLaws: ["de-bgb-288": "section 288 (5) of the German Civil Code (BGB)"])

  static let byLanguage: [String: InterestWords] = [
    "en": english,
    "de": InterestWords(
      pattern: "Zinsen. Rechtsgrundlage: {law}. Zinssatz: {rate}. Zinstage: {days}.",
      laws: [
        "eu-2011-7": "Richtlinie 2011/7/EU", "de-bgb-288": "§ 288 BGB",
        "uk-1998": "Late Payment of Commercial Debts (Interest) Act 1998 (Vereinigtes Königreich)",
        "ie": "S.I. No. 580/2012 (Irland)", "contract": "vertragliche Vereinbarung",
      ],
      references: [
        .ecbMainRefinancing: "Hauptrefinanzierungssatz der EZB", .bundesbankBase: "Basiszinssatz (§ 247 BGB)",
        .bankOfEngland: "Bank Rate der Bank of England",
      ],
      statutoryRate: "{rate} zuzüglich {points} Prozentpunkte im Jahr", contractRate: "{} im Jahr",
      rules: [
        .fixedAtStart: ", fest für das Halbjahr des Zinsbeginns", .ofLastDay: ", nach dem Stand des letzten Tages",
      ], actual: "taggenau",
      lumpSums: "Pauschalen für Beitreibungskosten. Rechtsgrundlage: {law}.",
      lumpSumLaws: ["de-bgb-288": "§ 288 Abs. 5 BGB"]),
    "fr": InterestWords(
      pattern: "Intérêts. Fondement\u{A0}: {law}. Taux\u{A0}: {rate}. Jours\u{A0}: {days}.",
      laws: [
        "eu-2011-7": "directive 2011/7/UE", "de-bgb-288": "article 288 du code civil allemand (BGB)",
        "uk-1998": "Late Payment of Commercial Debts (Interest) Act 1998 (Royaume-Uni)",
        "ie": "S.I. No. 580/2012 (Irlande)", "contract": "notre contrat",
      ],
      references: [
        .ecbMainRefinancing: "taux de refinancement principal de la BCE",
        .bundesbankBase: "taux de base allemand (article 247 BGB)",
        .bankOfEngland: "Bank Rate de la Banque d’Angleterre",
      ],
      statutoryRate: "{rate} majoré de {points} points de pourcentage par an", contractRate: "{} par an",
      rules: [
        .fixedAtStart: ", fixé pour le semestre où les intérêts commencent à courir",
        .ofLastDay: ", en vigueur le dernier jour",
      ], actual: "exact",
      lumpSums: "Indemnités forfaitaires pour frais de recouvrement. Fondement\u{A0}: {law}.",
      lumpSumLaws: ["de-bgb-288": "article 288, paragraphe 5, du code civil allemand (BGB)"]),
    "es": InterestWords(
      pattern: "Intereses. Base jurídica: {law}. Tipo: {rate}. Días: {days}.",
      laws: [
        "eu-2011-7": "Directiva 2011/7/UE", "de-bgb-288": "artículo 288 del Código Civil alemán (BGB)",
        "uk-1998": "Late Payment of Commercial Debts (Interest) Act 1998 (Reino Unido)",
        "ie": "S.I. No. 580/2012 (Irlanda)", "contract": "nuestro contrato",
      ],
      references: [
        .ecbMainRefinancing: "tipo principal de refinanciación del BCE",
        .bundesbankBase: "tipo base alemán (artículo 247 BGB)", .bankOfEngland: "Bank Rate del Banco de Inglaterra",
      ],
      statutoryRate: "{rate} más {points} puntos porcentuales al año", contractRate: "{} al año",
      rules: [
        .fixedAtStart: ", fijado para el semestre en que empiezan a correr los intereses",
        .ofLastDay: ", vigente el último día",
      ], actual: "reales",
      lumpSums: "Cantidades fijas por costes de cobro. Base jurídica: {law}.",
      lumpSumLaws: ["de-bgb-288": "artículo 288, apartado 5, del Código Civil alemán (BGB)"]),
    "it": InterestWords(
      pattern: "Interessi. Base giuridica: {law}. Tasso: {rate}. Giorni: {days}.",
      laws: [
        "eu-2011-7": "direttiva 2011/7/UE", "de-bgb-288": "articolo 288 del codice civile tedesco (BGB)",
        "uk-1998": "Late Payment of Commercial Debts (Interest) Act 1998 (Regno Unito)",
        "ie": "S.I. No. 580/2012 (Irlanda)", "contract": "nostro contratto",
      ],
      references: [
        .ecbMainRefinancing: "tasso di rifinanziamento principale della BCE",
        .bundesbankBase: "tasso di base tedesco (articolo 247 BGB)",
        .bankOfEngland: "Bank Rate della Banca d’Inghilterra",
      ],
      statutoryRate: "{rate} più {points} punti percentuali all’anno", contractRate: "{} all’anno",
      rules: [
        .fixedAtStart: ", fisso per il semestre in cui gli interessi decorrono",
        .ofLastDay: ", in vigore l’ultimo giorno",
      ], actual: "effettivi",
      lumpSums: "Importi forfettari per i costi di recupero. Base giuridica: {law}.",
      lumpSumLaws: ["de-bgb-288": "articolo 288, comma 5, del codice civile tedesco (BGB)"]),
    "nl": InterestWords(
      pattern: "Rente. Rechtsgrond: {law}. Rentevoet: {rate}. Dagen: {days}.",
      laws: [
        "eu-2011-7": "Richtlijn 2011/7/EU", "de-bgb-288": "artikel 288 van het Duitse burgerlijk wetboek (BGB)",
        "uk-1998": "Late Payment of Commercial Debts (Interest) Act 1998 (Verenigd Koninkrijk)",
        "ie": "S.I. No. 580/2012 (Ierland)", "contract": "onze overeenkomst",
      ],
      references: [
        .ecbMainRefinancing: "herfinancieringsrente van de ECB",
        .bundesbankBase: "Duitse basisrente (artikel 247 BGB)", .bankOfEngland: "Bank Rate van de Bank of England",
      ],
      statutoryRate: "{rate} plus {points} procentpunten per jaar", contractRate: "{} per jaar",
      rules: [
        .fixedAtStart: ", vast voor het halfjaar waarin de rente begint",
        .ofLastDay: ", zoals geldig op de laatste dag",
      ], actual: "werkelijk",
      lumpSums: "Forfaitaire bedragen voor invorderingskosten. Rechtsgrond: {law}.",
      lumpSumLaws: ["de-bgb-288": "artikel 288, lid 5, van het Duitse burgerlijk wetboek (BGB)"]),
  ]
}
