import Formats
import Ledger

/// Which files a night takes and what they are.
public struct IntakeSettings: Settings {
  public var feeds: [FeedSettings] = []
  /// Nil: made from the name of the pipeline.
  public var accountSalt: String?

  public init() {}

  public static let title = "stage intake"
  public static let doc =
    "Which export files are taken from the inbox, and what they hold. Files lie in `inbox/<feed>/`, or at the top of the inbox."
  public static let tags = [(key: "stage", value: "intake")]
  public static var settings: [Setting<IntakeSettings>] {
    [
      Setting(
        "feeds", \.feeds, .list(of: .object(FeedSettings.self), count: 1...200), required: true,
        "The exports, each with a name. The order has no meaning: a night reads customers first, then documents, and so on."
      ),
      Setting(
        "accountSalt", \.accountSalt, .text, absent: "made from the pipeline's `name`",
        "Mixed into the hashes that stand for bank account numbers: a long random text, known to nobody else. Identities of bank payments depend on it, so that the one of the first night stays in force: a later change, also of `name`, changes nothing."
      ),
    ]
  }

  public func check(_ json: JSONValue, _ problems: inout SettingProblems) {
    let names = (json["feeds"]?.elements ?? []).compactMap { $0["feed"] }
    problems.reportDuplicates(names, of: "feed", code: "duplicate-feed")
  }
}

/// One kind of export of one system: `open-items` of the ERP, `payments` of the bank.
public struct FeedSettings: Settings {
  public enum Extent: String, Sendable, CaseIterable { case snapshot, delta }

  /// Its name, also that of its folder in the inbox.
  public var feed = ""
  public var preset: String?
  /// Columns of the file and the canonical fields they fill, where no preset says it.
  public var mapping: Mapping?
  public var match: [FilePattern] = []
  /// Nil: what the preset says.
  public var extent: Extent?
  /// Whether balances of documents fall with what is paid of them; nil: what the preset or mapping says.
  public var carriesPayments: Bool?
  /// The companies a snapshot speaks for, also where it has no row of them; empty: those that occur in it.
  public var companies: [String] = []
  /// The company of every row, where the file has no column for it.
  public var company: String?
  /// The currency of every row that names none.
  public var currency: Currency?
  /// How its amounts and dates are written, before what the mapping says of all its fields.
  public var locale: LocaleStyle?
  /// Nil: a file is as old as the run that accepts it.
  public var fileDate: FileDate?
  /// Seconds without change before a file is taken; nil: 0 or 2 for `run`, 5 for `watch`.
  public var quiet: Int?
  /// How many files of one company and date are one snapshot together.
  public var parts = 1
  /// How often `watch` takes its files; nil with an empty `at`: as soon as they have settled.
  public var every: TimeSpan?
  /// Times of the day at which `watch` takes its files, in the pipeline's time zone.
  public var at: [TimeOfDay] = []
  /// What stands behind a file's name in that of its marker: it is taken once the marker is there.
  public var marker: String?
  /// Nil: it may come when it likes.
  public var expected: ExpectedFile?
  /// True: `contact` decisions of this feed may change contact fields that the ERP owns.
  public var changesContacts = false
  public var erp: ErpSettings?

  public init() {}

  /// How its columns are read: the mapping, or that of the preset, with the constant company filled in.
  public var columns: Mapping? {
    let mapping = mapping ?? preset.flatMap { Presets.named($0)?.mapping }
    let withCompany = company.map { mapping?.constant("company", $0) } ?? mapping
    let mapped = locale.map { withCompany?.written(in: $0) } ?? withCompany
    return currency.map { mapped?.constant("currency", $0.code) } ?? mapped
  }

  /// False: its documents are open at what it says less what cash application matched with them.
  public var showsPayments: Bool { carriesPayments ?? columns?.carriesPayments ?? true }

