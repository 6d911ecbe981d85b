/// Takes a customer out of the text of a file. Pure: bytes in, bytes out.
struct TextErasure {
  let company: String
  let customerID: String
  let pseudonym: String
  /// Texts that are the customer's own, long enough to be nobody else's.
  private let needles: [[UInt8]]
  private let id: [UInt8]
  private let companyBytes: [UInt8]

  init(company: String, customerID: String, pseudonym: String, texts: [String], shortest: Int) {
    (self.company, self.customerID, self.pseudonym) = (company, customerID, pseudonym)
    id = Array(customerID.utf8)
    companyBytes = Array(company.utf8)
    needles = texts.filter { $0.count >= shortest }.flatMap(TextErasure.forms)
  }

  /// How a text can stand in a file: UTF-8, with the entities of XML and HTML, with the escapes of JSON and CSV, in one byte a character,
  /// and in two.
  private static func forms(_ text: String) -> [[UInt8]] {
    func replacing(_ pairs: [(Character, String)]) -> String {
      text.reduce(into: "") { out, character in
        out += pairs.first { $0.0 == character }?.1 ?? String(character)
      }
    }
    let entities: [(Character, String)] = [
      ("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#39;"),
    ]
    var forms = [text, replacing(entities), replacing([("\"", "\\\""), ("\\", "\\\\")]), replacing([("\"", "\"\"")])]
      .map {
        Array($0.utf8)
      }
    if text.unicodeScalars.allSatisfy({ $0.value < 256 }) { forms.append(text.unicodeScalars.map { UInt8($0.value) }) }
    forms.append(text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
    forms.append(text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
    var known: Set<[UInt8]> = []
    return forms.filter { known.insert($0).inserted }
  }

  // MARK: Finding

  /// True where one of the customer's own texts stands in it.
  func mentions(_ bytes: ArraySlice<UInt8>) -> Bool {
    needles.contains { TextErasure.find($0, in: bytes, from: bytes.startIndex) != nil }
  }

  /// True where the customer's id is a field of the line by itself: between separators, quotes, or tags.
  func names(_ line: ArraySlice<UInt8>) -> Bool { hasField(id, line) }

  private func hasField(_ field: [UInt8], _ line: ArraySlice<UInt8>) -> Bool {
    var at = line.startIndex
    while let found = TextErasure.find(field, in: line, from: at) {
      let end = found + field.count
      let opens = found == line.startIndex || TextErasure.separators.contains(line[found - 1])
      let closes = end == line.endIndex || TextErasure.separators.contains(line[end])
      if opens, closes { return true }
      at = found + 1
    }
    return false
  }

  /// Those of these ids that stand as a field by themselves somewhere in a file, told in one pass. Of two-byte characters the zeros are left out.
  static func named(in bytes: [UInt8], of ids: Set<String>) -> Set<String> {
    let bytes = isWide(bytes) ? bytes.filter { $0 != 0 } : bytes
    var wanted: [ArraySlice<UInt8>: String] = [:]
    var found: Set<String> = []
    for id in ids {
      let field = Array(id.utf8)
      if field.contains(where: separators.contains) {
        let one = TextErasure(company: "", customerID: id, pseudonym: "", texts: [], shortest: 0)
        if one.names(bytes[...]) { found.insert(id) }
      } else {
        wanted[field[...]] = id
      }
    }
    for field in bytes.split(whereSeparator: separators.contains) {
      if let id = wanted[field] { found.insert(id) }
    }
    return found
  }

  private static let separators = Set("\t\r\n,;|\"'<> ".utf8)

  private static func find(_ needle: [UInt8], in bytes: ArraySlice<UInt8>, from start: Int) -> Int? {
    guard !needle.isEmpty, bytes.endIndex - start >= needle.count else { return nil }
    return bytes.withUnsafeBufferPointer { buffer in
      let base = bytes.startIndex
      var at = start - base
      let last = buffer.count - needle.count
      while at <= last {
        if buffer[at] == needle[0], needle.indices.allSatisfy({ buffer[at + $0] == needle[$0] }) { return at + base }
        at += 1
      }
      return nil
    }
  }

  // MARK: Taking out

  /// An export as it came: lines about the customer become blanks, so that every other line keeps its number and place. Nil where none
  /// is about it.
  /// - Parameter others: numbers of lines that are of other companies, see `Namesakes`.
  func blankedExport(_ bytes: [UInt8], others: Set<Int> = []) -> [UInt8]? {
    var bytes = bytes
    var isChanged = false
    var start = 0
    var number = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      let line = bytes[start..<end]
      number += 1
      if mentions(line) || !others.contains(number) && names(line) {
        for at in start..<end where bytes[at] != 0x0D { bytes[at] = 0x20 }
        isChanged = true
      }
      start = end + 1
    }
    return isChanged ? bytes : nil
  }

  /// True for an export that `blankedExport` cannot take apart: two bytes a character.
  static func isWide(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) || bytes.prefix(64).contains(0)
  }

  /// A page or JSON file of ours: the customer's own texts and its id in quotes or tags give way to the pseudonym. Nil where there are none.
  /// - Parameter page: where it says that the id is of another company's customer, it stays.
  func replaced(_ bytes: [UInt8], page: PageCompanies = .none) -> [UInt8]? {
    var bytes = bytes
    var isChanged = false
    let word = Array(pseudonym.utf8)
    for needle in needles where TextErasure.find(needle, in: bytes[...], from: 0) != nil {
      bytes = TextErasure.replacing(needle, by: word, in: bytes) { _ in true }
      isChanged = true
    }
    let changed = TextErasure.replacing(id, by: word, in: bytes) { [bytes] place in
      let before = place.lowerBound > 0 ? bytes[place.lowerBound - 1] : 0x20
      let after = place.upperBound < bytes.count ? bytes[place.upperBound] : 0x20
      return [UInt8(ascii: "\""), UInt8(ascii: ">"), UInt8(ascii: " ")].contains(before)
        && [UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: " "), UInt8(ascii: ":")].contains(after)
        && !page.isOfAnother(place, in: bytes)
    }
    return changed != bytes || isChanged ? changed : nil
  }

  private static func replacing(
    _ needle: [UInt8], by word: [UInt8], in bytes: [UInt8], where isRight: (Range<Int>) -> Bool
  ) -> [UInt8] {
    var out: [UInt8] = []
    var at = 0
    while let found = find(needle, in: bytes[...], from: at) {
      let end = found + needle.count
      out += bytes[at..<found]
      out += isRight(found..<end) ? word : Array(bytes[found..<end])
      at = end
    }
    return out + bytes[at...]
  }
}
