import Formats
import Ledger
import Pipeline

/// Turns the records of a `documents` file into rows of a batch, by the rules of CONTRACT section 3.
///
///     var normalizer = DocumentNormalizer(mapping: mapping, companies: ids, limit: settings.maxRejects)
///     try reader.push(chunk) { record in
///       normalizer.add(record, to: &batch)
///       if batch.isFull { hand on, then batch.removeAll() }
///     }
///     if normalizer.problems.exceed(settings.maxRejects) { refuse the file }
///
/// The row of a draft is passed over. A row that is taken adds one entry to `batch.rows` and `batch.positions`; one that is not adds its problems, all of them, to
/// `problems`. A key that occurs twice in a file is not looked for here: it needs the whole table.
public struct DocumentNormalizer {
  public private(set) var problems: RowProblems
  /// Rows of drafts so far: no documents yet, and not among `problems.rows`.
  public private(set) var drafts = 0
  /// Which documents they are of, as far as they can be read: index of the company, and key.
  public private(set) var draftsNamed: [(company: Int, key: String, position: RecordPosition)] = []
  private let mapping: Mapping
  private var plan: ColumnPlan
  private var slots: Slots
  private var companies: CompanyLookup
  private var currencies = CurrencyLookup()
  private var statusWords = StatusWords()
  /// Of the row that is read.
  private var status = StatusWords.Meaning.open
  private var text = RowText()
  /// The shapes of details: those of the book, and what came since.
  private var shapes: DetailShapes
  private var rowShapes = RowShapes()
  /// Sums of the file so far without regard to sign: no later sum can overflow where these do not.
  private var amountTotal: Int64 = 0
  private var balanceTotal: Int64 = 0

  /// - Parameters:
  ///   - companies: ids in the order of pipeline.json; `DocumentRow.company` is the index in it.
  ///   - named: those that the feed names: rows of companies that are not listed are left out.
  ///   - shapes: those of the book that the batches are compared with.
  public init(
    mapping: Mapping, companies: [String], named: [String] = [], limit: MaxRejects = MaxRejects(),
    shapes: DetailShapes = DetailShapes()
  ) {
    self.mapping = mapping
    self.shapes = shapes
    self.companies = CompanyLookup(companies, named: named)
    problems = RowProblems(limit: limit)
    plan = ColumnPlan(mapping, columns: [], hot: Slots.names)
    slots = Slots(plan)
  }

  /// - Parameter line: hash of the record, by which it is known again on another night; 0: it is not to be.
  public mutating func add(_ record: RecordView, line: UInt64 = 0, to batch: inout DocumentBatch) {
    if record.columnCount != plan.width { compile(record.columns) }
    let isReadable = record.isSound && record.width == plan.width
    status = isReadable ? statusWords.meaning(of: slots.status.text(record)) : .open
    if status == .draft {
      drafts += 1
      return noteDraft(record)
    }
    problems.countRow()
    guard isReadable else { return reject(record, record.readingFaults(plan)) }
    var faults: [Fault] = []
    guard let row = row(record, &faults), faults.isEmpty, addToTotals(row, &faults) else {
      return reject(record, faults)
    }
    let isRemarked = remark(row, record)
    append(row, record, to: &batch)
    // What is remarked tonight has to be remarked again.
    batch.lines.append(isRemarked ? 0 : line)
  }

  @inline(never)
  private mutating func noteDraft(_ record: RecordView) {
    let named = identity(record)
    guard let company = named.company.flatMap(companies.names.firstIndex(of:)), let document = named.documentID else {
      return
    }
    draftsNamed.append((company, DocumentRow.key(document, instalment: named.instalment), record.position))
  }

  /// Counts a record that says what the book has from an earlier night; false where it has to be read all the same.
  @inline(__always)
  public mutating func count(known row: DocumentRow) -> Bool {
    guard addToTotals(amount: row.amount, balance: row.balance) else { return false }
    problems.countRow()
    return true
  }

  /// Rows that were passed over, as a mapping's `when` tells those that it does not let through.
  public var skipped: [(test: String, rows: Int)] {
    let drafts = drafts == 0 ? [] : [(test: "\(plan.columnName(slots.status)) is none of draft", rows: drafts)]
    return drafts + problems.othersSkipped
  }

