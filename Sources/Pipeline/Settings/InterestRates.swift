import Formats
import Ledger

/// A file beside pipeline.json with reference rates that are newer than the built-in tables, or correct them:
/// `{ "rates": [ { "reference": "ecb-mro", "from": "2027-01-01", "percent": "2.40", "source": "..." } ] }`.
public struct InterestRatesFile: Equatable, Sendable {
  /// As pipeline.json names it.
  public var path: String
  public var rates: [InterestRate]

  public init(path: String, rates: [InterestRate]) {
    self.path = path
    self.rates = rates
  }

  /// The built-in tables with the rows of the file.
  public var tables: RateTables {
    rates.reduce(.builtin) { tables, row in
      guard let from = row.from, let rate = YearlyRate(row.percent) else { return tables }
      return tables.adding(RateRow(from: from, rate: rate, source: row.source), to: row.reference)
    }
  }
}

/// A row of the file: one reference rate of one half-year.
public struct InterestRate: Settings {
  public var reference = ReferenceRate.ecbMainRefinancing
  /// 1 January or 1 July.
  public var from: CalendarDate?
  /// A plain decimal, perhaps negative.
  public var percent = ""
  public var source = ""

  public init() {}

  public static let title = "interest rate"
  public static let doc = "A row of the file that `interestRates` names: one reference rate of one half-year."
  public static var settings: [Setting<InterestRate>] {
    [
      Setting("reference", \.reference, .choice, required: true, "Which reference rate."),
      Setting("from", \.from, .date, "The first day of the half-year: 1 January or 1 July. Required."),
      Setting("percent", \.percent, .text, required: true, "The rate in percent, as a text: \"2.40\", \"-0.88\"."),
      Setting("source", \.source, .text, required: true, "Where it can be looked up: for whoever checks the claim."),
    ]
  }

  public func check(_ json: JSONValue, _ problems: inout SettingProblems) {
    if json["from"] == nil || (from.map { $0 != $0.firstOfHalfYear } ?? false) {
      problems.report(
        at: (json["from"] ?? json).place, "a reference rate holds from 1 January or 1 July", code: "impossible-value",
        help: "such as \"from\": \"2027-01-01\"")
    }
    if let text = json["percent"]?.string, YearlyRate(text) == nil {
      problems.report(
        at: json["percent"]?.place ?? json.place, "`\(text)` is no rate in percent", code: "impossible-value",
        help: "digits, a point and at most four decimals: \"2.40\"")
    }
  }
}

/// The file as an object.
private struct InterestRateList: Settings {
  var rates: [InterestRate] = []

  static let title = "interest rates"
  static let doc = "The file that `interestRates` names."
  static var settings: [Setting<InterestRateList>] {
    [Setting("rates", \.rates, .list(of: .object(InterestRate.self), count: 0...1000), required: true, "Its rows.")]
  }
}

extension SettingType where Value == InterestRatesFile {
  /// The name of a file with reference rates; problems inside it are told at their place in it.
  static var interestRates: Self {
    let name = "the name of a file, relative to the folder of pipeline.json"
    return SettingType(
      name: name, schema: ["type": "string"], objects: { [InterestRate.description] },
      read: { json, problems in
        guard let path = json.string, !path.isEmpty else {
          problems.wrongType(json, takes: name)
          return nil
        }
        guard let file = problems.known.mappings.first(where: { $0.path == path }), let bytes = file.bytes else {
          problems.report(
            at: json.place, "the file `\(path)` cannot be read", code: "interest-rates-file",
            help: "the path is relative to the folder of pipeline.json")
          return nil
        }
        return read(bytes, file: file.file, path: path, &problems)
      }, write: { .text($0.path) })
  }

  private static func read(
    _ bytes: [UInt8], file: String, path: String, _ problems: inout SettingProblems
  ) -> InterestRatesFile? {
    do {
      var own = SettingProblems(file: file, known: problems.known)
      own.key = file
      let list = InterestRateList.read(try JSONReader.read(bytes, file: file), &own)
      problems.report(own.diagnostics)
      return list.map { InterestRatesFile(path: path, rates: $0.rates) }
    } catch {
      problems.report([error])
      return nil
    }
  }
}
