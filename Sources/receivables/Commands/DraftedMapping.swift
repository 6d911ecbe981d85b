import Formats
import Intake
import Ledger
import Normalize
import Pipeline

/// The mapping that `check FILE --write` writes: all that was found out about a file. What could not be told stands in it as a gap, and
/// nothing is read by it before a person has filled that in.
struct DraftedMapping {
  /// Of the feed.
  let name: String
  private(set) var mapping: Mapping
  /// How the line of each gap begins, and what is to be said about it.
  private var gaps: [(begins: String, advice: String)] = []

  /// - Returns: nil where nothing is known that could be written down.
  init?(_ check: FileCheck) {
    if let settled = check.settled {
      name = settled.feed.name
      mapping = settled.frozen
    } else if let undecided = check.undecided, DraftedMapping.isOpenOnly(check.refusals) {
      name = undecided.feed.name
      mapping = DraftedMapping.frozen(undecided)
      for refusal in check.refusals { leaveOpen(refusal) }
    } else if let proposal = check.proposal ?? check.blank, !proposal.missing.isEmpty {
      name = MappingTarget.name(of: Path.name(check.path), proposal)
      mapping = proposal.mapping
      if check.proposal == nil {
        gaps.append(
          (
            "\"feed\": ",
            "\"\(mapping.feed.rawValue)\" is a guess; is it payments or customers? Then its fields are others: receivables preset show canonical.payments"
          )
        )
      }
      for field in proposal.missing { ask(for: field) }
    } else {
      return nil
    }
  }

  /// The lines of the mapping as it was written that have to be filled in.
  func gaps(in text: String) -> [(line: Int, advice: String)] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return gaps.map { gap in
      let at =
        lines.firstIndex { $0.drop { $0 == " " }.hasPrefix(gap.begins) }
        ?? lines.firstIndex { $0.contains(gap.begins) } ?? 0
      return (at + 1, gap.begins + gap.advice)
    }.sorted { $0.line < $1.line }
  }

  private static let open: Set<String> = ["date-order", "decimal-mark"]

  /// Whether nothing but the way of writing cannot be told. That no feed fits is why a mapping is written.
  private static func isOpenOnly(_ refusals: [Diagnostic]) -> Bool {
    refusals.filter(\.isError).allSatisfy { open.contains($0.code) || $0.code == "feed-unknown" }
  }

  private static func frozen(_ file: ResolvedFile) -> Mapping {
    guard case .sheet(let shape) = file.format else { return file.mapping }
    return file.mapping.frozen(shape, columns: file.columns, encoding: file.encoding?.encoding, styles: nil)
  }

  /// The file does not tell it, so the mapping has to; `auto` is refused as long as it stands there.
  private mutating func leaveOpen(_ refusal: Diagnostic) {
    let begins: String
    switch refusal.code {
    case "date-order":
      mapping.locale.date.formats = .auto
      begins = "\"dates\": "
    case "decimal-mark":
      mapping.locale.money.decimal = .auto
      begins = "\"decimal\": "
    default: return
    }
    let place = "add to the feed: "
    // Here it stands in `locale` already.
    let choice =
      refusal.help.hasPrefix(place)
      ? "write one of "
        + refusal.help.dropFirst(place.count).replacing("\"locale\": { ", with: "").replacing(" }", with: "")
      : refusal.help
    if gaps.contains(where: { $0.begins == begins }) { return }
    gaps.append((begins, "\"auto\": \(refusal.message); \(choice)"))
  }

  /// A field that the feed needs, and of which nobody knows from which column.
  private mutating func ask(for field: String) {
    guard let at = mapping.fields.firstIndex(where: { $0.name == field }) else { return }
    mapping.fields[at].from = ["<column of \(field)>"]
    gaps.append(("\"\(field)\": ", "which column of the file is it? It has \(columns)"))
  }

  private var columns: String {
    let names = mapping.keep.flatMap(\.from)
    return names.isEmpty ? "no others" : names.prefix(20).map { "`\($0)`" }.joined(separator: ", ")
  }
}
