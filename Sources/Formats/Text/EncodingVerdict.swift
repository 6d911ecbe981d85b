import Ledger

/// In which encoding a file is read, and why.
public struct EncodingVerdict: Equatable, Sendable {
  /// Nil: it cannot be told, and the mapping has to say it.
  public var encoding: TextEncoding?
  /// For people, without full stop: ``0xFC on line 14 is no UTF-8; as windows-1252 it reads `Müller` ``.
  public var evidence: String
  /// `encoding-assumed` (a warning) where it is a good guess only, `encoding-undecided` (an error) where there is none.
  public var problem: Diagnostic?

  public var isCertain: Bool { encoding != nil && problem == nil }
}

extension EncodingEvidence {
  /// - Parameters:
  ///   - declared: what the mapping says, which counts unless the bytes prove it wrong.
  ///   - file: the name that problems are reported under.
  public func verdict(declared: TextEncoding? = nil, file: String) -> EncodingVerdict {
    var whole = self
    whole.end()
    return whole.decide(declared, file)
  }

  private func decide(_ declared: TextEncoding?, _ file: String) -> EncodingVerdict {
    let certain = byMark ?? byZeros ?? byUTF8
    guard let declared else {
      return certain.map { EncodingVerdict(encoding: $0.0, evidence: $0.1) } ?? singleByte(file)
    }
    if let certain, certain.0 != declared, proves(certain.0, against: declared) {
      return contradiction(certain.0, certain.1, declared, file)
    }
    return EncodingVerdict(encoding: declared, evidence: "the mapping says so")
  }

  private var byMark: (TextEncoding, String)? {
    if start.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, "it begins with the byte order mark of UTF-8") }
    if start == [0xFF, 0xFE, 0, 0] { return nil }
    if start.starts(with: [0xFF, 0xFE]) { return (.utf16le, "it begins with the byte order mark of UTF-16") }
    if start.starts(with: [0xFE, 0xFF]) { return (.utf16be, "it begins with the byte order mark of UTF-16") }
    return nil
  }

  /// Text of Western languages in UTF-16 has a zero byte beside almost every character; a file that is merely damaged has few.
  private var byZeros: (TextEncoding, String)? {
    let half = min(count, 4096) / 2
    guard half > 0, zeros.even != zeros.odd else { return nil }
    let (many, few) = (max(zeros.even, zeros.odd), min(zeros.even, zeros.odd))
    guard many * 3 > half * 2, few * 20 <= half else { return nil }
    return (zeros.odd > zeros.even ? .utf16le : .utf16be, "every other byte is zero, as UTF-16 writes it")
  }

  private var byUTF8: (TextEncoding, String)? {
    guard invalid > 0 else {
      let all = sequences == 1 ? "the character beyond ASCII is" : "all \(sequences) characters beyond ASCII are"
      return (.utf8, sequences == 0 ? "it is plain ASCII" : "\(all) well-formed UTF-8")
    }
    guard sequences > 2 * invalid else { return nil }
    let place = firstInvalid.map { "byte \($0.offset) on line \($0.line)" } ?? "the last byte"
    return (.utf8, "\(sequences) characters beyond ASCII are UTF-8, but \(place) is not")
  }

  /// Whether the bytes are surer than the mapping. UTF-8 that consists of ASCII only fits almost every encoding.
  private func proves(_ found: TextEncoding, against declared: TextEncoding) -> Bool {
    if byMark != nil || byZeros != nil { return true }
    return sequences > 0 || declared == .utf16le || declared == .utf16be
  }

  private func contradiction(
    _ found: TextEncoding, _ evidence: String, _ declared: TextEncoding, _ file: String
  ) -> EncodingVerdict {
    EncodingVerdict(
      encoding: found, evidence: evidence,
      problem: Diagnostic(
        file: file, severity: .warning,
        message:
          "the mapping says \(declared.rawValue), but the file is read as \(found.rawValue): \(evidence)",
        code: "encoding-assumed", help: "correct \"encoding\" in the feed's mapping, or leave it out"))
  }

  private func singleByte(_ file: String) -> EncodingVerdict {
    let windows = bytes.score(.windows1252)
    let dos = bytes.score(.cp850)
    let isWestern = bytes.inRuns * 3 <= bytes.total && max(windows, dos) >= 0
    guard isWestern else { return undecided(file) }
    let encoding: TextEncoding = dos > windows ? .cp850 : hasLatin9Euro ? .latin9 : .windows1252
    let evidence = "\(firstByte) is no UTF-8; as \(encoding.rawValue) it reads `\(reading(encoding))`"
    return EncodingVerdict(
      encoding: encoding, evidence: evidence,
      problem: Diagnostic(
        file: file, line: firstInvalid?.line ?? 0, severity: .warning,
        message: "the encoding is assumed to be \(encoding.rawValue): \(evidence)", code: "encoding-assumed",
        help:
          "say which it is: \"read\": { \"encoding\": \"\(encoding.rawValue)\" } in the feed's mapping, or for Central "
          + "European names \"windows-1250\""))
  }

  /// The euro sign of ISO 8859-15 lies where windows-1252 has a sign that nobody writes.
  private var hasLatin9Euro: Bool {
    bytes.count(of: 0xA4) > 0 && (0x80...0x9F).allSatisfy { bytes.count(of: $0) == 0 }
  }

  private var firstByte: String {
    guard let first = firstInvalid else { return "the end of the file" }
    return "0x\(String(first.byte, radix: 16, uppercase: true)) on line \(first.line)"
  }

  private func reading(_ encoding: TextEncoding) -> String {
    guard let table = SingleByteTable.upperHalf(encoding) else { return "" }
    var text = String.UnicodeScalarView()
    for byte in word {
      let scalar = byte < 0x80 ? Unicode.Scalar(byte) : table[Int(byte & 0x7F)]
      text.append(scalar == SingleByteTable.nothing ? "\u{FFFD}" : scalar)
    }
    return String(text)
  }

  private func undecided(_ file: String) -> EncodingVerdict {
    let evidence = "\(firstByte) is no UTF-8, and the words make no sense in windows-1252 or cp850"
    return EncodingVerdict(
      encoding: nil, evidence: evidence,
      problem: Diagnostic(
        file: file, line: firstInvalid?.line ?? 0, message: "the encoding cannot be told: \(evidence)",
        code: "encoding-undecided",
        help: "export it as UTF-8, or name it: \"read\": { \"encoding\": \"...\" } in the feed's mapping, one of "
          + TextEncoding.allCases.map(\.rawValue).joined(separator: ", ")))
  }
}
