import Formats
import Ledger

/// A mapping that ships with the program, under a name that pipeline.json can say.
public struct Preset: Sendable {
  /// `canonical.documents`: the system, then what it exports.
  public let name: String
  /// One line for `receivables presets` and the handbook.
  public let summary: String
  public let feed: Ledger.Feed
  private let source: Source

  private enum Source: Sendable {
    case value(Mapping)
    case text(String)
  }

  init(_ name: String, _ mapping: Mapping, _ summary: String) {
    self.name = name
    self.summary = summary
    feed = mapping.feed
    source = .value(mapping)
  }

  init(_ text: PresetText) {
    name = text.name
    summary = text.summary
    feed = text.feed
    source = .text(text.json)
  }

  /// Read anew each time it is asked for. A test reads every preset that ships.
  public var mapping: Mapping {
    switch source {
    case .value(let mapping): return mapping
    case .text:
      let (mapping, problems) = read()
      guard let mapping, problems.isEmpty else {
        preconditionFailure("preset \(name): \(problems.first?.description ?? "no mapping")")
      }
      return mapping
    }
  }

  /// The mapping with everything that is wrong with it, for the tests of presets.
  public func read() -> (mapping: Mapping?, problems: [Diagnostic]) {
    guard case .text(let text) = source else { return (mapping, []) }
    do throws(Diagnostic) {
      return MappingReader.read(try JSONReader.read(Array(text.utf8), file: name), file: name)
    } catch { return (nil, [error]) }
  }

  /// What `preset show` prints: the text as it was written, or the value as JSON.
  public var json: String {
    switch source {
    case .value(let mapping): mapping.json.written(.pretty)
    case .text(let text): text + (text.hasSuffix("\n") ? "" : "\n")
    }
  }
}

/// A preset as its file in `Presets/` declares it: a mapping in the words of docs/mapping.md.
struct PresetText: Sendable {
  let name: String
  let feed: Ledger.Feed
  let summary: String
  let json: String

  /// - Parameter name: `<system>.<what>`: `xero.documents`.
  /// - Parameter feed: what the `feed` of the JSON says; here as well, so that lists need not read it.
  init(_ name: String, _ feed: Ledger.Feed, _ summary: String, _ json: String) {
    self.name = name
    self.feed = feed
    self.summary = summary
    self.json = json
  }
}

/// The table of contents: a preset is one value and one line here.
public enum Presets {
  public static let all: [Preset] = [
    Preset("canonical.customers", .customers, "Customers with address, contact, terms and how they want to be reached"),
    Preset("canonical.contacts", .contacts, "People of customers: roles, addresses, and what they agreed to"),
    Preset("canonical.documents", .documents, "Open items: invoices, credit notes, charges and payments on account"),
    Preset("canonical.payments", .payments, "Money that came in, from the ERP's cash book or the bank"),
    Preset("canonical.applications", .applications, "Which payment settled which document, as the ERP booked it"),
    Preset("canonical.controls", .controls, "Control totals per company and currency that an export has to add up to"),
    Preset("canonical.rates", .rates, "Exchange rates by day, for aging in the company's own currency"),
    Preset("canonical.decisions", .decisions, "What people decided: disputes, holds, promises, exclusions, overrides"),
    Preset(
      "canonical.delivery_events", .deliveryEvents, "What became of messages: delivered, bounced, returned, opted out"),
    Preset("canonical.access_requests", .accessRequests, "Who asks for access to the portal"),
    // One line per preset, systems in the order of the alphabet.
    Preset(Acumatica.customers), Preset(Acumatica.documents),
    Preset(Banks.camt), Preset(Banks.mt940), Preset(Banks.bai2), Preset(Banks.lockbox), Preset(Banks.nacha),
    Preset(Banks.ofx), Preset(Banks.pain002),
    Preset(BusinessCentral.customers), Preset(BusinessCentral.documents),
    Preset(CII.documents),
    Preset(DATEV.customers), Preset(DATEV.documents), Preset(DATEV.payments), Preset(DATEV.openItems),
    Preset(ERPNext.customers), Preset(ERPNext.documents),
    Preset(FatturaPA.documents),
    Preset(IDoc.documents),
    Preset(NetSuite.customers), Preset(NetSuite.documents),
    Preset(Odoo.customers), Preset(Odoo.documents),
    Preset(QuickBooks.customers), Preset(QuickBooks.documents),
    Preset(QuickBooksIIF.customers), Preset(QuickBooksIIF.documents),
    Preset(Sage100.customers), Preset(Sage100.documents),
    Preset(Sage50UK.customers), Preset(Sage50UK.documents), Preset(Sage50UK.transactions),
    Preset(SAFT.customers),
    Preset(SageIntacct.customers), Preset(SageIntacct.documents), Preset(SageIntacct.answer),
    Preset(SAP.customers), Preset(SAP.list), Preset(SAP.extract),
    Preset(Stripe.customers), Preset(Stripe.documents), Preset(Stripe.dashboard),
    Preset(UBL.documents),
    Preset(Xero.customers), Preset(Xero.documents),
  ]

  /// What a system's bare name stands for: its open items, else its payments, else its customers.
  private static let main = ["documents", "payments", "customers"]

  /// The preset of a name. A system's name alone is its main export: `xero` is `xero.documents`.
  public static func named(_ name: String) -> Preset? {
    let names = [name] + (name.contains(".") ? [] : main.map { "\(name).\($0)" })
    return names.lazy.compactMap { name in all.first { $0.name == name } }.first
  }

  /// The name that was most likely meant: of a preset, or a system's bare name, with or without points and hyphens.
  public static func nearest(to name: String) -> String? {
    func letters(_ text: String) -> String { String(text.lowercased().filter { $0.isLetter || $0.isNumber }) }
    let names = feeds.keys.sorted()
    // `pain.002` is read by `pain002`, `camt.053` by `camt`.
    let system = name.lowercased().prefix { $0 != "." }
    return names.first { letters($0) == letters(name) } ?? nearestName(to: name, in: names)
      ?? names.first { $0 == system }
  }

  /// The presets' names, and bare names of systems, and the canonical feed each fills, for the check of pipeline.json.
  public static var feeds: [String: String] {
    var feeds = Dictionary(all.map { ($0.name, $0.feed.rawValue) }, uniquingKeysWith: { first, _ in first })
    for preset in all {
      let system = String(preset.name.prefix { $0 != "." })
      if let main = named(system) { feeds[system] = main.feed.rawValue }
    }
    return feeds
  }

  /// The list as JSON: name, feed and summary of each.
  public static var json: JSONValue {
    .list(all.map { ["name": .text($0.name), "feed": .text($0.feed.rawValue), "summary": .text($0.summary)] })
  }
}
