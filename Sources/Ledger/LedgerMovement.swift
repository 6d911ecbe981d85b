/// What a movement of the receivables account is in a roll-forward: opening + invoices - payments - credits - settled ± adjustments =
/// closing. An invoice that a credit note pays falls under `credits`, and the credit note's use rises under it: together nothing moves.
public enum LedgerMovement: String, Sendable, CaseIterable {
  /// Invoices, debit notes and charges, on their own dates.
  case invoice
  /// Money: payments on account, and falls and rises that payments and their returns explain.
  case payment
  /// Credit notes on their own dates, and their use.
  case credit
  /// Closed or lowered in the ERP, and nothing tells us by what; also what of a fall is more than the money that is known.
  case settled
  /// Write-offs, voided documents, and balances that rose without a returned payment.
  case adjustment

  /// - Parameter kind: of the document whose balance changed.
  public init(_ step: BalanceStep, of kind: DocumentKind) {
    if step.basis == .document {
      self = kind == .onAccount ? .payment : step.change < 0 ? .credit : .invoice
    } else if step.isVoiding || step.cause == .writeOff {
      self = .adjustment
    } else if kind == .onAccount || (step.cause == .payment && step.basis == .payment) {
      self = .payment
    } else if step.cause == .credit || kind == .creditNote {
      self = .credit
    } else {
      self = step.change < 0 || step.cause != nil ? .settled : .adjustment
    }
  }
}

/// Opening + movements = closing of one company and currency, in minor units. Payments, credits and what was settled are positive where
/// they lower what is owed.
public struct RollForward: Equatable, Sendable {
  public var company: String
  public var currency: Currency
  public var opening: Int64 = 0
  public var invoices: Int64 = 0
  public var payments: Int64 = 0
  public var credits: Int64 = 0
  public var settled: Int64 = 0
  public var adjustments: Int64 = 0
  public var closing: Int64 = 0

  public init(company: String, currency: Currency) {
    self.company = company
    self.currency = currency
  }

  public mutating func add(_ amount: Int64, _ movement: LedgerMovement) {
    switch movement {
    case .invoice: invoices += amount
    case .payment: payments -= amount
    case .credit: credits -= amount
    case .settled: settled -= amount
    case .adjustment: adjustments += amount
    }
  }

  public var ties: Bool { opening + invoices - payments - credits - settled + adjustments == closing }
}