  private mutating func compile(_ columns: [String]) {
    plan = ColumnPlan(mapping, columns: columns, hot: Slots.names)
    slots = Slots(plan)
    rowShapes = RowShapes()
  }

  /// The fields of a row as values; texts stay in the record.
  private struct Row {
    var company: Int
    var document: UnsafeRawBufferPointer
    var instalment: UnsafeRawBufferPointer
    var customer: UnsafeRawBufferPointer
    var date: CalendarDate
    var due: CalendarDate
    var currency: Currency
    var kind: DocumentKind
    var amount: Int64
    var balance: Int64
    var flags: DocumentRow.Flags
    /// The details that it has, see `ColumnPlan.writeValues`.
    var columns: UInt64
  }

  /// Reads every field, so that all faults of a row are told; nil where one of them leaves nothing to work with.
  @inline(__always)
  private mutating func row(_ record: RecordView, _ faults: inout [Fault]) -> Row? {
    let company = company(record, &faults)
    let document = id(slots.document, record, &faults)
    let customer = id(slots.customer, record, &faults)
    let instalment = id(slots.instalment, record, &faults)
    let date = date(slots.date, record, &faults)
    let due = date_(slots.due, record, &faults)
    let currency = currency(record, &faults)
    let exponent = currency?.exponent ?? 4
    let balance = money(slots.balance, record, exponent, &faults)
    let amount = money(slots.amount, record, exponent, &faults)
    let kind = kind(record, amount ?? balance, &faults)
    text.clear()
    let columns = plan.writeValues(record, exponent: exponent, to: &text, &faults)
    guard faults.isEmpty, let company, let date, let currency, let balance, let kind else { return nil }
    return signed(
      Row(
        company: company, document: document, instalment: instalment, customer: customer, date: date, due: due,
        currency: currency.currency, kind: kind, amount: amount ?? balance, balance: balance,
        flags: DocumentRow.Flags(rawValue: status == .void ? DocumentRow.Flags.void.rawValue : 0),
        columns: columns),
      &faults)
  }

  // MARK: Fields

  @inline(__always)
  private mutating func company(_ record: RecordView, _ faults: inout [Fault]) -> Int? {
    let name = slots.company.text(record)
    if let index = companies.index(of: name) { return index }
    faults.append(
      name.isEmpty ? plan.missing(slots.company) : companies.fault(name, plan.columnName(slots.company), .documents))
    return nil
  }

  @inline(__always)
  private func id(_ slot: FieldSlot, _ record: RecordView, _ faults: inout [Fault]) -> UnsafeRawBufferPointer {
    let text = slot.text(record)
    if text.isEmpty {
      if slot.isRequired { faults.append(plan.missing(slot)) }
    } else if let fault = FieldText.idFault(text, { plan.columnName(slot) }) {
      faults.append(fault)
    }
    return text
  }

  @inline(__always)
  private func date(_ slot: FieldSlot, _ record: RecordView, _ faults: inout [Fault]) -> CalendarDate? {
    let text = slot.text(record)
    if let date = FieldText.date(text) { return date }
    faults.append(text.isEmpty ? plan.missing(slot) : FieldText.dateFault(text, plan.columnName(slot)))
    return nil
  }

  /// A date that may be missing.
  @inline(__always)
  private func date_(_ slot: FieldSlot, _ record: RecordView, _ faults: inout [Fault]) -> CalendarDate {
    let text = slot.text(record)
    if text.isEmpty { return .missing }
    if let date = FieldText.date(text) { return date }
    faults.append(FieldText.dateFault(text, plan.columnName(slot)))
    return .missing
  }

  @inline(__always)
  private mutating func currency(
    _ record: RecordView, _ faults: inout [Fault]
  ) -> (currency: Currency, exponent: Int)? {
    let code = slots.currency.text(record)
    if let currency = currencies.find(code) { return currency }
    faults.append(
      code.isEmpty ? plan.missing(slots.currency) : FieldCheck.currencyFault(code, plan.columnName(slots.currency)))
    return nil
  }

