import Ledger

/// What can be wrong with a record, or with the file from here on.
extension CSVScan {
  /// Collects what is wrong with the record.
  mutating func judge(
    _ source: UnsafeRawBufferPointer, _ fields: UnsafeBufferPointer<UnsafeRawBufferPointer>, hasHighBytes: Bool
  ) throws {
    if source.count > CSVLimit.recordBytes { throw endlessRecord() }
    var problems: [RecordProblem] = []
    if let (at, field) = badByte { problems.append(controlCharacter(at, field)) }
    if hasHighBytes, let at = UTF8Check.firstInvalid(in: source) {
      let field = fields.firstIndex { $0.contains(address: source.baseAddress! + at) }
      problems.append(noCharacter(used + at, field))
    }
    if let (at, field) = textAfterQuote {
      problems.append(
        RecordProblem(
          code: "quote-text", message: "text follows a closing quote at byte \(fileOffset(at))",
          hint: "double the quotes inside a quoted field, or leave the outer quotes out", field: field))
    }
    if source.count > CSVLimit.fieldBytes { problems += CSVScan.longFields(fields) }
    badByte = nil
    textAfterQuote = nil
    guard !problems.isEmpty else { return }
    context.problems = problems
    hasProblems = true
  }

  /// Offset in the file of the byte at `at`.
  private func fileOffset(_ at: Int) -> Int {
    let offset = place.byteOffset + at - used
    return origin?.fileOffset(ofText: offset) ?? offset
  }

  private func noCharacter(_ at: Int, _ field: Int?) -> RecordProblem {
    guard let origin else {
      return RecordProblem(
        code: "invalid-utf8", message: "byte \(fileOffset(at)) is not UTF-8", hint: "export the file as UTF-8",
        field: field)
    }
    return RecordProblem(
      code: "invalid-utf8", message: "byte \(fileOffset(at)) is no character of \(origin.encoding.rawValue)",
      hint: "is the file in another encoding? say so: \"read\": { \"encoding\": \"...\" } in the feed's mapping",
      field: field)
  }

  private func controlCharacter(_ at: Int, _ field: Int) -> RecordProblem {
    let code = "000" + String(byte(at), radix: 16, uppercase: true)
    return RecordProblem(
      code: "control-character",
      message: "the control character U+\(code.suffix(4)) stands at byte \(fileOffset(at))",
      hint: "remove it where the data is kept; exports do not carry control characters", field: field)
  }

  private static func longFields(_ fields: UnsafeBufferPointer<UnsafeRawBufferPointer>) -> [RecordProblem] {
    fields.enumerated().filter { $0.element.count > CSVLimit.fieldBytes }.map { index, field in
      RecordProblem(
        code: "field-too-long", message: "the field has \(field.count) bytes, more than 64 KiB",
        hint: "is a line end or a delimiter missing?", field: index)
    }
  }

  mutating func forgetRecord() {
    fields.forgetEscapes()
    badByte = nil
    textAfterQuote = nil
  }

  func unbalancedQuote() -> Diagnostic {
    Diagnostic(
      file: file, line: place.line + linesAtQuote,
      message: "a quote opens a field here and is not closed within 50 lines and 64 KiB", code: "quote-unbalanced",
      help: "close the quote, or double it if it belongs to the text: \"5\"\" pipe\"")
  }

  func endlessRecord() -> Diagnostic {
    Diagnostic(
      file: file, line: place.line, message: "a record starts here and does not end within 1 MiB",
      code: "record-too-long", help: "is this a text file with line ends?")
  }
}

extension UnsafeRawBufferPointer {
  func contains(address: UnsafeRawPointer) -> Bool {
    guard let start = baseAddress else { return false }
    return address >= start && address < start + count
  }
}