  public static let title = "feed"
  public static let doc = "One kind of export of one system."
  public static var settings: [Setting<FeedSettings>] {
    [
      Setting(
        "feed", \.feed, .id, required: true,
        "Its name: the folder `inbox/<feed>/`, and how messages and the manifest call it."),
      Setting(
        "preset", \.preset, .preset,
        "How its columns are read: a built-in preset, see `receivables presets`. Either this or `mapping`."),
      Setting(
        "mapping", \.mapping, .mapping,
        "Columns and the canonical fields they fill, for a file that no preset fits; as text: the file that holds it, relative to the folder of pipeline.json. `receivables check FILE --write` writes one."
      ),
      Setting(
        "match", \.match, .list(of: .filePattern),
        "Names of its files at the top of the inbox. Without it they are told by their required columns or XML root."),
      Setting(
        "extent", \.extent, .choice, absent: "as the preset says",
        "`snapshot`: the file holds everything that is open, what is missing is closed. `delta`: only what changed. Required for documents."
      ),
      Setting(
        "carriesPayments", \.carriesPayments, .bool, absent: "as the preset or mapping says, else true",
        "Whether balances of documents fall with what is paid of them. `false`: the feed tells what was invoiced, as e-invoices do; open is what it says less what the payments, matched by stage cash, have paid. For `delta` feeds."
      ),
      Setting(
        "companies", \.companies, .list(of: .company, distinct: true),
        "Companies a snapshot speaks for even where it has no row of them. Empty: those that occur in it. Where a feed names them, rows of companies that this file does not list are left out."
      ),
      Setting("company", \.company, .company, "The company of every row, for files without a column for it."),
      Setting(
        "currency", \.currency, .currency, absent: "as the file says",
        "The currency of every row that names none, for exports in the home currency."),
      Setting(
        "locale", \.locale, .locale, absent: "as the mapping says, else told by the whole file",
        "How amounts and dates are written where a file leaves it open: `{ \"dates\": [\"DD/MM/YYYY\"] }`. Keys as in a mapping; what a field of the mapping says of itself goes before."
      ),
      Setting(
        "fileDate", \.fileDate, .object(FileDate.self), absent: "date of the run",
        "Where the date of a file is found, so that an older export never overwrites a newer one."),
      Setting(
        "quiet", \.quiet, .int(0...3600, "seconds"), absent: "by command",
        "How long a file must not change before it is taken: 0 for `run` (2 where no read lease is granted), 5 for `watch`. `run` waits a minute for it at most; what needs longer waits for the next run."
      ),
      Setting(
        "parts", \.parts, .int(1...1000, "files"),
        "How many files of one company and date make up one snapshot together."),
      Setting(
        "every", \.every, .timeSpan, absent: "as soon as they have settled",
        "How often `watch` takes its files. `run` takes them always."),
      Setting(
        "at", \.at, .list(of: .timeOfDay, count: 0...48, distinct: true),
        "Times of the day at which `watch` takes its files and runs a night, in the pipeline's time zone. Instead of `every`."
      ),
      Setting(
        "marker", \.marker, .markerSuffix, absent: "no marker",
        "What stands behind the name of a file in that of its marker, such as `.done`: the file is taken once the marker is there, and the marker is removed with it."
      ),
      Setting(
        "expected", \.expected, .object(ExpectedFile.self), absent: "not expected",
        "When a file has to be there. When it is late, reminders are suppressed `stale-data`."),
      Setting(
        "changesContacts", \.changesContacts, .bool,
        "Whether `contact` decisions of this feed may change contact fields that the ERP owns."),
      Setting(
        "erp", \.erp, .object(ErpSettings.self), absent: "not checked",
        "Name and version of the program that writes the files, to be compared with what the preset reads."),
    ]
  }

  public func check(_ json: JSONValue, _ problems: inout SettingProblems) {
    checkName(json, &problems)
    switch (json["preset"], json["mapping"]) {
    case (nil, nil) where nearestName(to: "preset", in: json.members.map(\.key)) == nil:
      problems.report(
        at: json.place, "feed has neither `preset` nor `mapping`", code: "missing-setting",
        help: "add \"preset\": \"\(likelyPreset(problems.known))\" or another of `receivables presets`")
    case (_?, let mapping?):
      problems.report(
        at: mapping.place, "feed has both `preset` and `mapping`", code: "contradiction", help: "keep one of the two")
    default: break
    }
    let canonical = mapping?.feed.rawValue ?? preset.flatMap { problems.known.presets[$0] }
    checkUnread(json, canonical, &problems)
    checkDates(json, &problems)
    let columns = self.columns
    if canonical == "documents", extent == nil, columns?.extent == nil, json["extent"] == nil,
      nearestName(to: "extent", in: json.members.map(\.key)) == nil
    {
      problems.report(
        at: json.place, "feed has no `extent`, and documents need one", code: "missing-setting",
        help:
          "add \"extent\": \"snapshot\" where the file holds everything that is open, else \"delta\": what is missing then stays open"
      )
    }
    if canonical == "documents", !showsPayments, (extent ?? columns?.extent) == .snapshot {
      problems.report(
        at: (json["carriesPayments"] ?? json["extent"] ?? json).place,
        "a snapshot carries payments: what is paid is missing in it, or its balance is lower", code: "contradiction",
        help: "write \"extent\": \"delta\" for a feed of what was invoiced, or remove \"carriesPayments\": false")
    }
    if let refusal = columns?.system?.refusal(of: erp, extent: extent) {
      problems.report(
        at: (json[refusal.key] ?? json).place, refusal.message, code: "preset-refused", help: refusal.help)
    }
    if let place = json["at"]?.place, every != nil, !at.isEmpty {
      problems.report(
        at: place, "feed has both `every` and `at`", code: "contradiction", help: "keep one of the two")
    }
    if let place = json["company"]?.place, !companies.isEmpty {
      problems.report(
        at: place, "feed has both `company` and `companies`", code: "contradiction", help: "keep one of the two")
    }
  }

