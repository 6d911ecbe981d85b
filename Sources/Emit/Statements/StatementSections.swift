import Documents
import Ledger
import Pipeline

/// What a statement says in one currency, as a section of the page: open items or movements, the aging strip, and notes.
struct StatementSections {
  let account: CustomerAccount
  let claims: StatementClaims
  let rule: AgingRule
  let asOf: CalendarDate
  let language: Language

  private var words: DocumentWords { DocumentWords(language: language) }

  /// Movements, or open items; both where `listsBoth` says so and something is open.
  func sections(_ position: StatementPosition, listsBoth: Bool = false) -> [StatementSection] {
    let isOpen = account.billed[position.items].contains { $0.document.balance != 0 }
    guard let forward = position.forward else { return [section(.openItems, openItems(position), position)] }
    let movements = movements(forward, position.currency)
    let known = forward.knownFrom.map { [words.knownFrom(language.longDate($0))] } ?? []
    guard listsBoth, isOpen else { return [section(.movements, movements, position, notes: known)] }
    return [
      StatementSection(
        heading: words.inCurrency(.movements, position.currency), table: movements, ageing: nil,
        notes: known),
      section(.openItems, openItems(position), position),
    ]
  }

  private func section(
    _ heading: Label, _ table: Table, _ position: StatementPosition, notes first: [String] = []
  ) -> StatementSection {
    let title = words.inCurrency(heading, position.currency)
    return StatementSection(
      heading: heading == .openItems ? dated(title, position) : title, table: table,
      ageing: position.items.isEmpty ? nil : ageing(position), notes: first + notes(position))
  }

  /// What is of the statement's day says so where the movements end before it.
  private func dated(_ title: String, _ position: StatementPosition) -> String {
    position.endsBefore(asOf) ? language.dated(title, asOf) : title
  }

  private func amount(_ minorUnits: Int64, _ currency: Currency) -> String {
    language.amount(Money(minorUnits: minorUnits, currency: currency))
  }

  private func money(_ minorUnits: Int64, _ currency: Currency) -> String {
    language.money(Money(minorUnits: minorUnits, currency: currency))
  }

  private func notes(_ position: StatementPosition) -> [String] {
    var notes: [String] = []
    if position.held != 0 { notes.append(words.leftOut(money(position.held, position.currency))) }
    if position.balance < 0 { notes.append(words.inCredit(money(-position.balance, position.currency))) }
    return notes
  }

  private func ageing(_ position: StatementPosition) -> AgeingStrip? {
    guard let line = rule.age(Array(account.billed[position.items]), asOf: asOf).first else { return nil }
    func bucket(_ label: String, _ minorUnits: Int64) -> AgeingStrip.Bucket {
      AgeingStrip.Bucket(label: label, amount: amount(minorUnits, position.currency), minorUnits: minorUnits)
    }
    var buckets = [bucket(words.unaged(rule.basis), line.notDue)]
    for (index, minorUnits) in line.buckets.enumerated() {
      buckets.append(bucket(words.bucket(index, of: rule), minorUnits))
    }
    if line.unapplied != 0 { buckets.append(bucket(words.credits, line.unapplied)) }
    return AgeingStrip(
      title: dated(words.aging(rule.basis), position), buckets: buckets,
      total: KeyValue(language.label(.total), amount(line.total, position.currency)))
  }
}

// MARK: - Open items

extension StatementSections {
  /// Columns that only some statements need.
  private struct Extras {
    var customer = false
    var kind = false
    var days = false
    var reference = false
  }

  private func extras(_ position: StatementPosition) -> Extras {
    var extras = Extras()
    for item in account.billed[position.items] {
      if item.document.customerID != account.customer.id { extras.customer = true }
      if item.document.kind != .invoice { extras.kind = true }
      if days(item) != nil { extras.days = true }
      if reference(item.document) != nil { extras.reference = true }
    }
    return extras
  }

  private func days(_ item: AccountItem) -> Int? {
    let days = item.daysLate(asOf)
    return item.document.isCredit || days <= 0 ? nil : days
  }

  private func reference(_ document: Document) -> String? {
    (document.purchaseOrder ?? document.reference).map(PostalAddress.clean)
  }

