import Cash
import Ledger
import Pipeline
import Store

/// The payments that are decided tonight: new ones, those that are not wholly applied, and those about which the ERP or a person says
/// something new. A payment that is told again is left alone.
struct CashEntries {
  struct Origin {
    /// Key of the payment in the state; 0: new.
    var stateID: Int64 = 0
    /// Waited for a person before tonight, with nothing matched.
    var wasWaiting = false
    /// Matches that tonight's replace.
    var previous: [CashTables.Match] = []
    /// Decided from the beginning: `previous` is replaced.
    var isAnew = true
  }

  private(set) var entries: [CashApplication.Entry] = []
  private(set) var origins: [Origin] = []
  private let state: State
  private let asOf: CalendarDate
  private let hasApplications: Bool
  /// By payment, of the first so many entries: made when somebody asks, and nobody does where ids rise.
  private var places: [CompanyKey: Int] = [:]
  private var placed = 0

  init(_ state: State, payments: [Payment], applications: [Application], asOf: CalendarDate) throws {
    self.state = state
    self.asOf = asOf
    hasApplications = try state.cash.hasApplications()
    try addNew(payments)
    try addOpen()
    try addExplicit(applications)
  }

  var isEmpty: Bool { entries.isEmpty }
  /// Payments whose earlier matches do not count tonight.
  var replaced: Set<Int64> { Set(origins.filter { $0.isAnew && $0.stateID != 0 }.map(\.stateID)) }

  /// - Parameter isFirst: no entry is of this payment.
  private mutating func add(_ entry: CashApplication.Entry, _ origin: Origin, isFirst: Bool = false) {
    let payment = entry.receipt.payment
    var at = entries.count
    if !isFirst, let place = place(of: CompanyKey(payment.company, payment.id)) {
      at = place
      entries[at] = entry
      origins[at] = origin
    } else {
      entries.append(entry)
      origins.append(origin)
    }
    // Rules and stories ask for many fields, of which most payments have two or three.
    entries[at].receipt.payment.details = Details(manyAskedOf: payment.details.json)
  }

  private mutating func place(of key: CompanyKey) -> Int? {
    while placed < entries.count {
      let payment = entries[placed].receipt.payment
      places[CompanyKey(payment.company, payment.id)] = placed
      placed += 1
    }
    return places[key]
  }

  /// What was said about a payment on earlier nights.
  private func told(_ payment: Payment) throws -> [Application] {
    hasApplications ? try state.cash.applications(company: payment.company, payment: payment.id) : []
  }

  /// Of a payment that stands twice in tonight's files the last counts, as in the state.
  private mutating func addNew(_ payments: [Payment]) throws {
    // Most systems number upwards: an id behind the last one of the company needs no look in the state, and behind tonight's last one none among
    // tonight's.
    var last: [(known: String, tonight: String)] = []
    var companies: [String: Int] = [:]
    entries.reserveCapacity(payments.count)
    origins.reserveCapacity(payments.count)
    for payment in payments {
      let company = companies[payment.company] ?? last.count
      if company == last.count {
        companies[payment.company] = company
        last.append((try state.cash.lastPaymentID(company: payment.company) ?? "", ""))
      }
      let isNew = ByteOrder.precedes(last[company].known, payment.id)
      let isFirst = isNew && ByteOrder.precedes(last[company].tonight, payment.id)
      if isFirst { last[company].tonight = payment.id }
      let known = isNew ? nil : try state.cash.payment(company: payment.company, id: payment.id)
      if let known, known.payment == payment { continue }
      let previous = try known.map { try state.cash.matches(payment: $0.stateID) } ?? []
      // The bank or the ERP says more about money that is placed: nothing to decide, and the days it waits for posting go on.
      if let known, known.open == nil, !previous.isEmpty, known.payment.money == payment.money,
        known.payment.customerID == payment.customerID
      {
        continue
      }
      add(
        CashApplication.Entry(
          Receipt(payment, since: known?.open?.since ?? asOf),
          explicit: try told(payment)),
        Origin(
          stateID: known?.stateID ?? 0, wasWaiting: known?.open != nil && previous.isEmpty, previous: previous),
        isFirst: isFirst)
    }
  }

