import Formats
import Intake
import Ledger
import Pipeline

private let known = KnownNames(
  templates: ["pre-due", "gentle", "firm", "final"], letterProfiles: ["din5008a", "din5008b"])

/// pipeline.json as a person writes it: refused with places and codes, the same ones each time, or a configuration that a night can ask.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
  guard (try? JSONReader.read(bytes, file: "pipeline.json")) != nil else { return -1 }
  let (configuration, problems) = Configuration.load(bytes: bytes, file: "pipeline.json", known: known)
  for problem in problems {
    Property.expect(
      !problem.code.isEmpty && !problem.message.isEmpty && problem.line > 0 && problem.file == "pipeline.json",
      "a problem without code, words or place: \(problem)")
  }
  Property.expect(
    (configuration == nil) == problems.contains(where: \.isError), "refused without an error: \(problems)")
  let again = Configuration.load(bytes: bytes, file: "pipeline.json", known: known)
  Property.expect(again.1 == problems, "read again: \(problems) became \(again.1)")
  if let configuration { ask(configuration) }
  return 0
}

/// What a night asks of it first.
private func ask(_ configuration: Configuration) {
  for company in configuration.companies {
    Property.expect(configuration.company(company.id) != nil, "company \(company.id) is not found")
    _ = company.sender(for: .reminders)
    _ = company.mailSetting(for: .statements)
  }
  for days in [0, 20_000, 40_000] { _ = configuration.channels(on: CalendarDate(days: Int32(days))) }
  for rows in [0, 1, 1_000_000] {
    Property.expect(configuration.normalize.maxRejects.limit(rows: rows) >= 0, "fewer than no rejects")
  }
  for feed in configuration.intake.feeds {
    guard let declaration = FeedDeclaration(feed) else {
      Property.expect(false, "feed \(feed.feed) is accepted and cannot be declared")
      continue
    }
    _ = declaration.isRedrop("\(feed.feed)-redrop.csv")
  }
}