  private func openItems(_ position: StatementPosition) -> Table {
    let extras = extras(position)
    var columns: [Table.Column] = [.init(language.label(.document), weight: 2)]
    if extras.customer { columns.append(.init(language.label(.customerNumber))) }
    if extras.kind { columns.append(.init(language.label(.kind))) }
    columns += [.init(language.label(.documentDate)), .init(language.label(.dueDate))]
    if extras.days { columns.append(.init(language.label(.daysOverdue), .trailing)) }
    if extras.reference { columns.append(.init(language.label(.reference), weight: 2)) }
    columns += [Label.amount, .balance, .runningBalance].map { .init(language.label($0), .trailing) }
    let last = columns.count - 1
    var running: Int64 = 0
    var rows: [Table.Row] = []
    for index in position.items where account.billed[index].document.balance != 0 {
      running += account.billed[index].document.balance
      let total = amount(running, position.currency)
      rows.append(Table.Row(cells(account.billed[index], extras) + [total], runningTotal: total))
      if let note = note(claims[index], account.billed[index]) {
        rows.append(Table.Row([note], style: .note, runningTotal: total))
      }
    }
    var total = [String](repeating: "", count: last + 1)
    total[0] = language.label(.openBalance)
    total[last] = amount(running, position.currency)
    rows.append(Table.Row(total, style: .total))
    return Table(columns: columns, rows: rows, carriedForward: carried(last))
  }

  private func cells(_ item: AccountItem, _ extras: Extras) -> [String] {
    let document = item.document
    var cells = [PostalAddress.clean(document.label)]
    if extras.customer { cells.append(document.customerID == account.customer.id ? "" : document.customerID) }
    if extras.kind { cells.append(language.label(Label(document.kind))) }
    cells.append(language.date(document.documentDate))
    cells.append(document.isCredit ? "" : item.dueDate.map { language.date($0) } ?? "")
    if extras.days { cells.append(days(item).map { language.integer($0) } ?? "") }
    if extras.reference { cells.append(reference(document) ?? "") }
    return cells + [amount(document.amount, document.currency), amount(document.balance, document.currency)]
  }

  private func note(_ claim: StatementClaims.Claim?, _ item: AccountItem) -> String? {
    guard let claim, let mark = claim.mark else { return nil }
    let isWhole = claim.held == item.document.balance || claim.held == 0
    return isWhole
      ? language.label(mark.label) : words.part(mark.label, money(claim.held, item.document.currency))
  }

  private func carried(_ column: Int) -> Table.CarriedForward {
    Table.CarriedForward(
      carriedLabel: language.label(.carriedForward), broughtLabel: language.label(.broughtForward), column: column)
  }
}

// MARK: - Movements

extension StatementSections {
  /// Opening balance, movements in debit and credit with the running balance, closing balance.
  private func movements(_ forward: BalanceForward, _ currency: Currency) -> Table {
    let labels: [Label] = [.date, .document, .description, .debit, .credit, .runningBalance]
    let columns = labels.enumerated().map { index, label in
      Table.Column(language.label(label), index < 3 ? .leading : .trailing, weight: index == 2 ? 2 : 1)
    }
    var rows: [Table.Row] = []
    func balance(_ date: CalendarDate, _ label: Label, _ minorUnits: Int64, _ style: Table.RowStyle) {
      let total = amount(minorUnits, currency)
      rows.append(
        Table.Row(
          [language.date(date), "", language.label(label), "", "", total], style: style, runningTotal: total))
    }
    func list(_ movements: [StatementMovement], from opening: Int64) -> Int64 {
      movements.reduce(opening) { running, movement in
        let total = amount(running + movement.amount, currency)
        rows.append(
          Table.Row(
            [
              language.date(movement.date), PostalAddress.clean(movement.document.label),
              language.label(movement.label), movement.amount > 0 ? amount(movement.amount, currency) : "",
              movement.amount < 0 ? amount(-movement.amount, currency) : "", total,
            ], runningTotal: total))
        return running + movement.amount
      }
    }
    if let day = forward.lastStated {
      balance(day, .statedBalance, forward.stated, .emphasis)
      let note = language.label(.enteredLater)
      rows.append(Table.Row([note], style: .note, runningTotal: amount(forward.stated, currency)))
      _ = list(forward.late, from: forward.stated)
    }
    balance(forward.from, .openingBalance, forward.opening, .emphasis)
    balance(forward.to, .closingBalance, list(forward.movements, from: forward.opening), .total)
    return Table(columns: columns, rows: rows, carriedForward: carried(5))
  }
}