  @inline(__always)
  private func money(
    _ slot: FieldSlot, _ record: RecordView, _ exponent: Int, _ faults: inout [Fault]
  ) -> Int64? {
    let text = slot.text(record)
    if text.isEmpty {
      if slot.isRequired { faults.append(plan.missing(slot)) }
      return nil
    }
    do throws(Money.Problem) {
      return try Money.parse(text, exponent: exponent)
    } catch {
      faults.append(FieldText.moneyFault(error, text, plan.columnName(slot)))
      return nil
    }
  }

  /// Without a kind the sign of the amount decides.
  @inline(__always)
  private func kind(_ record: RecordView, _ amount: Int64?, _ faults: inout [Fault]) -> DocumentKind? {
    let text = slots.kind.text(record)
    if text.isEmpty { return amount ?? 0 < 0 ? .creditNote : .invoice }
    if let kind = DocumentNormalizer.kind(text) { return kind }
    faults.append(DocumentNormalizer.kindFault(text, plan.columnName(slots.kind)))
    return nil
  }

  // MARK: Rules

  /// CONTRACT section 3: credits are negative, unless the mapping says that the file writes them without a sign. A balance may
  /// cross zero; of just the opposite of its amount one of the two signs is wrong.
  @inline(__always)
  private func signed(_ row: Row, _ faults: inout [Fault]) -> Row? {
    if row.amount < 0, row.balance == -row.amount {
      faults.append(DocumentNormalizer.balanceFault(plan.columnName(slots.balance)))
      return nil
    }
    guard row.amount > 0, row.kind == .creditNote || row.kind == .onAccount else { return row }
    guard mapping.hasUnsignedCredits else {
      let slot = slots.amount.column >= 0 ? slots.amount : slots.balance
      faults.append(DocumentNormalizer.signFault(row.kind, plan.columnName(slot)))
      return nil
    }
    var row = row
    row.amount = -row.amount
    row.balance = -row.balance
    return row
  }

  @inline(__always)
  private mutating func addToTotals(_ row: Row, _ faults: inout [Fault]) -> Bool {
    if addToTotals(amount: row.amount, balance: row.balance) { return true }
    faults.append(
      Fault(
        plan.columnName(slots.balance), "total-too-large",
        "with this row the file adds up to more than can be counted",
        "is a decimal point missing in the amounts?"))
    return false
  }

  /// False, and nothing is added, where the sums would be more than can be counted.
  @inline(__always)
  private mutating func addToTotals(amount: Int64, balance: Int64) -> Bool {
    let amounts = amountTotal &+ abs(amount)
    let balances = balanceTotal &+ abs(balance)
    guard amounts <= Money.largestTotal, balances <= Money.largestTotal else { return false }
    amountTotal = amounts
    balanceTotal = balances
    return true
  }

  /// Warnings about a row that is taken all the same; true where there is one.
  @inline(__always)
  private mutating func remark(_ row: Row, _ record: RecordView) -> Bool {
    var isRemarked = false
    if row.amount < 0, row.kind != .creditNote, row.kind != .onAccount {
      problems.warn("reversal", at: record.position) {
        "`\(String(decoding: row.document, as: UTF8.self))` is a negative \(row.kind.name) and counts as a credit"
      }
      isRemarked = true
    }
    if row.amount < 0, row.balance > 0 {
      problems.warn("credit-owed", at: record.position) {
        "`\(String(decoding: row.document, as: UTF8.self))` is a credit, and its balance is positive: it counts as owed"
      }
      isRemarked = true
    }
    // A word is told when its row is new, and not every night: whole files may have it.
    if status == .unknown {
      problems.warn("status-unknown", at: record.position) {
        "status `\(String(decoding: slots.status.text(record), as: UTF8.self))` is not known: the document counts as open"
      }
    }
    guard row.due < row.date else { return isRemarked }
    if row.due != .missing {
      problems.warn("due-before-document", at: record.position) {
        "`\(String(decoding: row.document, as: UTF8.self))` is due on \(row.due), before its date \(row.date)"
      }
      isRemarked = true
    } else if row.balance > 0 {
      problems.warn("no-due-date", at: record.position) {
        "`\(String(decoding: row.document, as: UTF8.self))` has no due date; it is aged by its terms or its date and not reminded"
      }
      isRemarked = true
    }
    return isRemarked
  }

