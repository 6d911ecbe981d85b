import Documents
import Ledger
import Pipeline

/// The statement of one customer over all currencies, in the language of whom it goes to: the first contact with the role `statements`, else the
/// customer's own record. What the PDF and the HTML file both show.
struct StatementDocument {
  var paper: CompanyPaper
  var language: Language
  var piece: StatementPiece

  init(
    _ account: CustomerAccount, _ positions: [StatementPosition], _ claims: StatementClaims, night: Night,
    settings: StatementSettings, paper: CompanyPaper, stationery: Stationery
  ) throws(MessageProblem) {
    self.paper = paper
    let company = paper.company
    let customer = account.customer
    let dataAsOf = night.company(company.id)?.dataAsOf ?? night.asOf
    // Whom to ask stands beside the address, and is not said twice.
    var sender = company.messageSender(for: .statements)
    (sender.name, sender.email, sender.phone) = (nil, nil, nil)
    let period = settings.kind == .openItem ? nil : BalanceForward.Period(settings, asOf: night.asOf)
    let reader = account.contacts.first { $0.roles.contains(.statements) && $0.channel != Channel.none }
    let contact = reader?.name ?? customer.contact
    let content = StatementContent(
      customer: customer, contact: contact, sender: sender, asOf: night.asOf, dataAsOf: dataAsOf,
      balances: positions.map {
        StatementContent.Balance(currency: $0.currency, notDue: $0.notDue, overdue: $0.overdue, unapplied: $0.credits)
      }, period: period.map { $0.from...$0.to }, listsItems: settings.kind != .balanceForward)
    let text = try stationery.render(
      StatementDocument.template, content.fields, languages: [reader?.language ?? customer.language, company.language]
    ).text
    language = text.language
    let words = StatementDocument.parts(of: text.blocks, keepsTable: positions.count > 1)
    let address = PostalAddress(
      of: customer, contact: contact, sender: company, profile: paper.profile, fonts: stationery.fonts)
    let sections = StatementSections(
      account: account, claims: claims, rule: settings.aging, asOf: night.asOf, language: language)
    let shown = positions.filter(\.hasContent)
    let nothing: [Block] = shown.isEmpty ? [.paragraph(language.label(.noOpenItems))] : []
    piece = StatementPiece(
      stationery: paper.forStatements(night), addressLines: address.lines,
      infoBlock: InfoBlock(language).statement(
        company, customerID: customer.id, asOf: night.asOf, dataAsOf: dataAsOf),
      title: (night.rehearsal == nil ? "" : language.label(.rehearsal) + ": ") + language.label(.statement),
      highlights: StatementDocument.highlights(shown, language, asOf: night.asOf),
      opening: words.opening + nothing,
      sections: shown.flatMap { sections.sections($0, listsBoth: settings.kind == .activity) },
      closing: words.closing,
      pageLabel: DocumentWords(language: language).pageLabel,
      continuationLine: StatementDocument.head(customer, night.asOf, language))
  }

  /// The same with what of the address can be shown: where it does not fit the window the name is cut, and last what is too wide.
  func withShortAddress(of customer: Customer, _ fonts: Fonts) -> StatementDocument {
    var short = self
    short.piece.addressLines =
      PostalAddress(
        of: customer, contact: nil, sender: paper.company, profile: paper.profile, fonts: fonts, isCut: true
      ).lines
    return short
  }

  /// Its words: a salutation and what the figures are, before its first table; how to pay and whom to ask, after it.
  static let template = "statement"

  /// The table itself repeats, for one currency, what the highlights show.
  private static func parts(of blocks: [Block], keepsTable: Bool) -> (opening: [Block], closing: [Block]) {
    let table = blocks.firstIndex { if case .table = $0 { true } else { false } }
    guard let table else { return (blocks, []) }
    return (Array(blocks[..<(keepsTable ? table + 1 : table)]), Array(blocks[(table + 1)...]))
  }

  /// What a reader looks for first. Amounts of several currencies stand side by side and are never added.
  /// Where the movements end before the day of the statement each says of which day it is.
  private static func highlights(
    _ positions: [StatementPosition], _ language: Language, asOf: CalendarDate
  ) -> [KeyValue] {
    let isOfTwoDays = positions.contains { $0.endsBefore(asOf) }
    func pair(
      _ label: Label, _ minorUnits: Int64, _ currency: Currency, _ day: CalendarDate? = nil
    ) -> KeyValue {
      let title = language.label(label)
      return KeyValue(
        isOfTwoDays ? language.dated(title, day ?? asOf) : title,
        language.money(Money(minorUnits: minorUnits, currency: currency)))
    }
    guard positions.count == 1 else { return positions.map { pair(.amountDue, $0.due, $0.currency) } }
    let position = positions[0]
    guard let forward = position.forward else {
      return [
        pair(.amountDue, position.due, position.currency), pair(.overdue, position.overdue, position.currency),
        pair(.notDue, position.notDue, position.currency), pair(.openBalance, position.balance, position.currency),
      ]
    }
    return [
      pair(.amountDue, position.due, position.currency),
      pair(.openingBalance, forward.opening, position.currency, forward.from),
      pair(.closingBalance, forward.closing, position.currency, forward.to),
    ]
  }

  private static func head(_ customer: Customer, _ asOf: CalendarDate, _ language: Language) -> String {
    let number = "\(language.label(.customerNumber)) \(PostalAddress.clean(customer.id))"
    return "\(language.label(.statement)) · \(number) · \(language.label(.asOf)) \(language.longDate(asOf))"
  }
}

extension Language {
  /// "Closing balance, 31 October 2026".
  func dated(_ title: String, _ day: CalendarDate) -> String { "\(title), \(longDate(day))" }
}

extension DocumentProblem {
  /// The address does not fit its window; everything else is fine.
  var isAboutAddress: Bool {
    switch self {
    case .addressTooWide, .tooManyAddressLines, .insideWindowZone: true
    default: false
    }
  }
}
