/// The bank formats: which one a file has, and its reader.
public enum BankFormat {
  /// What the first bytes of a file tell.
  public struct Evidence: Equatable, Sendable {
    public var format: SourceShape.Format
    /// For people: `the message is BkToCstmrStmt (camt.053)`.
    public var text: String
    /// What the file says of its encoding where a reader cannot see it for itself: the header of OFX 1.
    public var encoding: TextEncoding?

    init(_ format: SourceShape.Format, _ text: String, encoding: TextEncoding? = nil) {
      self.format = format
      self.text = text
      self.encoding = encoding
    }
  }

  /// Looks at no more than this.
  public static let sniffedBytes = 8192

  /// The bank format of a file that starts with these bytes; nil where it has none. UTF-16 is looked at as if it were ASCII.
  public static func sniff(_ head: UnsafeRawBufferPointer) -> Evidence? {
    var bytes = head.prefix(sniffedBytes).filter { $0 != 0 }
    bytes.removeFirst(ByteOrderMark.length(bytes))
    for mark: [UInt8] in [[0xFF, 0xFE], [0xFE, 0xFF]] where bytes.starts(with: mark) { bytes.removeFirst(mark.count) }
    let text = BankText.string(bytes.drop { $0 <= 0x20 })
    return message(text) ?? ofx(text) ?? swift(text) ?? records(text)
  }

  /// - Parameters:
  ///   - encoding: of the XML formats where the configuration gives one; the others read UTF-8.
  ///   - lockbox: columns of a lockbox file; the common ones where nil.
  ///   - file: the name that problems are reported under.
  /// - Returns: nil where the format is none of a bank.
  public static func reader(
    _ format: SourceShape.Format, encoding: TextEncoding? = nil, lockbox: LockboxLayout? = nil, file: String,
    mask: AccountMask
  ) -> (any RecordReader)? {
    switch format {
    case .camt: CamtReader(file: file, mask: mask, encoding: encoding)
    case .pain002: Pain002Reader(file: file, mask: mask, encoding: encoding)
    case .mt940: MT940Reader(file: file, mask: mask)
    case .bai2: BAI2Reader(file: file, mask: mask)
    case .lockbox: LockboxReader(file: file, layout: lockbox ?? .bai, mask: mask)
    case .nacha: NACHAReader(file: file, mask: mask)
    case .ofx: OFXReader(file: file, mask: mask)
    case .csv, .xml, .iif: nil
    }
  }

  // MARK: Kinds of file

  private static func message(_ text: String) -> Evidence? {
    guard text.hasPrefix("<") else { return nil }
    let messages: [(element: String, format: SourceShape.Format, name: String)] = [
      ("BkToCstmrStmt", .camt, "camt.053"), ("BkToCstmrAcctRpt", .camt, "camt.052"),
      ("BkToCstmrDbtCdtNtfctn", .camt, "camt.054"), ("CstmrPmtStsRpt", .pain002, "pain.002"),
    ]
    let names = elements(text)
    guard let found = messages.first(where: { names.contains($0.element) }) else { return nil }
    return Evidence(found.format, "the message is \(found.element) (\(found.name))")
  }

  /// Names of the elements that open in a text, without prefixes.
  private static func elements(_ text: String) -> Set<String> {
    var names: Set<String> = []
    for piece in text.split(separator: "<").dropFirst(text.hasPrefix("<") ? 0 : 1) {
      let name = piece.prefix { !" \t\r\n/>".contains($0) }
      names.insert(String(name.split(separator: ":").last ?? ""))
    }
    return names
  }

  private static func ofx(_ text: String) -> Evidence? {
    let upper = text.uppercased()
    if upper.hasPrefix("OFXHEADER") {
      let isWindows = upper.contains("CHARSET:1252")
      return Evidence(.ofx, "starts with OFXHEADER: (OFX 1)", encoding: isWindows ? .windows1252 : nil)
    }
    guard text.hasPrefix("<") else { return nil }
    if upper.contains("<?OFX ") { return Evidence(.ofx, "has <?OFX (OFX 2)") }
    return elements(upper).contains("OFX") ? Evidence(.ofx, "has an <OFX> element") : nil
  }

  private static func swift(_ text: String) -> Evidence? {
    let lines = text.split(whereSeparator: \.isNewline).prefix(40).map { $0.drop { $0 <= " " } }
    // The envelope may stand on the line of the first field.
    guard lines.contains(where: { $0.hasPrefix(":20:") || $0.contains("{4::20:") }),
      lines.contains(where: {
        [":25:", ":25P:", ":28C:", ":28:", ":60F:", ":60M:", ":34F:"].contains(where: $0.hasPrefix)
      })
    else { return nil }
    let isInterim = lines.contains { $0.hasPrefix(":34F:") || $0.hasPrefix(":13D:") || $0.hasPrefix(":13:") }
    return Evidence(.mt940, "has fields :20: and :25: or :28C: (\(isInterim ? "MT942" : "MT940"))")
  }

  /// Formats of lines whose first characters are the kind of record.
  private static func records(_ text: String) -> Evidence? {
    let lines = text.split(whereSeparator: \.isNewline).prefix(3).map(String.init)
    guard let first = lines.first else { return nil }
    let second = lines.count > 1 ? lines[1] : ""
    if first.hasPrefix("01,"), first.split(separator: ",", omittingEmptySubsequences: false).count >= 7 {
      return Evidence(.bai2, "starts with a file header 01 of BAI2")
    }
    // Mail programs take blanks at the ends of lines away, so that a header may be shorter.
    if first.hasPrefix("101"), Array(first.utf8).prefix(37).suffix(3) == Array("094".utf8)[...] {
      return Evidence(.nacha, "starts with a file header 101 with records of 94 characters (ACH)")
    }
    let digits = first.dropFirst().prefix(2)
    guard first.hasPrefix("1"), digits.allSatisfy(\.isNumber), !second.isEmpty, "25".contains(second.prefix(1)),
      !first.contains(where: { ",;|\t".contains($0) })
    else { return nil }
    if (80...200).contains(first.count), second.count == first.count {
      return Evidence(.lockbox, "has records 1 and \(second.prefix(1)) of \(first.count) characters (lockbox)")
    }
    if isTrimmedLockbox(text) {
      return Evidence(.lockbox, "has records 1, \(second.prefix(1)) and 6 without blanks at their ends (lockbox)")
    }
    return nil
  }

  /// Records of a lockbox that have lost the blanks at their ends: a header as long as a bank's number and a date need, a batch, and in it a
  /// check with amount and account.
  private static func isTrimmedLockbox(_ text: String) -> Bool {
    let lines = text.split(whereSeparator: \.isNewline).prefix(20)
    guard lines.allSatisfy({ line in line.first.map { "12456789".contains($0) } ?? false }),
      lines.allSatisfy({ $0.count <= 200 && !$0.contains(where: { ",;|\t".contains($0) }) }),
      let batch = lines.firstIndex(where: { $0.hasPrefix("5") }),
      let check = lines[batch...].first(where: { $0.hasPrefix("6") })
    else { return false }
    return lines[0].count >= 20 && check.count >= 30
  }
}
