import Documents
import Intake
import Ledger
import Pipeline

/// Four texts with the byte FF between them: a pattern of pipeline.json, the name of a file in the inbox, two ids of the ERP that become names of files.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let parts = UnsafeBufferPointer(start: start, count: count).split(separator: 0xFF, omittingEmptySubsequences: false)
    .map { String(decoding: $0, as: UTF8.self) }
  guard parts.count == 4 else { return -1 }
  match(FilePattern(parts[0]), parts[1])
  find(parts[0], parts[1])
  _ = TemplateBody.language(ofFileName: parts[1])
  slug(parts[2], parts[3])
  return 0
}

private func match(_ pattern: FilePattern, _ name: String) {
  let fits = pattern.matches(name)
  Property.expect(fits == pattern.matches(name), "it fits only sometimes")
  guard let date = pattern.date(in: name) else { return }
  Property.expect(fits && pattern.givesDate, "a date of a name that does not fit")
  let year = String(date.civil.year)
  Property.expect(name.contains(year), "\(name) has no year \(year)")
}

/// A file of that name at the top of the inbox belongs to a feed, or is refused with a code.
private func find(_ pattern: String, _ name: String) {
  guard let documents = Mapping.canonical(.documents), let customers = Mapping.canonical(.customers) else { return }
  let feeds = [
    FeedDeclaration(name: "open-items", mapping: documents, match: [FilePattern(pattern)], isSnapshot: true),
    FeedDeclaration(name: "customers", mapping: customers, company: "ACME"),
  ]
  let bytes = Array("company,customer_id,name\nACME,1,A\n".utf8)
  do throws(FileRefusal) {
    _ = try FeedResolution.resolve(FileHead(name: name, bytes: bytes, size: bytes.count), feeds: feeds)
  } catch {
    Property.expect(
      !error.problems.isEmpty && error.problems.allSatisfy { !$0.code.isEmpty && !$0.message.isEmpty },
      "a refusal says why")
  }
}

private func slug(_ a: String, _ b: String) {
  let (x, y) = (SafeName.slug(a), SafeName.slug(b))
  Property.expect((x == y) == (Array(a.utf8) == Array(b.utf8)), "\(a) and \(b) are called \(x) and \(y)")
  for name in [x, y] {
    let isSafe = name.utf8.allSatisfy { byte in
      Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber || "._-".utf8.contains(byte)
    }
    Property.expect(!name.isEmpty && name.utf8.count <= 64 && name.first != "." && isSafe, "no name of a file: \(name)")
  }
}
