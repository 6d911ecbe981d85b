import Ledger

/// The MIME parts of a message: text and HTML as alternatives, and files beside them (RFC 2046).
struct MailParts {
  let message: MailMessage

  /// The `Content-` headers of the outermost part, the empty line, and the body.
  func append(to out: inout [UInt8]) {
    if message.attachments.isEmpty {
      alternatives(to: &out)
      return
    }
    let boundary = boundary("mixed")
    append(contentType("mixed", boundary) + "--\(boundary)\r\n", to: &out)
    alternatives(to: &out)
    for attachment in message.attachments {
      append("--\(boundary)\r\n", to: &out)
      append(attachment, to: &out)
    }
    append("--\(boundary)--\r\n", to: &out)
  }

  private func alternatives(to out: inout [UInt8]) {
    let boundary = boundary("alternative")
    append(contentType("alternative", boundary), to: &out)
    for (type, text) in [("plain", message.body.text), ("html", message.body.html)] {
      append("--\(boundary)\r\nContent-Type: text/\(type); charset=utf-8\r\n", to: &out)
      append("Content-Transfer-Encoding: quoted-printable\r\n\r\n", to: &out)
      QuotedPrintable.append(text, to: &out)
    }
    append("--\(boundary)--\r\n", to: &out)
  }

  private func contentType(_ kind: String, _ boundary: String) -> String {
    MailHeader.line("Content-Type", words: ["multipart/\(kind);", "boundary=\"\(boundary)\""]) + "\r\n"
  }

  private func append(_ attachment: MailAttachment, to out: inout [UInt8]) {
    append("Content-Type: \(attachment.mediaType)\r\nContent-Transfer-Encoding: base64\r\n", to: &out)
    append(MailHeader.line("Content-Disposition", words: ["attachment;"] + fileName(attachment.fileName)), to: &out)
    append("\r\n", to: &out)
    // 57 bytes are 76 characters, the longest line that base64 may have.
    for start in stride(from: 0, to: attachment.bytes.count, by: 57) {
      Base64.append(attachment.bytes[start..<min(start + 57, attachment.bytes.count)], to: &out)
      append("\r\n", to: &out)
    }
  }

  /// The file name as a parameter: quoted where it is ASCII, else in the sections of RFC 2231 that keep lines short.
  private func fileName(_ name: String) -> [String] {
    let isPlain = name.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\"") }
    if isPlain, name.utf8.count <= 60 { return ["filename=\"\(name)\""] }
    var sections: [String] = []
    var section = "UTF-8''"
    for character in name {
      let escaped = character.utf8.map(MailParts.percentEscaped).joined()
      if section.utf8.count + escaped.utf8.count > 55, section != "UTF-8''" {
        sections.append(section)
        section = ""
      }
      section += escaped
    }
    sections.append(section)
    if sections.count == 1 { return ["filename*=\(section)"] }
    return sections.enumerated().map { "filename*\($0)*=\($1)" + ($0 + 1 < sections.count ? ";" : "") }
  }

  private static func percentEscaped(_ byte: UInt8) -> String {
    let character = Character(Unicode.Scalar(byte))
    if character.isASCII, character.isLetter || character.isNumber || "-._".contains(character) {
      return String(character)
    }
    let digits = String(byte, radix: 16, uppercase: true)
    return "%" + (byte < 16 ? "0" : "") + digits
  }

  /// Made from the message's id and its place, so that a re-run gives the same bytes; another one where a part holds it.
  private func boundary(_ place: String) -> String {
    // Quoted-printable has no "=_" and base64 no "_", so a line of ours cannot be the boundary. Should a part hold "=_" as
    // text, the whole boundary is looked for all the same.
    let mayClash = MailParts.holdsMark(message.body.text) || MailParts.holdsMark(message.body.html)
    var attempt = 0
    while true {
      let boundary = "=_" + SHA256.hex(SHA256.digest("\(message.messageID) \(place) \(attempt)").prefix(16))
      let clashes =
        mayClash && (message.body.text.contains(boundary) || message.body.html.contains(boundary))
      if !clashes { return boundary }
      attempt += 1
    }
  }

  /// Whether `=_`, with which our boundaries begin, occurs in a text.
  private static func holdsMark(_ text: String) -> Bool {
    var last: UInt8 = 0
    for byte in text.utf8 {
      if byte == UInt8(ascii: "_"), last == UInt8(ascii: "=") { return true }
      last = byte
    }
    return false
  }

  private func append(_ text: String, to out: inout [UInt8]) { out += text.utf8 }
}
