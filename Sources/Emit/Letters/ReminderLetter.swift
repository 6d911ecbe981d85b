import Documents
import Ledger
import Pipeline

/// One reminder as it is posted: whose paper, to which address, and what it says.
struct ReminderLetter {
  var paper: CompanyPaper
  var address: PostalAddress
  var piece: LetterPiece
  var kind: MailSetting.Kind

  init(
    _ decision: UnitDecision, _ message: ReminderMessage, _ kind: MailSetting.Kind, night: Night, paper: CompanyPaper,
    stationery: Stationery
  ) throws(MessageProblem) {
    self.paper = paper
    self.kind = kind
    let company = paper.company
    // Whom to ask stands beside the address, and is not said twice: it would often cost a page.
    var (fields, languages) = try night.fields(of: decision, message, kind)
    fields[.hasSender] = .bool(false)
    let text = try stationery.render(message.template, fields, languages: languages).text
    address = PostalAddress(
      of: decision.customer, contact: message.contact ?? decision.customer.contact, sender: company,
      profile: paper.profile, fonts: stationery.fonts)
    piece = LetterPiece(
      stationery: night.isTest(decision) ? paper.rehearsal : paper.real,
      addressLines: address.lines,
      infoBlock: InfoBlock(text.language).letter(
        company, kind, customerID: decision.customer.id, date: night.asOf),
      subject: text.subject, blocks: text.blocks,
      paymentCode: kind == .reminders ? company.paymentCode(for: decision, fields, text) : nil,
      pageLabel: DocumentWords(language: text.language).pageLabel)
  }
}

/// The lines beside the address of letters and statements; what is not known has no line.
struct InfoBlock {
  let language: Language

  init(_ language: Language) { self.language = language }

  func letter(_ company: Company, _ kind: MailSetting.Kind, customerID: String, date: CalendarDate) -> [KeyValue] {
    [
      KeyValue(language.label(.date), language.longDate(date)),
      KeyValue(language.label(.customerNumber), PostalAddress.clean(customerID)),
    ] + contact(company, kind)
  }

  func statement(_ company: Company, customerID: String, asOf: CalendarDate, dataAsOf: CalendarDate) -> [KeyValue] {
    [
      KeyValue(language.label(.asOf), language.longDate(asOf)),
      KeyValue(language.label(.dataAsOf), language.longDate(dataAsOf)),
      KeyValue(language.label(.customerNumber), PostalAddress.clean(customerID)),
    ] + contact(company, .statements)
  }

  private func contact(_ company: Company, _ kind: MailSetting.Kind) -> [KeyValue] {
    let values = [
      (Label.contactPerson, company.contact), (.telephone, company.phone),
      (.email, company.answersTo(for: kind)),
    ]
    return values.compactMap { label, value in value.map { KeyValue(language.label(label), $0) } }
  }
}
