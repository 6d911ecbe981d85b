import Ledger

/// What a night has learned of documents and of their money, while the state does not hold it yet: the past of a document is told with it as it will be
/// told once it is stored.
public struct NightsNews {
  /// What tonight's export shows of a document.
  public struct Version {
    public var sighting: Sighting
    public var documentDate: CalendarDate
    public var dueDate: CalendarDate?
    public var amount: Int64

    public init(on day: CalendarDate, _ row: DocumentRow, _ cause: ChangeCause?) {
      sighting = Sighting(
        on: day, run: 0, balance: row.balance, amount: row.amount, cause: cause, isVoid: row.flags.contains(.void))
      (documentDate, dueDate, amount) = (row.documentDate, row.dueDate.orNil, row.amount)
    }
  }

  /// What cash application has matched tonight; amounts in minor units.
  public struct Match {
    public var payment: Payment
    public var amount: Int64
    public var deducted: Int64
    public var posted: Int64
    public var rule: String

    public init(_ payment: Payment, amount: Int64, deducted: Int64, posted: Int64, rule: String) {
      (self.payment, self.amount, self.deducted, self.posted, self.rule) = (payment, amount, deducted, posted, rule)
    }
  }

  /// Keys of a payment and of a document in the state.
  public struct Pair: Hashable {
    var payment: Int64
    var document: Int64
    public init(payment: Int64, document: Int64) { (self.payment, self.document) = (payment, document) }
  }

  /// A document that the state does not know yet.
  struct Newcomer {
    var document: Document
    var version: Version
  }

  private struct Key: Hashable {
    var company: String
    var id: String
  }

  /// Days of the newest exports, by company.
  public var exported: [String: CalendarDate] = [:]
  /// By key of the document.
  public var versions: [Int64: Version] = [:]
  public var matches: [Int64: [Match]] = [:]
  /// Matches of earlier nights that stand no more, and what exports show of others.
  public var replaced: Set<Pair> = []
  public var posted: [Pair: Int64] = [:]
  /// What tonight's late exports show of documents, by key of the document, and their days, by company.
  private var sightings: [Int64: [Sighting]] = [:]
  private var lateDays: [String: Set<CalendarDate>] = [:]
  private var payments: [Key: Payment] = [:]
  private var byReference: [Key: [String]] = [:]
  private var byDocument: [Key: [Application]] = [:]
  private var byPayment: [Key: [Application]] = [:]

  public init(_ payments: [Payment], _ applications: [Application]) {
    // Of what stands twice in tonight's files the last counts, as in the state.
    for payment in payments { self.payments[Key(company: payment.company, id: payment.id)] = payment }
    for (key, payment) in self.payments {
      guard let reference = payment.details["reference"], !reference.isEmpty else { continue }
      byReference[Key(company: key.company, id: reference), default: []].append(key.id)
    }
    for application in applications {
      let document = Key(company: application.company, id: application.documentID)
      byDocument[document, default: []].removeAll { $0.paymentID == application.paymentID }
      byDocument[document, default: []].append(application)
      let payment = Key(company: application.company, id: application.paymentID)
      byPayment[payment, default: []].removeAll { $0.documentID == application.documentID }
      byPayment[payment, default: []].append(application)
    }
  }

  /// By keys that stand for those that the state will give them, below zero.
  private var newcomers: [Int64: Newcomer] = [:]
  private var newInstalments: [Key: [Int64]] = [:]
  private var newKinds: [Key: DocumentKind] = [:]

  /// Takes a document that tonight's export shows for the first time, with something paid on it or as an instalment.
  public mutating func add(new document: Document, _ version: Version, key: Int64) {
    newcomers[key] = Newcomer(document: document, version: version)
    let name = Key(company: document.company, id: document.id)
    newKinds[name] = document.kind
    if !document.instalment.isEmpty { newInstalments[name, default: []].append(key) }
  }

  public func isNew(_ key: Int64) -> Bool { newcomers[key] != nil }

  /// Keys of documents whose past it may change.
  var documents: Set<Int64> { Set(versions.keys).union(matches.keys).union(sightings.keys.lazy.filter { $0 > 0 }) }
  /// Those of new documents, in the order of their rows.
  var newDocuments: [Int64] { newcomers.keys.sorted(by: >) }
  var companies: Set<String> { Set(newcomers.values.map(\.document.company)) }

