/// Something a person has to know about a file: where, what is wrong, and what to do. Collected per file, so that all
/// problems are told at once; printed as CONTRACT section 1 says.
public struct Diagnostic: Hashable, Sendable, Error {
  public enum Severity: String, Sendable { case error, warning }

  /// The file as the reader of the message knows it: `pipeline.json`, `inbox/open-items/today.csv`.
  public var file: String
  /// 1-based; 0 where the problem has no place in the file (a missing file).
  public var line: Int
  /// 1-based, counted in Unicode characters of the line, not in bytes; 0 where only the line is known.
  public var column: Int
  public var severity: Severity
  /// One sentence, no full stop, in the words of the person who wrote the file.
  public var message: String
  /// Stable and kebab-case: scripts match on it, `docs/errors.md` explains it.
  public var code: String
  /// What to do about it; empty where the message says it all.
  public var help: String

  public init(
    file: String, line: Int = 0, column: Int = 0, severity: Severity = .error, message: String, code: String,
    help: String = ""
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.severity = severity
    self.message = message
    self.code = code
    self.help = help
  }

  public var isError: Bool { severity == .error }
}

extension Diagnostic: CustomStringConvertible {
  /// `FILE:LINE:COLUMN: error: what is wrong [code]`, then `help: what to do` on a line of its own. Line and column are
  /// left out where they are unknown. No line break at the end; control characters of the file are shown as spaces, so that
  /// a hostile name cannot forge a second message.
  public var description: String {
    var place = file
    if line > 0 { place += ":\(line)" }
    if line > 0, column > 0 { place += ":\(column)" }
    let text = "\(place): \(severity.rawValue): \(message) [\(code)]"
    return Diagnostic.oneLine(text) + (help.isEmpty ? "" : "\nhelp: " + Diagnostic.oneLine(help))
  }

  private static func oneLine(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return text }
    var line = ""
    for scalar in text.unicodeScalars {
      line.unicodeScalars.append(scalar.properties.generalCategory == .control ? " " : scalar)
    }
    return line
  }
}

extension Diagnostic: Comparable {
  /// By file, then place, then errors before warnings, then code: the order in which they are printed.
  public static func < (a: Diagnostic, b: Diagnostic) -> Bool {
    if a.file != b.file { return a.file < b.file }
    if (a.line, a.column) != (b.line, b.column) { return (a.line, a.column) < (b.line, b.column) }
    if a.severity != b.severity { return a.severity == .error }
    return (a.code, a.message) < (b.code, b.message)
  }
}
