import Ledger

/// An entry (Ntry): a line of the statement. It stands for one payment, or for a batch of them.
struct CamtEntry {
  var line: Int
  var offset: Int
  var lastLine = 0
  var values = CamtValues()
  var charges = CamtCharges()
  /// Transactions so far, and what they add up to in the entry's currency.
  var transactions = 0
  var sum = BankAmount.zero
  /// Charges of its transactions.
  var deducted = BankAmount.zero
  /// Transactions that name no amount, and such whose amounts are in another currency than the entry's.
  var withoutAmount = 0
  var inOtherCurrency = 0
  /// Those without an amount as one: what they have in common, and the words of all.
  private(set) var joined: CamtTransaction?
  /// What the batch at hand says of itself, and what was counted in it.
  var batch = CamtBatch(from: 0)

  init(line: Int, offset: Int) {
    self.line = line
    self.offset = offset
  }

  /// Takes note of a transaction that names no amount.
  mutating func addWithoutAmount(_ transaction: CamtTransaction) {
    withoutAmount += 1
    guard joined != nil else {
      joined = transaction
      return
    }
    joined?.values.join(transaction.values)
  }

  var currency: String { values[.entryCurrency] }
  var sign: Int? { values.sign(.entrySign) }
  /// Signed: money in is positive. Nil where amount or sign cannot be read.
  var amount: BankAmount? {
    guard let sign, let amount = BankAmount(decimal: values[.entryAmount]) else { return nil }
    return sign < 0 ? -amount : amount
  }
  /// Only what is booked is money; entries without a status are.
  var isBooked: Bool { ["", "BOOK"].contains(values[.entryStatus]) }
  /// Nil where the date of booking is none, or where neither that nor the value date is there.
  var booked: CalendarDate? {
    BankDate.iso(values[.entryBooked].isEmpty ? values[.entryValue] : values[.entryBooked])
  }
  var isReversal: Bool { ["true", "1"].contains(values[.entryReversal]) }
}

/// What the details of an entry (NtryDtls) say of themselves, and what was counted in them.
struct CamtBatch {
  var count = ""
  var total = ""
  var currency = ""
  /// Transactions of the entry before these details.
  var from: Int
  var sum = BankAmount.zero
  var currencies: Set<String> = []

  init(from: Int) { self.from = from }
}

/// Charges (Chrgs) of an entry or a transaction. Version 2 has one amount each, later ones records.
struct CamtCharges {
  private(set) var sum = BankAmount.zero
  private var total = ""
  private var current = CamtValues()

  mutating func add(_ leaf: CamtLeaf, _ text: String) {
    if leaf == .chargeTotal { total = text } else { current.add(leaf, text) }
  }

  /// Takes the charge that has ended. What the bank kept is positive, what it gave back negative; charges in other currencies
  /// than the entry's cannot explain anything and are not counted.
  mutating func end(currency: String) {
    defer { current = CamtValues() }
    guard let amount = BankAmount(decimal: current[.chargeAmount]),
      [currency, ""].contains(current[.chargeCurrency]) || currency.isEmpty
    else { return }
    sum += current[.chargeSign] == "CRDT" ? -amount : amount
  }

  /// After the last one: where only a total is given, it counts.
  mutating func close() {
    if sum.isZero, let amount = BankAmount(decimal: total) { sum = amount }
    total = ""
  }
}

/// A transaction (TxDtls) of an entry.
struct CamtTransaction {
  var line: Int
  var offset: Int
  var lastLine = 0
  var values = CamtValues()
  var charges = CamtCharges()
  /// Which of the entry it is, from 1.
  var ordinal: Int

  init(line: Int, offset: Int, ordinal: Int) {
    self.line = line
    self.offset = offset
    self.ordinal = ordinal
  }

  /// Its amounts with their currencies, best first: its own (version 4), the one without charges, the countervalue.
  private var amounts: [(amount: BankAmount, currency: String)] {
    [
      (values[.amount], values[.amountCurrency]), (values[.transactionAmount], values[.transactionCurrency]),
      (values[.counterAmount], values[.counterCurrency]),
    ].compactMap { text, currency in BankAmount(decimal: text).map { ($0, currency) } }
  }

  /// Unsigned, in the entry's currency; nil where it names none.
  func amount(in currency: String) -> BankAmount? {
    amounts.first { $0.currency == currency || $0.currency.isEmpty }?.amount
  }

  var amountInAnyCurrency: (amount: BankAmount, currency: String)? { amounts.first }
}