  func customer(ofNew key: Int64) -> String? { newcomers[key]?.document.customerID }

  func kind(_ company: String, _ id: String) -> DocumentKind? { newKinds[Key(company: company, id: id)] }

  func instalments(_ company: String, _ id: String) -> [Int64] { newInstalments[Key(company: company, id: id)] ?? [] }

  /// - Parameters:
  ///   - company: its key in the state.
  ///   - run: stands for tonight's.
  func newcomer(_ key: Int64, company: (String) -> Int64?, run: Int64) -> PastDocument? {
    guard let newcomer = newcomers[key], let company = company(newcomer.document.company) else { return nil }
    let document = newcomer.document
    var sighting = newcomer.version.sighting
    sighting.run = run
    return PastDocument(
      id: key, company: company, customer: 0, documentID: document.id, instalment: document.instalment,
      kind: document.kind, currency: document.currency, dueDate: document.dueDate, amount: document.amount,
      isVoid: document.isVoid, firstRun: run, details: Array(document.details.json.utf8),
      past: SightedDocument(documentDate: document.documentDate, amount: document.amount, sightings: [sighting]))
  }

  /// Takes what exports tell that came late, as it will be stored.
  public mutating func add(_ exports: NightsExports, in database: Database) throws {
    guard !exports.late.isEmpty else { return }
    let names = Dictionary(uniqueKeysWithValues: exports.companies.map { ($1, $0) })
    for export in exports.late {
      for company in export.companies.compactMap({ names[$0] }) { lateDays[company, default: []].insert(export.day) }
    }
    var filling = try PastFilling(database, tonight: exports, self)
    sightings = try filling.sightings(exports.late)
  }

  func late(of key: Int64, run: Int64) -> [Sighting] {
    (sightings[key] ?? []).map { one in
      var one = one
      one.run = run
      return one
    }
  }

  func hasLate(_ period: Range<CalendarDate>, of company: String) -> Bool {
    lateDays[company]?.contains(where: period.contains) == true
  }

  /// Whether money of tonight names a document.
  public func names(_ company: String, _ document: String) -> Bool {
    let key = Key(company: company, id: document)
    return byReference[key] != nil || byDocument[key] != nil || byPayment[key] != nil
  }

  var hasMoney: Bool { !payments.isEmpty || !byDocument.isEmpty }

  public func payment(_ company: String, _ id: String) -> Payment? { payments[Key(company: company, id: id)] }

  /// Ids of payments that name a document, in byte order.
  func referring(_ company: String, _ document: String) -> [String] {
    (byReference[Key(company: company, id: document)] ?? []).sorted(by: ByteOrder.precedes)
  }

  /// - Parameter isDocument: the id is the document's; else the payment's.
  func applications(_ company: String, _ id: String, isDocument: Bool) -> [Application] {
    (isDocument ? byDocument : byPayment)[Key(company: company, id: id)] ?? []
  }

  /// - Parameter run: stands for tonight's.
  func add(to document: inout PastDocument, run: Int64) {
    guard var version = versions[document.id] else { return }
    version.sighting.run = run
    document.past.sightings.append(version.sighting)
    document.past.documentDate = version.documentDate
    (document.dueDate, document.amount, document.isVoid) = (version.dueDate, version.amount, version.sighting.isVoid)
  }
}

/// Tonight's exports, while the state does not hold them yet. Keys of documents and companies are those of the state, else what stands for them.
public struct NightsExports {
  /// By name.
  public var companies: [String: Int64]
  /// Days of the newest ones, by company, and those that were whole.
  public var newest: [String: CalendarDate]
  public var whole: [(company: String, day: CalendarDate)]
  /// Of which documents deltas said what was known.
  public var again: [(day: CalendarDate, documents: [Int64])]
  public var late: [LateExport]

  public init(
    companies: [String: Int64], newest: [String: CalendarDate], whole: [(company: String, day: CalendarDate)],
    again: [(day: CalendarDate, documents: [Int64])], late: [LateExport]
  ) {
    (self.companies, self.newest, self.whole, self.again, self.late) = (companies, newest, whole, again, late)
  }
}
