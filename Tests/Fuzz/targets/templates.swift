import Documents
import Ledger

/// What values of customers may hold, and must not do to a message.
private let hostile =
  "<xq onload=1>&\"'\u{0}\r\nBcc: a@b.example\u{2028}{{x}} {#if y}=SUM(1)\u{202E}é\u{1F469}\u{200D}\u{1F467}"

/// The first line says for what it is (`reminder`, `statement`, `invitation`), the rest is a body as a person writes it: refused with places, or
/// a message in which values are text and nothing else.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: start, count: count)
  guard let end = bytes.firstIndex(of: 0x0A), end < 20 else { return -1 }
  let offered: [FieldDeclaration]
  switch String(decoding: bytes[..<end], as: UTF8.self) {
  case "reminder": offered = ReminderFields.all
  case "statement": offered = StatementFields.all
  case "invitation": offered = InvitationFields.all
  default: return -1
  }
  let text = String(decoding: bytes[(end + 1)...], as: UTF8.self)
  let declaration = TemplateDeclaration(id: "firm", version: "1", channels: [.email, .letter])
  let body = TemplateBody(language: "de", text: text, file: "body.de.txt")
  let (template, problems) = Template.compile(declaration, bodies: [body], offered: offered)
  for problem in problems {
    Property.expect(!problem.code.isEmpty && !problem.message.isEmpty, "a problem without code or words: \(problem)")
    Property.expect(problem.line > 0 || problem.file != "body.de.txt", "a problem without place: \(problem)")
  }
  Property.expect((template == nil) == problems.contains(where: \.isError), "refused without an error: \(problems)")
  guard let template else { return 0 }
  for fields in [filled(offered, hostile), filled(offered.filter(\.required), ""), Fields()] {
    write(template, fields, isHostile: text.contains("<xq") == false)
  }
  return 0
}

private func write(_ template: Template, _ fields: Fields, isHostile: Bool) {
  for languages in [["de-CH"], ["fr"], []] as [[String?]] {
    do throws(RenderProblem) {
      let rendered = try template.render(fields, languages: languages)
      let body = MailBody(rendered)
      let isMarked = body.html.contains("<xq")
      Property.expect(!isHostile || !isMarked, "a value became HTML: \(body.html)")
      let breaks = body.text.unicodeScalars.filter { $0.value < 0x20 && $0 != "\n" }
      Property.expect(breaks.isEmpty, "control characters in the text: \(breaks)")
      _ = try template.short(fields, languages: languages)
    } catch { Property.expect(!error.code.isEmpty && !error.message.isEmpty, "a refusal says why") }
  }
}

/// A value for every field.
private func filled(_ declarations: [FieldDeclaration], _ text: String) -> Fields {
  var fields = Fields()
  for field in declarations {
    guard let name = FieldName(rawValue: field.name) else { continue }
    fields[name] =
      switch field.type {
      case .money: .money(Money(minorUnits: -123_456_789, currency: Currency("EUR")!))
      case .date: .date(CalendarDate(days: 20_000))
      case .text: .text(text)
      case .int: .int(-7)
      case .percent: .percent(basisPoints: 1127)
      case .bool: .bool(true)
      case .list: .list([filled(field.columns, text), filled(field.columns, "")])
      }
  }
  return fields
}
