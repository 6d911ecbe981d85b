import Formats
import Ledger
import Pipeline

extension FieldReader {
  /// A decision by the rules of CONTRACT section 3: each kind needs what it cannot do without.
  mutating func decision(_ company: String, _ mapping: Mapping) -> Decision? {
    let kind = decisionKind()
    let customer = id("customer_id", isRequired: true)
    let decisionID = id("decision_id")
    let document = id("document_id")
    let from = date("from")
    let until = date("until")
    // The document's currency decides later how many decimals are allowed.
    let amount = money("amount", 4)
    let plan = id("plan_id")
    guard let kind, let customer else { return nil }
    var decision = Decision(
      company: company, customerID: customer, kind: kind, id: decisionID ?? rowHash(mapping), documentID: document,
      from: from, until: until, amount: peek("amount"), value: peek("value"), note: peek("note"), by: peek("by"),
      planID: plan)
    if kind == .contact { decision.value = decision.value.map(ContactChange.trimmed) }
    checkNeeds(decision)
    if kind == .writeOff, let amount, amount <= 0 {
      fail(
        "amount", "decision-value", "`\(decision.amount ?? "")` is no amount that can be written off",
        "write what is given up as a positive amount, or nothing for all of it")
    }
    return decision
  }

  private mutating func decisionKind() -> Decision.Kind? {
    guard let word = text("kind", isRequired: true) else { return nil }
    if let kind = Decision.Kind(rawValue: word.lowercased()) { return kind }
    let words = Decision.Kind.allCases.map(\.rawValue)
    fail(
      "kind", "word-unknown", "`\(word)` is no kind of decision",
      nearestName(to: word, in: words).map { "did you mean `\($0)`?" } ?? "one of \(words.joined(separator: ", "))")
    return nil
  }

  /// What a kind of decision cannot do without.
  private mutating func checkNeeds(_ decision: Decision) {
    if let from = decision.from, let until = decision.until, until < from {
      fail("until", "date-order", "it ends on \(until), before it starts on \(from)", "exchange the two dates")
    }
    switch decision.kind {
    case .promise: need(decision, "until", decision.until != nil)
    case .plan:
      need(decision, "plan_id", decision.planID != nil)
      need(decision, "until", decision.until != nil)
      need(decision, "amount", decision.amount != nil)
    case .release: need(decision, "value", decision.value != nil)
    case .score: checkValue(decision, "a score from 0 to 100") { Int($0).map { (0...100).contains($0) } ?? false }
    case .channel:
      let words = Channel.allCases.map(\.rawValue)
      checkValue(decision, "one of \(words.joined(separator: ", "))") { words.contains($0) }
    case .contact:
      guard let value = decision.value else { return need(decision, "value", false) }
      if let problem = ContactChange.problem(of: value) {
        fail("value", "decision-value", problem.message, problem.hint)
      }
    default: break
    }
  }

  private mutating func checkValue(_ decision: Decision, _ what: String, _ isGood: (String) -> Bool) {
    guard let value = decision.value else { return need(decision, "value", false) }
    if isGood(value) { return }
    fail("value", "decision-value", "`\(value)` is no value of a `\(decision.kind.rawValue)` decision", "write \(what)")
  }

  private mutating func need(_ decision: Decision, _ name: StaticString, _ isThere: Bool) {
    if isThere { return }
    fail(
      name, "required", "a `\(decision.kind.rawValue)` decision needs `\(name)`",
      "fill the column \(plan.columnName(plan.slot(name)))")
  }

  /// The key of a decision without an id: sha256 of the whole row. Fields by canonical name in the order of the contract, then
  /// unknown columns by name, so that neither the order of the columns nor the way of writing them changes it.
  private func rowHash(_ mapping: Mapping) -> String {
    var bytes: [UInt8] = []
    var first = true
    var taken: Set<Int> = []
    for rule in mapping.fields {
      guard let column = mapping.column(of: rule, in: plan.columns), taken.insert(column).inserted else {
        add(rule.name, Array((rule.constant ?? "").utf8), &first, &bytes)
        continue
      }
      let text = [UInt8](FieldText.trimmed(record.fields[column]))
      add(rule.name, text.isEmpty ? Array((rule.constant ?? "").utf8) : text, &first, &bytes)
    }
    for column in plan.columns.indices.filter({ !taken.contains($0) }).sorted(by: {
      plan.columns[$0] < plan.columns[$1]
    }) { add(plan.columns[column], [UInt8](FieldText.trimmed(record.fields[column])), &first, &bytes) }
    return SHA256.hex(SHA256.digest(bytes))
  }

  private func add(_ name: String, _ text: [UInt8], _ first: inout Bool, _ bytes: inout [UInt8]) {
    if text.isEmpty { return }
    text.withUnsafeBytes { Details.write(key: name, value: $0, first: &first, to: &bytes) }
  }
}
