import Documents
import Ledger

/// Four texts with the byte FF between them, which no text has: subject, name of the sender, name of a recipient, name of an
/// attachment. They are refused with a code, or they stand in the message and nowhere else: no header more, no line too long, and what a
/// mail program decodes is what was written, with a blank for control characters that stand together.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let parts = UnsafeBufferPointer(start: start, count: count).split(separator: 0xFF, omittingEmptySubsequences: false)
    .map { String(decoding: $0, as: UTF8.self) }
  guard parts.count == 4, let us = MailAddress("ar@acme.example"), let them = MailAddress("jo@customer.example") else {
    return -1
  }
  let message = MailMessage(
    from: Mailbox(us, name: parts[1]), to: [Mailbox(them, name: parts[2]), Mailbox(us)], subject: parts[0],
    date: MailDate(unixSeconds: 1_800_000_000), id: "m1",
    body: MailBody(blocks: [], subject: parts[0], language: .english),
    attachments: [MailAttachment(fileName: parts[3], bytes: [1, 2, 3])])
  do throws(MailProblem) {
    let bytes = try message.bytes()
    check(bytes, parts)
  } catch { Property.expect(!error.code.isEmpty && !error.message.isEmpty, "a refusal says why") }
  return 0
}

private let names = [
  "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "MIME-Version", "Content-Type",
]

private func check(_ bytes: [UInt8], _ parts: [String]) {
  Property.expect(bytes.allSatisfy { $0 < 0x80 && $0 != 0 }, "a byte that is no ASCII")
  let text = String(decoding: bytes, as: UTF8.self)
  var lines: [Substring] = []
  var rest = text[...]
  while let end = rest.firstRange(of: "\r\n") {
    lines.append(rest[..<end.lowerBound])
    rest = rest[end.upperBound...]
  }
  Property.expect(rest.isEmpty, "the last line does not end")
  for line in lines {
    Property.expect(!line.utf8.contains(0x0D) && !line.utf8.contains(0x0A), "a line break of its own: \(line)")
    Property.expect(line.utf8.count <= 998, "a line of \(line.utf8.count) characters")
  }
  var headers: [String] = []
  for line in lines.prefix(while: { !$0.isEmpty }) {
    if line.first == " ", !headers.isEmpty { headers[headers.count - 1] += line } else { headers.append(String(line)) }
  }
  let found = headers.map { String($0.prefix { $0 != ":" }) }
  Property.expect(found == names, "headers are \(found)")
  let subject = headers[2].dropFirst("Subject: ".count)
  let read = decoded(String(subject))
  Property.expect(read == withoutControls(parts[0]), "the subject \(parts[0].debugDescription) is read as \(read)")
}

/// Cc, Zl and Zp of Unicode, several together one blank; what a subject may not have.
private func withoutControls(_ text: String) -> String {
  var plain = String.UnicodeScalarView()
  var wasControl = false
  for scalar in text.unicodeScalars {
    let isControl = [.control, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
    if !isControl { plain.append(scalar) } else if !wasControl { plain.append(" ") }
    wasControl = isControl
  }
  return String(plain)
}

/// As RFC 2047 has it: encoded words are joined, the blanks between them are left out.
private func decoded(_ text: String) -> String {
  var bytes: [UInt8] = []
  var wasEncoded = false
  for (index, word) in text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
    let isEncoded = word.hasPrefix("=?UTF-8?B?") && word.hasSuffix("?=") && word.utf8.count > 11
    if index > 0, !(isEncoded && wasEncoded) { bytes.append(0x20) }
    bytes += isEncoded ? base64(word.dropFirst(10).dropLast(2)) : Array(word.utf8)
    wasEncoded = isEncoded
  }
  return String(decoding: bytes, as: UTF8.self)
}

private func base64(_ text: Substring) -> [UInt8] {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var (bytes, group, bits): ([UInt8], Int, Int) = ([], 0, 0)
  for byte in text.utf8 where byte != UInt8(ascii: "=") {
    group = group << 6 | (alphabet.firstIndex(of: byte) ?? 0)
    bits += 6
    if bits >= 8 {
      bits -= 8
      bytes.append(UInt8(group >> bits & 0xFF))
    }
  }
  return bytes
}
