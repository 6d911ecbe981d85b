/// One thing that intake found out about a file, and by what: `encoding`, `windows-1252`, ``0xFC on line 14 reads `Müller` ``.
public struct Finding: Equatable, Sendable {
  public enum Subject: String, Sendable, CaseIterable {
    case feed, format, encoding, delimiter, header, decimal, dates
  }
  public var subject: Subject
  /// As a mapping or pipeline.json would say it.
  public var value: String
  /// For people, without full stop.
  public var evidence: String

  public init(_ subject: Subject, _ value: String, _ evidence: String) {
    self.subject = subject
    self.value = value
    self.evidence = evidence
  }
}
