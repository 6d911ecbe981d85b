/// Why a piece (a letter, a statement) cannot be printed. A piece with a problem is left out whole and listed for a person; text is
/// never cut off and never replaced by boxes. The caller adds whose piece it is.
public enum DocumentProblem: Error, Equatable, Sendable {
  /// The font has no picture of this character.
  case missingGlyph(character: Unicode.Scalar, text: String)
  /// A script that needs shaping or runs from right to left, such as Arabic; this writer sets characters side by side.
  case scriptNotSupported(script: String, character: Unicode.Scalar, text: String)
  /// More address lines than the window shows at the smallest permitted size.
  case tooManyAddressLines(lines: Int, allowed: Int)
  /// An address line that is wider than what the window always shows, at the smallest permitted size. In micrometres.
  case addressTooWide(line: String, excess: Int, visible: Int)
  /// Something other than the address would show in the window. In micrometres: how far it has to move.
  case insideWindowZone(text: String, move: Int)
  /// Something that has a fixed place does not fit it. In micrometres.
  case overflow(part: String, needed: Int, available: Int)
  /// The amounts of a table need more width than the page has. In micrometres.
  case tableTooWide(needed: Int, available: Int)
  /// The sink could not take the bytes: disk full, no permission. Not the fault of a piece; the file is lost.
  case cannotWrite(SinkFailure)
}

/// What a sink threw.
public struct SinkFailure: Error, Equatable {
  public let cause: any Error

  public init(_ cause: any Error) { self.cause = cause }

  public static func == (a: SinkFailure, b: SinkFailure) -> Bool { "\(a.cause)" == "\(b.cause)" }
}

extension DocumentProblem: CustomStringConvertible {
  /// The stable name of the problem in diagnostics and worklists.
  public var code: String {
    switch self {
    case .missingGlyph: "missing-glyph"
    case .scriptNotSupported: "script-not-supported"
    case .tooManyAddressLines: "address-lines"
    case .addressTooWide: "address-width"
    case .insideWindowZone: "window-zone"
    case .overflow: "document-overflow"
    case .tableTooWide: "table-width"
    case .cannotWrite: "cannot-write"
    }
  }

  public var description: String {
    switch self {
    case .missingGlyph(let character, let text):
      "the font has no character \(DocumentProblem.name(character)) needed for '\(text)'"
    case .scriptNotSupported(let script, let character, let text):
      "\(script) cannot be printed: \(DocumentProblem.name(character)) in '\(text)'"
    case .tooManyAddressLines(let lines, let allowed):
      "the address has \(lines) lines, the window shows \(allowed)"
    case .addressTooWide(let line, let excess, let visible):
      "the address line '\(line)' is \(Length.millimetres(excess)) mm too wide: the window shows "
        + "\(Length.millimetres(visible)) mm"
    case .insideWindowZone(let text, let move):
      "'\(text)' would show in the address window: move it by \(Length.millimetres(move)) mm"
    case .overflow(let part, let needed, let available):
      "\(part) needs \(Length.millimetres(needed)) mm and has \(Length.millimetres(available)) mm"
    case .tableTooWide(let needed, let available):
      "the amounts of a table need \(Length.millimetres(needed)) mm and the page has "
        + "\(Length.millimetres(available)) mm"
    case .cannotWrite(let failure): "cannot write: \(failure.cause)"
    }
  }

  /// `'ש' (U+05E9)`; the character itself is left out where it has no shape of its own.
  private static func name(_ scalar: Unicode.Scalar) -> String {
    scalar.properties.isWhitespace || scalar.value < 0x20 ? scalar.codePoint : "'\(scalar)' (\(scalar.codePoint))"
  }
}