  // MARK: Results

  /// The number of the shape of the details, whose values stand in `text`; where they have none they stand there as JSON then.
  @inline(__always)
  private mutating func shape(_ row: Row, _ record: RecordView) -> UInt16 {
    if plan.details.count <= RowShapes.mostDetails {
      let shape = rowShapes.number(of: row.columns, plan, &shapes)
      if shape != DetailShapes.json { return shape }
    }
    return shapeOfMany(row, record)
  }

  /// The same by way of JSON: for rows of very many columns, and of more combinations of them than there are numbers.
  @inline(never)
  private mutating func shapeOfMany(_ row: Row, _ record: RecordView) -> UInt16 {
    var (written, faults): (RowText, [Fault]) = (text, [])
    written.clear()
    plan.writeDetails(record, exponent: row.currency.exponent, to: &written, &faults)
    let shape = shapes.withPacked(written.bytes) { shape, values in
      guard shape != DetailShapes.json else { return shape }
      written.clear()
      written.append(values)
      return shape
    }
    text = written
    return shape
  }

  /// Puts key, customer and details behind one another into the batch. The values of the details stand in `text` already.
  @inline(__always)
  private mutating func append(_ row: Row, _ record: RecordView, to batch: inout DocumentBatch) {
    let shape = shape(row, record)
    if batch.shapes.count != shapes.count || shape == DetailShapes.json { batch.shapes = shapes }
    let details = text.count
    text.append(short: row.document)
    if !row.instalment.isEmpty {
      text.append(DocumentRow.instalmentSeparator)
      text.append(short: row.instalment)
    }
    let key = text.count &- details
    text.append(short: row.customer)
    let all = batch.text.add(text.bytes)
    let keyRange = TextRange(offset: all.offset &+ UInt32(details), count: UInt32(key))
    batch.rows.append(
      DocumentRow(
        amount: row.amount, balance: row.balance, key: keyRange,
        details: PackedDetails(values: TextRange(offset: all.offset, count: UInt32(details)), shape: shape),
        customerText: TextRange(offset: keyRange.offset &+ UInt32(key), count: UInt32(row.customer.count)),
        documentDate: row.date, dueDate: row.due, currency: row.currency, company: UInt16(row.company),
        kind: row.kind, flags: row.flags))
    batch.positions.append(record.position)
  }

  @inline(never)
  private mutating func reject(_ record: RecordView, _ faults: [Fault]) {
    let identity = identity(record)
    if identity.isOfOtherCompany, companies.leavesOthersOut { return problems.leaveOut() }
    problems.reject(record.rejected(faults, identity))
  }

  /// As far as it can be read. In a row of the wrong width only the company is believed: a delimiter too many shifts the rest.
  private mutating func identity(_ record: RecordView) -> RowIdentity {
    var identity = RowIdentity()
    let company = slots.company.text(record)
    if companies.index(of: company) != nil { identity.company = String(decoding: company, as: UTF8.self) }
    guard record.width == plan.width, !record.problems.contains(where: { $0.field == nil }) else { return identity }
    let damaged = record.problems.compactMap(\.field)
    identity.isOfOtherCompany =
      identity.company == nil && !damaged.contains(slots.company.column) && companies.isOther(company, .documents)
    func readable(_ slot: FieldSlot) -> String? {
      let text = slot.text(record)
      let isGood = !text.isEmpty && !damaged.contains(slot.column) && FieldText.idFault(text, { "" }) == nil
      return isGood ? String(decoding: text, as: UTF8.self) : nil
    }
    identity.customerID = readable(slots.customer)
    guard slots.instalment.text(record).isEmpty || readable(slots.instalment) != nil else { return identity }
    identity.documentID = readable(slots.document)
    identity.instalment = readable(slots.instalment) ?? ""
    return identity
  }
}