  /// Companies that pipeline.json names for the feed: that of every row, or those that it speaks for. Empty: its rows say.
  public var namedCompanies: [String] { company.map { [$0] } ?? companies }

  /// The canonical preset that is called like the feed, else that of documents.
  private func likelyPreset(_ known: KnownNames) -> String {
    let own = "canonical.\(feed)"
    return known.presets[own] == nil ? "canonical.documents" : own
  }

  private func checkUnread(_ json: JSONValue, _ canonical: String?, _ problems: inout SettingProblems) {
    guard let canonical else { return }
    if canonical == "customers" || canonical == "payments" {
      problems.unread(json["extent"], "extent", "nothing of \(canonical) ends by being missing")
    }
    if canonical != "documents", parts > 1 {
      problems.unread(json["parts"], "parts", "only files of documents make up a snapshot together")
    }
    if canonical == "documents", (extent ?? columns?.extent) == .delta, parts > 1 {
      problems.unread(json["parts"], "parts", "each file of a delta is taken by itself")
    }
    if canonical != "documents" {
      problems.unread(json["carriesPayments"], "carriesPayments", "only documents have a balance")
    }
    if canonical != "decisions", changesContacts {
      problems.unread(
        json["changesContacts"], "changesContacts", "it is about `contact` decisions, and these are \(canonical)")
    }
  }

  /// A file whose name gives no date is rejected.
  private func checkDates(_ json: JSONValue, _ problems: inout SettingProblems) {
    guard let pattern = fileDate?.pattern, pattern.givesDate, let place = json["fileDate"]?["pattern"]?.place,
      !match.isEmpty, !match.contains(where: pattern.canMeet)
    else { return }
    problems.report(
      at: place,
      "no name that fits `match` fits `\(pattern.text)`: each such file is rejected (`file-date`)",
      code: "date-pattern", help: "write the names as they are: their date as YYYY, MM and DD, `*` for what changes",
      severity: .warning)
  }

  private func checkName(_ json: JSONValue, _ problems: inout SettingProblems) {
    guard let place = json["feed"]?.place else { return }
    if InboxNames.isIgnored(feed) {
      problems.report(
        at: place, "files in `inbox/\(feed)` are never read: the inbox leaves out names such as this",
        code: "impossible-value",
        help:
          "choose a name that does not begin with README or end in \(InboxNames.ignoredSuffixes.joined(separator: ", "))"
      )
    }
    guard InboxNames.reserved.contains(feed.lowercased()) else { return }
    problems.report(
      at: place, "`inbox/\(feed)` is a folder of the program", code: "impossible-value", help: "choose another name")
  }
}

/// Where the date of a file is found.
public struct FileDate: Settings {
  public enum Source: String, Sendable, CaseIterable { case name, content, mtime }

  public var from = Source.name
  /// For `name`: a pattern with `YYYY`, `MM` and `DD`.
  public var pattern: FilePattern?
  /// For `content`: the column whose newest date is the date of the file.
  public var column: String?

  public init() {}

  public static let title = "file date"
  public static let doc = "Where the date of a file is found: in its name, in a column, or in its modification time."
  public static var settings: [Setting<FileDate>] {
    [
      Setting("from", \.from, .choice, required: true, "Its name, its content, or the time it was last modified."),
      Setting(
        "pattern", \.pattern, .filePattern, absent: "the first `YYYY-MM-DD` or `YYYYMMDD` in the name",
        "For `name`: the name with `YYYY`, `MM` and `DD` where the date stands, such as `open-items_YYYYMMDD*.csv`."),
      Setting("column", \.column, .text, absent: "`as_of`", "For `content`: the column whose newest date counts."),
    ]
  }

  public func check(_ json: JSONValue, _ problems: inout SettingProblems) {
    guard let from = json["from"]?.string.flatMap(Source.init(rawValue:)) else { return }
    if let pattern, let place = json["pattern"]?.place, !pattern.givesDate {
      problems.report(
        at: place, "`\(pattern.text)` does not give a date", code: "impossible-value",
        help: "write YYYY, MM and DD where year, month and day stand, each once")
    }
    for (source, key) in [(Source.name, "pattern"), (.content, "column")] {
      guard from != source, let place = json[key]?.place else { continue }
      problems.report(
        at: place, "`\(key)` means nothing for a file date from \(from.rawValue)", code: "contradiction",
        help: "remove it, or write \"from\": \"\(source.rawValue)\"")
    }
  }
}

extension SettingProblems {
  /// Names that have to differ, also for file systems that do not tell capital letters from small ones.
  mutating func reportDuplicates(_ names: [JSONValue], of what: String, code: String) {
    var seen: [String: JSONPlace] = [:]
    for json in names {
      guard let name = json.string else { continue }
      if let first = seen[name.lowercased()] {
        report(
          at: json.place, "there is a second \(what) `\(name)`", code: code, help: "the first is on line \(first.line)")
      } else {
        seen[name.lowercased()] = json.place
      }
    }
  }
}
