import Ledger
import Store

/// Takes a customer out of the text of a file. Pure: bytes in, bytes out.
struct TextErasure {
  let company: String
  let customerID: String
  let pseudonym: String
  /// Texts that are the customer's own and nobody else's.
  private let search: WordSearch
  private let id: [UInt8]

  init(company: String, customerID: String, pseudonym: String, _ traces: CustomerTraces) {
    self.init(
      company: company, customerID: customerID, pseudonym: pseudonym, texts: traces.texts, accounts: traces.accounts)
  }

  /// - Parameters:
  ///   - texts: found as words by themselves, in capitals too.
  ///   - accounts: found among other digits too.
  init(company: String, customerID: String, pseudonym: String, texts: [String] = [], accounts: [String] = []) {
    (self.company, self.customerID, self.pseudonym) = (company, customerID, pseudonym)
    id = Array(customerID.utf8)
    search = WordSearch(
      words: texts.flatMap { TextErasure.forms($0) + TextErasure.forms($0.uppercased()) },
      numbers: accounts.flatMap(TextErasure.forms))
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
    return forms
  }

  // MARK: Finding

  /// True where one of the customer's own texts stands in it.
  func mentions(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.withUnsafeBufferPointer { search.first(in: $0) != nil }
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
    let bytes = TextLines(bytes).width == 2 ? bytes.filter { $0 != 0 } : bytes
    var wanted: [ArraySlice<UInt8>: String] = [:]
    var found: Set<String> = []
    for id in ids {
      let field = Array(id.utf8)
      if field.contains(where: separators.contains) {
        let one = TextErasure(company: "", customerID: id, pseudonym: "")
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

  /// Numbers of the lines, from 1, that are about the customer, and where they are, without their ends.
  /// - Parameters:
  ///   - others: numbers of lines that are of others, see `OthersLines`; asked for where a line names the customer's number.
  ///   - own: of lines that are about the customer although they name neither it nor a text of it.
  func lines(
    of bytes: [UInt8], others: () throws -> Set<Int> = { [] }, own: Set<Int> = []
  ) rethrows -> [(number: Int, at: Range<Int>)] {
    var found: [(number: Int, at: Range<Int>)] = []
    var known: Set<Int>?
    var number = 0
    for (at, line) in TextLines(bytes) {
      number += 1
      var isAbout = own.contains(number) || mentions(line)
      if !isAbout, names(line) {
        let others = try known ?? others()
        known = others
        isAbout = !others.contains(number)
      }
      if isAbout { found.append((number, at)) }
    }
    return found
  }

  /// An export as it came: lines about the customer become blanks, so that every other line keeps its number and place. Nil where none
  /// is about it.
  func blankedExport(
    _ bytes: [UInt8], others: () throws -> Set<Int> = { [] }, own: Set<Int> = []
  ) rethrows -> [UInt8]? {
    let lines = try lines(of: bytes, others: others, own: own)
    if lines.isEmpty { return nil }
    let text = TextLines(bytes)
    var bytes = bytes
    for line in lines {
      for unit in stride(from: line.at.lowerBound, to: line.at.upperBound, by: text.width) {
        for at in unit..<unit + text.width { bytes[at] = at == unit + text.low ? 0x20 : 0 }
      }
    }
    return bytes
  }

  /// True for what is no text in lines: a program's own file, or one with two bytes a character that does not say so.
  static func isBinary(_ bytes: [UInt8]) -> Bool { TextLines(bytes).width == 1 && bytes.prefix(64).contains(0) }

  /// A page or JSON file of ours: the customer's own texts and its id in quotes or tags give way to the pseudonym. Nil where there are none.
  /// - Parameter page: where it says that the id is of another company's customer, it stays.
  func replaced(_ bytes: [UInt8], page: PageCompanies = .none) -> [UInt8]? {
    var bytes = bytes
    var isChanged = false
    let word = Array(pseudonym.utf8)
    if let replaced = bytes.withUnsafeBufferPointer({ search.replacing(in: $0, by: word) }) {
      bytes = replaced
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
