/// Header lines as RFC 5322 and RFC 2047 want them: at most 76 characters where it can be done, ASCII only, every other
/// character in encoded words.
enum MailHeader {
  /// Whole lines, folded, with CRLF at the end of each.
  static func line(_ name: String, unstructured text: String) -> String {
    let text = plain(text)
    return fold(name, isPlain(text) ? words(text) : encodedWords(text, used: name.utf8.count + 2))
  }

  /// A header of mailboxes, one per line where they do not fit side by side.
  static func line(_ name: String, _ mailboxes: [Mailbox]) -> String {
    var items: [String] = []
    var used = name.utf8.count + 2
    for (index, mailbox) in mailboxes.enumerated() {
      let words = phrase(Mailbox(mailbox.address, name: mailbox.name.map(plain)), used: used)
      let whole = words.joined(separator: " ") + (index + 1 < mailboxes.count ? "," : "")
      // Lines break between mailboxes, and inside one only where it is longer than a line.
      items += whole.utf8.count + used <= 76 ? [whole] : whole.split(separator: " ").map(String.init)
      used = 1
    }
    return fold(name, items)
  }

  /// A header whose words are ASCII and known to be well formed.
  static func line(_ name: String, words: [String]) -> String { fold(name, words) }

  /// A text as it may stand in a header: line breaks, NUL and other control characters are blanks, as on paper, several together one. So no
  /// text of an export begins a header of its own.
  static func plain(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var plain = ""
    var isInside = false
    for scalar in text.unicodeScalars {
      if !isControl(scalar) { plain.unicodeScalars.append(scalar) } else if !isInside { plain += " " }
      isInside = isControl(scalar)
    }
    return plain
  }

  /// The file name or type of an attachment with such a character is refused, never mended.
  static func check(_ text: String, field: String) throws(MailProblem) {
    if let scalar = text.unicodeScalars.first(where: isControl) {
      throw .controlCharacter(field: field, scalar)
    }
  }

  /// Control characters, and the separators of lines and paragraphs.
  static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029
  }

  /// Words on lines of at most 76 characters, the limit of lines with encoded words; a word is never broken.
  private static func fold(_ name: String, _ words: [String]) -> String {
    var text = name + ":"
    var length = text.utf8.count
    for (index, word) in words.enumerated() {
      if index > 0, length + 1 + word.utf8.count > 76 {
        text += "\r\n"
        length = 0
      }
      text += " " + word
      length += 1 + word.utf8.count
    }
    return text + "\r\n"
  }

  /// Text that can stand as it is: printable ASCII that folds at its single spaces and that nobody takes for an encoded word.
  private static func isPlain(_ text: String) -> Bool {
    guard text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), !text.contains("=?") else { return false }
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    return words.allSatisfy { !$0.isEmpty && $0.utf8.count <= 70 }
  }

  private static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

  /// A display name and its address: `Jo Fox <jo@acme.example>`, quoted or encoded where it must be.
  private static func phrase(_ mailbox: Mailbox, used: Int) -> [String] {
    guard let name = mailbox.name, !name.isEmpty else { return [mailbox.address.text] }
    let address = "<\(mailbox.address.text)>"
    guard isPlain(name), name.utf8.count <= 60 else { return encodedWords(name, used: used) + [address] }
    if name.allSatisfy({ MailAddress.isAtom($0) || $0 == " " }) { return words(name) + [address] }
    let quoted = name.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
    return words("\"\(String(quoted))\"") + [address]
  }

  /// UTF-8 in base64, in words of at most 75 characters that end between characters, so that each can be read alone (RFC 2047, 5).
  /// - Parameter used: characters of the first line that are taken.
  static func encodedWords(_ text: String, used: Int) -> [String] {
    var words: [String] = []
    var bytes: [UInt8] = []
    // "=?UTF-8?B?" and "?=" take 12; four characters hold three bytes. Lines with encoded words have 76 at most.
    func room() -> Int { (min(75, 76 - (words.isEmpty ? used : 1)) - 12) / 4 * 3 }
    func end() {
      if !bytes.isEmpty { words.append("=?UTF-8?B?\(Base64.encode(bytes))?=") }
      bytes = []
    }
    for character in text {
      if bytes.count + character.utf8.count <= room() {
        bytes += character.utf8
        continue
      }
      end()
      // A character of many parts (a family of emoji) may be longer than a word; then it ends between its parts.
      for scalar in character.unicodeScalars {
        let part = Array(String(scalar).utf8)
        if bytes.count + part.count > room() { end() }
        bytes += part
      }
    }
    end()
    return words
  }
}

/// Base64 of RFC 4648, section 4, with padding.
enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func encode(_ bytes: some Collection<UInt8>) -> String {
    var out: [UInt8] = []
    out.reserveCapacity((bytes.count + 2) / 3 * 4)
    append(bytes, to: &out)
    return String(decoding: out, as: UTF8.self)
  }

  static func append(_ bytes: some Collection<UInt8>, to out: inout [UInt8]) {
    var group: UInt32 = 0
    var count = 0
    func flush(_ digits: Int) {
      for index in 0..<4 {
        out.append(index < digits ? alphabet[Int(group >> UInt32(18 - 6 * index) & 63)] : UInt8(ascii: "="))
      }
    }
    for byte in bytes {
      group |= UInt32(byte) << UInt32(16 - 8 * count)
      count += 1
      if count == 3 {
        flush(4)
        group = 0
        count = 0
      }
    }
    if count > 0 { flush(count + 1) }
  }
}
