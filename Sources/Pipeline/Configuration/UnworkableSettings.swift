import Formats
import Ledger

// Settings that are right by themselves, and with which something can never work.
extension Configuration {
  func checkUnworkable(_ json: JSONValue, _ problems: inout SettingProblems) {
    guard let intake = json["stages"]?.elements.first(where: { $0["stage"]?.string == "intake" })?["feeds"] else {
      return
    }
    let feeds = Array(zip(self.intake.feeds, intake.elements))
    // A feed that is not known may be any.
    guard feeds.count == self.intake.feeds.count, feeds.allSatisfy({ $0.0.columns != nil }) else { return }
    checkDocumentFeeds(feeds, intake, json, &problems)
    checkSnapshots(feeds, &problems)
    for (feed, json) in feeds { check(feed, json, &problems) }
  }

  /// Who has no feed of documents is never reminded.
  private func checkDocumentFeeds(
    _ feeds: [(FeedSettings, JSONValue)], _ intake: JSONValue, _ json: JSONValue, _ problems: inout SettingProblems
  ) {
    let documents = feeds.map(\.0).filter { $0.columns?.feed == .documents }
    guard !documents.isEmpty else {
      problems.report(
        at: intake.place, "no feed brings documents: nothing is ever open, and nobody is reminded",
        code: "no-documents",
        help:
          "add { \"feed\": \"open-items\", \"preset\": \"canonical.documents\", \"extent\": \"snapshot\" }, or what receivables check FILE proposes",
        severity: .warning)
      return
    }
    // A feed that names the companies it speaks for may have rows of others all the same.
    for (json, company) in zip(json["companies"]?.elements ?? [], companies)
    where !documents.contains(where: { $0.company == nil || $0.company == company.id }) {
      problems.report(
        at: json.place, "no feed brings documents of company `\(company.id)`: nobody of it is reminded",
        code: "no-documents",
        help: "add a feed of documents with \"company\": \"\(company.id)\"", severity: .warning)
    }
  }

  /// Each says of all that it lacks that it is settled: of two, one is held every night.
  private func checkSnapshots(_ feeds: [(FeedSettings, JSONValue)], _ problems: inout SettingProblems) {
    var known: [String: FeedSettings] = [:]
    for (feed, json) in feeds
    where feed.columns?.feed == .documents && (feed.extent ?? feed.columns?.extent) == .snapshot {
      // Of several companies only the files can tell whom they are of.
      let named = feed.namedCompanies.isEmpty && companies.count == 1 ? companies.map(\.id) : feed.namedCompanies
      if let company = named.first(where: { known[$0] != nil }), let other = known[company] {
        problems.report(
          at: json.place,
          "feeds `\(other.feed)` and `\(feed.feed)` are both snapshots of company `\(company)`: what one does not have counts as settled",
          code: TwoSnapshots.code, help: TwoSnapshots.help, severity: .warning)
      }
      for company in named where known[company] == nil { known[company] = feed }
    }
  }

  private func check(_ feed: FeedSettings, _ json: JSONValue, _ problems: inout SettingProblems) {
    if let company = feed.columns?["company"], company.isRequired, company.from.isEmpty, company.constant == nil,
      company.value == nil
    {
      problems.report(
        at: json.place,
        "feed `\(feed.feed)` does not say of which company its rows are, and its files have no column for it",
        code: "company-untold", help: "add \"company\": \"\(companies.first?.id ?? "ID")\"", severity: .warning)
    }
    if !feed.match.isEmpty, feed.match.allSatisfy({ $0.isOfWorkbooks }) {
      problems.report(
        at: (json["match"] ?? json).place, "feed `\(feed.feed)` takes workbooks only, and no workbook is ever read",
        code: "match-workbook", help: "save them as CSV, and write `match` for these names", severity: .warning)
    }
    let column = feed.fileDate.flatMap { $0.from == .content ? $0.column ?? "as_of" : nil }
    if let column, let mapping = feed.columns, !mapping.isDirect {
      let name = column.first == "@" ? String(column.dropFirst()) : column
      let names = (mapping.fields.filter { !$0.from.isEmpty || $0.constant != nil || $0.value != nil } + mapping.keep)
        .map(\.name)
      guard !names.contains(name), !names.contains(column) else { return }
      problems.report(
        at: (json["fileDate"]?["column"] ?? json["fileDate"] ?? json).place,
        "`fileDate` of feed `\(feed.feed)` asks for `\(column)`, and its mapping fills no such field: each file is rejected (`file-date`)",
        code: "date-column", help: "take a field that it fills, or add it to `keep` of a mapping of your own",
        severity: .warning)
    }
  }
}

/// Two feeds that are snapshots of one company.
public enum TwoSnapshots {
  public static let code = "two-snapshots"
  public static let help =
    "make one feed of both lists, with \"parts\": 2, or give each list a company of its own"
}

extension FilePattern {
  /// Whether it fits names of workbooks alone.
  fileprivate var isOfWorkbooks: Bool {
    [".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"].contains { text.lowercased().hasSuffix($0) }
  }
}
