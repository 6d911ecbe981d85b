import Pipeline

/// A rule of cash application: what it makes of one payment.
struct CashRuleEntry: Sendable {
  let rule: CashRule
  let judge: @Sendable (CashCase, CashPool) -> CashVerdict
}

extension CashRuleEntry {
  /// In order of precedence. Each rule is asked about all payments before the next one is: a document that one payment names is gone
  /// before another could take it by its amount.
  static let all: [CashRuleEntry] = [
    CashRuleEntry(rule: .erpApplication, judge: ERPApplicationRule.judge),
    CashRuleEntry(rule: .structuredReference, judge: StructuredReferenceRule.judge),
    CashRuleEntry(rule: .remittance, judge: RemittanceRule.judge),
    CashRuleEntry(rule: .exactAmount, judge: ExactAmountRule.judge),
    CashRuleEntry(rule: .exactSum, judge: ExactSumRule.judge),
    CashRuleEntry(rule: .oldestFirst, judge: OldestFirstRule.judge),
  ]
}
