import Formats
import Intake
import Ledger
import Normalize
import Pipeline

/// Looks through a whole file for what its first bytes cannot tell: the encoding, the decimal mark, the order of dates. One pass as a
/// rule; a second one where the encoding turns out to be another than the beginning seemed to have. A file in the program's own terms,
/// and one whose mapping says everything, needs none.
struct FileSurvey {
  private let resolved: ResolvedFile
  private let mask: AccountMask
  private var evidence: EncodingEvidence?
  private var styleSurvey: StyleSurvey?
  private var reader: FileReader?

  /// True while the file has to be looked through once more.
  private(set) var isOpen: Bool
  private(set) var encoding: TextEncoding?
  private(set) var styles: Styles?
  private(set) var findings: [Finding] = []
  /// Errors where something cannot be told, warnings where it is a good guess.
  private(set) var problems: [Diagnostic] = []

  private var mapping: Mapping { resolved.mapping }

  /// - Parameter known: how amounts and dates are written, where it is known already.
  init(_ resolved: ResolvedFile, mask: AccountMask, known: Styles?) {
    self.resolved = resolved
    self.mask = mask
    encoding = resolved.encoding?.encoding
    if resolved.needsEncoding { evidence = EncodingEvidence() }
    isOpen = evidence != nil
    guard !resolved.mapping.isDirect else {
      if evidence == nil, let verdict = resolved.encoding { tell(verdict) }
      return
    }
    styles = known ?? Styles(declared: resolved.mapping)
    if styles == nil { beginStyles() }
  }

  private mutating func beginStyles() {
    styleSurvey = StyleSurvey(mapping: mapping, file: resolved.path)
    reader = resolved.reader(encoding: encoding, mask: mask)
    isOpen = true
  }

  /// - Throws: `Diagnostic` where the file cannot be read any further.
  mutating func look(at chunk: UnsafeRawBufferPointer) throws {
    evidence?.add(chunk)
    guard var survey = styleSurvey.take() else { return }
    defer { styleSurvey = survey }
    try reader?.push(chunk) { survey.look(at: $0) }
  }

  /// The file has ended: settles what can be settled, or asks for another pass.
  mutating func endPass() throws {
    isOpen = false
    if var survey = styleSurvey.take() {
      defer { styleSurvey = survey }
      try reader?.finish { survey.look(at: $0) }
    }
    if let evidence {
      self.evidence = nil
      let verdict = evidence.verdict(declared: resolved.declaredEncoding, file: resolved.path)
      // What the mapping says of its program's files is no guess.
      let isUsual = resolved.declaredEncoding == nil && verdict.encoding != nil && verdict.encoding == usualEncoding
      if let problem = verdict.problem, !isUsual { problems.append(problem) }
      let seemed = encoding
      encoding = verdict.encoding
      tell(verdict)
      guard encoding != nil else { return }
      if encoding != seemed, styleSurvey != nil { return beginStyles() }
    }
    guard let survey = styleSurvey else { return }
    do {
      styles = try survey.settle()
    } catch { problems += error.problems }
  }

  private var usualEncoding: TextEncoding? { resolved.mapping.read?.usualEncoding }

  private mutating func tell(_ verdict: EncodingVerdict) {
    findings.append(Finding(.encoding, verdict.encoding?.rawValue ?? "unknown", verdict.evidence))
  }
}