  private mutating func addOpen() throws {
    let told = Set(origins.lazy.map(\.stateID).filter { $0 != 0 })
    for known in try state.cash.open() {
      guard !told.contains(known.stateID), let open = known.open else { continue }
      let explicit = known.hasMatches ? [] : try self.told(known.payment)
      add(
        CashApplication.Entry(
          Receipt(known.payment, left: open.left, since: open.since, isBegun: known.hasMatches), explicit: explicit),
        Origin(stateID: known.stateID, wasWaiting: !known.hasMatches, isAnew: !known.hasMatches), isFirst: true)
    }
  }

  /// Rows of the applications feed that say something new. One about a payment that nobody knows yet waits for it.
  private mutating func addExplicit(_ applications: [Application]) throws {
    var byPayment: [CompanyKey: [Application]] = [:]
    for application in applications {
      byPayment[CompanyKey(application.company, application.paymentID), default: []].append(application)
    }
    for key in byPayment.keys.sorted() {
      let told = byPayment[key]!
      let (company, id) = (told[0].company, told[0].paymentID)
      let before = try state.cash.applications(company: company, payment: id)
      guard told.contains(where: { !before.contains($0) }) else { continue }
      let explicit = before.filter { old in !told.contains { $0.documentID == old.documentID } } + told
      if let place = place(of: key), origins[place].stateID == 0 {
        entries[place].explicit = explicit
      } else if let known = try state.cash.payment(company: company, id: id) {
        if let rest = restOf(known, told) {
          add(rest, Origin(stateID: known.stateID, wasWaiting: true, isAnew: false))
          continue
        }
        let payment = place(of: key).map { entries[$0].receipt.payment } ?? known.payment
        add(
          CashApplication.Entry(Receipt(payment, since: known.open?.since ?? asOf), explicit: explicit),
          Origin(
            stateID: known.stateID, wasWaiting: known.open != nil && !known.hasMatches,
            previous: try state.cash.matches(payment: known.stateID)))
      }
    }
  }

  /// A payment of which a part is placed, where what is said now is about what is left of it: the part stays as it is.
  private func restOf(_ known: CashTables.Known, _ told: [Application]) -> CashApplication.Entry? {
    guard known.hasMatches, let open = known.open else { return nil }
    var sum: Int64 = 0
    for application in told {
      guard let money = try? Money(application.amount, known.payment.money.currency) else { return nil }
      sum = Int64(clamping: Int128(sum) + Int128(money.minorUnits))
    }
    guard sum <= open.left else { return nil }
    return CashApplication.Entry(
      Receipt(known.payment, left: open.left, since: open.since, isBegun: true), explicit: told)
  }

  // MARK: Who paid

  /// Finds the payer of every payment: as it says, by its account, by its name.
  mutating func findPayers(in book: Book) throws {
    let named = customersNamed(in: book)
    for at in entries.indices {
      guard entries[at].receipt.payment.customerID.isEmpty else {
        entries[at].payer = CashPayer.find(entries[at].receipt.payment, accounts: [], names: [])
        continue
      }
      let payment = entries[at].receipt.payment
      let account = payment.details["payer_account"] ?? ""
      let name = PayerName.key(payment.details["payer_name"] ?? "")
      let accounts =
        account.isEmpty ? [] : try state.cash.customers(company: payment.company, .account, account)
      var names = name.isEmpty ? [] : try state.cash.customers(company: payment.company, .name, name)
      if names.isEmpty { names = named[CompanyKey(payment.company, name)] ?? [] }
      entries[at].payer = CashPayer.find(payment, accounts: accounts, names: names)
    }
  }

  /// Customers that are called as one of tonight's unknown payers, by company and name.
  private func customersNamed(in book: Book) -> [CompanyKey: [String]] {
    var wanted: Set<String> = []
    for at in entries.indices where entries[at].receipt.payment.customerID.isEmpty {
      let name = PayerName.key(entries[at].receipt.payment.details["payer_name"] ?? "")
      if !name.isEmpty { wanted.insert(name) }
    }
    guard !wanted.isEmpty else { return [:] }
    var found: [CompanyKey: [String]] = [:]
    for row in book.customers.rows {
      let name = PayerName.key(book.customers.text.string(row.name))
      guard wanted.contains(name) else { continue }
      found[CompanyKey(book.companies[Int(row.company)], name), default: []].append(
        book.customers.text.string(row.id))
    }
    return found
  }
}
