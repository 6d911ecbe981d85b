import Formats
import Ledger
import Pipeline

/// Which feed a file belongs to, and how it is written; or everything that keeps it from being taken.
///
/// By its folder `inbox/<feed>/`; at the top of the inbox by the one feed whose `match` fits its name; else by the one feed
/// whose required columns, or XML root and record element, it has. Where a file has the required columns of several, those
/// that ask for the most win: every open-item file has all a control total needs.
public struct FeedResolution {
  private let head: FileHead
  private let feeds: [FeedDeclaration]

  /// - Throws: the problems of the file, at least one.
  public static func resolve(_ head: FileHead, feeds: [FeedDeclaration]) throws(FileRefusal) -> ResolvedFile {
    try FeedResolution(head: head, feeds: feeds).resolve()
  }

  private func resolve() throws(FileRefusal) -> ResolvedFile {
    switch FileKind(head) {
    case .empty:
      throw refusal(
        "the file is empty", "file-empty",
        "an export without rows still has its header; was the file copied while it was being written?")
    case .refused(let code, let message, let help): throw refusal("the file \(message)", code, help)
    case .xml: return try resolved(try header { () throws(Diagnostic) in try Header.xml(head) })
    case .text: return try resolved(try header { () throws(Diagnostic) in try Header.csv(head, feeds: named ?? feeds) })
    }
  }

  private func header(_ read: () throws(Diagnostic) -> Header) throws(FileRefusal) -> Header {
    do throws(Diagnostic) { return try read() } catch { throw FileRefusal(problems: [error]) }
  }

  private func resolved(_ header: Header) throws(FileRefusal) -> ResolvedFile {
    let (feed, evidence) = try feed(header)
    let problems = HeaderCheck(path: head.path, header: header, feed: feed).problems
    if problems.contains(where: \.isError) { throw FileRefusal(problems: problems) }
    return ResolvedFile(
      feed: feed, format: header.format, columns: header.columns, header: header.raw ?? feed.mapping.xmlStart,
      footer: header.raw == nil ? feed.mapping.xmlEnd : [], evidence: evidence, warnings: problems, path: head.path)
  }

  /// The feeds that folder or name point to; nil where neither does.
  private var named: [FeedDeclaration]? {
    if let folder = head.folder { return feeds.filter { $0.name == folder } }
    let matching = feeds.filter { feed in feed.match.contains { $0.matches(head.name) } }
    return matching.isEmpty ? nil : matching
  }

  private func feed(_ header: Header) throws(FileRefusal) -> (FeedDeclaration, String) {
    guard let named else { return try feedByContent(header) }
    if let folder = head.folder {
      guard let feed = named.first else { throw unknownFolder(folder) }
      return (feed, "by its folder")
    }
    guard named.count == 1 else { throw ambiguous(named, "its name fits") }
    return (named[0], "by its name")
  }

  private func feedByContent(_ header: Header) throws(FileRefusal) -> (FeedDeclaration, String) {
    let fitting = feeds.filter { fits($0, header) }
    let most = fitting.map(\.required).max() ?? 0
    let best = header.format == .xml ? fitting : fitting.filter { $0.required == most }
    guard let feed = best.first else { throw unknown(header) }
    guard best.count == 1 else {
      throw ambiguous(best, header.format == .xml ? "its elements fit" : "it has the required columns of")
    }
    return (feed, header.format == .xml ? "by its root and record element" : "by its columns")
  }

  private func fits(_ feed: FeedDeclaration, _ header: Header) -> Bool {
    guard header.format == .xml else { return feed.mapping.missing(in: header.columns).isEmpty }
    return header.root == feed.mapping.xmlRoot && header.record == feed.mapping.xmlRecord
  }

  // MARK: Refusals

  private func refusal(_ message: String, _ code: String, _ help: String) -> FileRefusal {
    FileRefusal(problems: [Diagnostic(file: head.path, message: message, code: code, help: help)])
  }

  private func unknownFolder(_ folder: String) -> FileRefusal {
    let names = feeds.map(\.name)
    let near = nearestName(to: folder, in: names).map { "did you mean inbox/\($0)/?" }
    return refusal(
      "no feed of pipeline.json is called `\(folder)`", "feed-unknown",
      near ?? "feeds: \(names.sorted().joined(separator: ", "))")
  }

  private func unknown(_ header: Header) -> FileRefusal {
    let names = feeds.map(\.name).sorted().joined(separator: ", ")
    let match = "put it into inbox/<feed>/, or add \"match\": [\"\(head.name)\"] to its feed in pipeline.json"
    if header.format == .xml {
      let shape = "<\(header.root ?? "")>" + (header.record.map { " with <\($0)>" } ?? " without records")
      return refusal("the file is XML of another shape than any feed has: \(shape)", "feed-unknown", match)
    }
    let nearest = feeds.min { nearness($0, header) < nearness($1, header) }
    let missing = nearest.map { $0.mapping.missing(in: header.columns).map(\.name).joined(separator: ", ") } ?? ""
    let closest = nearest.map { "; to be `\($0.name)` it lacks \(missing)" } ?? ""
    return refusal(
      "the columns of the file fit no feed (\(names))\(closest)", "feed-unknown", match)
  }

  /// How far a file is from being one of the feed: the share of required columns it lacks, in thousandths.
  private func nearness(_ feed: FeedDeclaration, _ header: Header) -> Int {
    feed.mapping.missing(in: header.columns).count * 1000 / max(1, feed.required)
  }

  private func ambiguous(_ feeds: [FeedDeclaration], _ why: String) -> FileRefusal {
    let names = feeds.map { "`\($0.name)`" }.sorted().joined(separator: " and ")
    return refusal(
      "the file can belong to several feeds: \(why) \(names)", "feed-ambiguous",
      "put it into inbox/<feed>/, or give one of them \"match\": [\"\(head.name)\"] in pipeline.json")
  }
}

/// Why a file is not taken: one or more problems, each with file, place, code and help.
public struct FileRefusal: Error, Sendable {
  public var problems: [Diagnostic]

  public init(problems: [Diagnostic]) { self.problems = problems }
}

extension Mapping {
  fileprivate var xmlStart: [UInt8] { Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<\(xmlRoot)>".utf8) }
  fileprivate var xmlEnd: [UInt8] { Array("</\(xmlRoot)>".utf8) }
}

extension FeedDeclaration {
  /// How many fields a file of the feed has to have.
  var required: Int { mapping.fields.count { $0.isRequired } }
}
