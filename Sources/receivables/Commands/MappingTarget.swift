import Formats
import Intake
import Ledger
import Pipeline

/// `check FILE --write`: what was found out about a file becomes a mapping of its own, with nothing left to be guessed; what could not be
/// found out is a line to fill in. Nothing is ever overwritten.
struct MappingTarget {
  /// Relative to the folder of pipeline.json; empty: `mappings/<name>.json`, with a number where there is one of that name.
  let path: String

  /// A mapping that was written: where, and what is left to do with it.
  struct Written {
    /// Relative to the folder of pipeline.json.
    var place: String
    /// Lines that have to be filled in before anything is read by it.
    var gaps: [(line: Int, advice: String)]
    /// The feed to paste into pipeline.json.
    var feed: String
    /// What was assumed and has to be looked at.
    var remarks: [String]
    /// Whether nothing but its columns says that it holds everything that is open.
    var isExtentAssumed: Bool
  }

  /// - Returns: nil where the file cannot be read, which is told.
  /// - Throws: `Failure` where the file named is there already.
  func write(_ check: FileCheck, _ installation: Installation) throws -> Written? {
    guard let draft = DraftedMapping(check) else {
      Terminal.complain("\(check.path): no mapping was written, for the file cannot be read [mapping-unwritten]")
      return nil
    }
    let place = try free(draft.name, installation)
    let full = Path.join(installation.root, place)
    let text = draft.mapping.json.written(.pretty) + "\n"
    try Durable.makeFolder(Path.parent(full))
    try Durable.put(text, at: full)
    return Written(
      place: place, gaps: draft.gaps(in: text), feed: snippet(draft.name, place, draft.mapping),
      remarks: (check.proposal ?? check.blank)?.remarks ?? [],
      isExtentAssumed: (check.proposal ?? check.blank)?.isTakenForSnapshot ?? false)
  }

  /// What was written, for people.
  static func tell(_ written: Written, _ installation: Installation) {
    Terminal.say("  written: \(Path.join(installation.root, written.place))")
    if !written.remarks.isEmpty { Terminal.say("  look at what was assumed:") }
    for remark in written.remarks { Terminal.say("    - \(remark)") }
    if !written.gaps.isEmpty { Terminal.say("  before it can be used, fill in:") }
    for gap in written.gaps { Terminal.say("    \(written.place):\(gap.line): \(gap.advice)") }
    Terminal.say("  paste into the feeds of \(installation.configPath):")
    Terminal.say("    \(written.feed)")
    if written.isExtentAssumed {
      Terminal.say(
        "    look at \"extent\": a snapshot holds everything that is open, and what is missing is closed; else write \"delta\""
      )
    }
  }

  private func free(_ name: String, _ installation: Installation) throws -> String {
    guard path.isEmpty else {
      guard try !Path.exists(Path.join(installation.root, path)) else {
        throw Failure(
          .cannotCreate, "\(path) is there already, and nothing is overwritten", help: "remove it, or name another file"
        )
      }
      return path
    }
    var number = 1
    while true {
      let place = "mappings/\(name)\(number == 1 ? "" : "-\(number)").json"
      if try !Path.exists(Path.join(installation.root, place)) { return place }
      number += 1
    }
  }

  private func snippet(_ name: String, _ place: String, _ mapping: Mapping) -> String {
    let extent = mapping.feed == .documents ? ", \"extent\": \"\((mapping.extent ?? .snapshot).rawValue)\"" : ""
    return "{ \"feed\": \"\(name)\", \"mapping\": \"\(place)\"\(extent) }"
  }

  /// A name for a feed after the file: letters, digits and hyphens, without dates and endings.
  static func name(of file: String, _ proposal: MappingProposal) -> String {
    let stem = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
    let words = HeaderLexicon.fold(stem).split(separator: " ").filter {
      !$0.allSatisfy(\.isNumber) && $0.allSatisfy(\.isASCII)
    }
    let name = words.joined(separator: "-")
    return name.isEmpty ? proposal.mapping.feed.rawValue : String(name.prefix(40))
  }
}
