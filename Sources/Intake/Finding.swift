/// One thing that intake found out about a file, and by what: `encoding`, `windows-1252`, ``0xFC on line 14 reads `Müller` ``.
package struct Finding: Equatable, Sendable {
  package enum Subject: String, Sendable, CaseIterable {
    case feed, format, encoding, delimiter, header, decimal, dates
  }
  package var subject: Subject
  /// As a mapping or pipeline.json would say it.
  package var value: String
  /// For people, without full stop.
  package var evidence: String

  package init(_ subject: Subject, _ value: String, _ evidence: String) {
    self.subject = subject
    self.value = value
    self.evidence = evidence
  }
}
