import Ledger
import Normalize
import Pipeline
import Store

/// Movements of a bank's file that are known under another id than the file's place of them gives.
///
/// Transactions of one entry (a batch) are counted, and files tell them in another order: the report of the day, the notification, the statement of
/// the evening. What a person has answered about a payment belongs to the money and not to its place, so each keeps the id under which it is
/// known; and what earlier versions called otherwise keeps its id too.
extension NightReading {
  /// Gives payments the ids under which tonight's files before, or the state, know them, and takes out what readers say for that alone.
  mutating func nameAsKnown(
    _ records: inout [(record: FeedRecord, position: RecordPosition)], _ index: Int
  ) throws {
    guard files[index].kind == .payments else { return }
    // Banks' formats, and rejected rows of them that are dropped again.
    switch files[index].reading?.resolved.format {
    case .other, .xml: break
    default: return
    }
    var groups: [MovementGroup] = []
    var places: [String: Int] = [:]
    for at in records.indices {
      guard case .payment(var payment) = records[at].record else { continue }
      let (entry, former) = (payment.details["entry_key"], payment.details["former_id"])
      guard entry != nil || former != nil else { continue }
      payment.details = payment.details.without(["entry_key", "former_id"])
      records[at].record = .payment(payment)
      let movement = MovementGroup.Movement(
        record: at, payment: masked(payment), slot: former ?? payment.id, isRenamed: former != nil)
      // An entry that the file tells twice is told again.
      if let entry, let place = places[entry], !groups[place].holds(movement.slot) {
        groups[place].add(movement)
      } else {
        if let entry { places[entry] = groups.count }
        groups.append(MovementGroup(movement))
      }
    }
    guard !groups.isEmpty else { return }
    try nameAsKnown(groups, &records)
  }

  private func nameAsKnown(
    _ groups: [MovementGroup], _ records: inout [(record: FeedRecord, position: RecordPosition)]
  ) throws {
    // Tonight's files before, then what this one has told so far.
    var told: [CompanyKey: Payment] = [:]
    let wanted = Set(groups.flatMap { $0.movements.flatMap { [$0.slot, $0.payment.id] } })
    for payment in payments where wanted.contains(payment.id) {
      told[CompanyKey(payment.company, payment.id)] = payment
    }
    for group in groups {
      let ids = try group.ids { company, id in
        try told[CompanyKey(company, id)] ?? state.cash.payment(company: company, id: id)?.payment
      }
      for (movement, id) in zip(group.movements, ids) {
        guard case .payment(var payment) = records[movement.record].record else { continue }
        payment.id = id
        records[movement.record].record = .payment(payment)
        told[CompanyKey(payment.company, id)] = movement.payment
      }
    }
  }
}

/// Transactions of an entry, or a movement alone, and which of the known payments each is.
struct MovementGroup {
  struct Movement {
    /// Place in the file's records.
    var record: Int
    var payment: Payment
    /// The id under which it, or another of its entry, may be known.
    var slot: String
    /// The slot is not its own id: it is taken only where what is known there is the same.
    var isRenamed: Bool
  }

  private(set) var movements: [Movement]
  private var slots: Set<String>

  init(_ movement: Movement) {
    movements = [movement]
    slots = [movement.slot]
  }

  func holds(_ slot: String) -> Bool { slots.contains(slot) }

  mutating func add(_ movement: Movement) {
    movements.append(movement)
    slots.insert(movement.slot)
  }

  /// What two tellings of a movement have in common, from all to the amount alone: reports of the day often say less than statements.
  private static let likeness: [[String]] = [
    ["end_to_end_id", "bank_reference", "payer_account", "payer_name", "reference", "remittance"],
    ["end_to_end_id", "payer_account"], ["end_to_end_id"], ["bank_reference"], ["payer_account", "remittance"],
    ["payer_account", "reference"], ["reference"], ["remittance"], ["payer_account"], ["payer_name"],
  ]
  /// Where both tell of these and they differ, it is other money.
  private static let telling = ["end_to_end_id", "payer_account"]

  /// The ids of the movements.
  /// - Parameter known: what is known under an id of a company.
  func ids(_ known: (_ company: String, _ id: String) throws -> Payment?) rethrows -> [String] {
    var ids = movements.map(\.payment.id)
    var open: [Int] = []
    for at in movements.indices {
      let movement = movements[at]
      if movement.isRenamed, try known(movement.payment.company, movement.payment.id) != nil { continue }
      open.append(at)
    }
    // Slots of those whose own id is known are theirs no more, and may be another's.
    let places = try movements.map { try known($0.payment.company, $0.slot) }
    var free = Set(movements.indices.filter { places[$0] != nil })
    guard !free.isEmpty else { return ids }
    func give(_ at: Int, _ slot: Int) {
      ids[at] = movements[slot].slot
      free.remove(slot)
    }
    let own = ownReferences
    for fields in MovementGroup.likeness + [[]] {
      guard !open.isEmpty, !free.isEmpty else { break }
      func key(_ payment: Payment) -> String? { MovementGroup.key(payment, fields, own) }
      func fits(_ at: Int, _ slot: Int) -> Bool {
        fields.isEmpty || places[slot].map { agree(movements[at], $0) } ?? false
      }
      func mayTake(_ at: Int) -> Bool { !(fields.isEmpty && movements[at].isRenamed) }
      // Each at its own place first: most are told as they were.
      open.removeAll { at in
        guard mayTake(at), free.contains(at), let place = places[at], let wanted = key(movements[at].payment),
          wanted == key(place), fits(at, at)
        else { return false }
        give(at, at)
        return true
      }
      var slots: [String: [Int]] = [:]
      for slot in free.sorted(by: >) {
        if let found = places[slot].flatMap(key) { slots[found, default: []].append(slot) }
      }
      open.removeAll { at in
        guard mayTake(at), let wanted = key(movements[at].payment),
          let found = slots[wanted]?.lastIndex(where: { fits(at, $0) }), let slot = slots[wanted]?.remove(at: found)
        else { return false }
        give(at, slot)
        return true
      }
    }
    // The rest tells the entry otherwise than it was told: slot by slot in their order.
    let rest = open.filter { !movements[$0].isRenamed }
    let taken = Set(movements.indices.filter { !open.contains($0) }.map { ids[$0] })
    var left = movements.indices.filter { !movements[$0].isRenamed && !taken.contains(movements[$0].slot) }
    for at in rest {
      let slot = left.firstIndex(of: at) ?? left.startIndex
      guard slot < left.endIndex else { break }
      ids[at] = movements[left.remove(at: slot)].slot
    }
    return ids
  }

  /// References of the bank that only one of the movements has: the others have that of their entry.
  private var ownReferences: Set<String> {
    var counts: [String: Int] = [:]
    for movement in movements { counts[movement.payment.details["bank_reference"] ?? "", default: 0] += 1 }
    return Set(counts.filter { $0.value == 1 && !$0.key.isEmpty }.keys)
  }

  /// Amount and some texts of a payment; nil where it has none of these.
  private static func key(_ payment: Payment, _ fields: [String], _ own: Set<String>) -> String? {
    let texts = fields.map { payment.details[$0] ?? "" }
    guard fields.isEmpty || texts.contains(where: { !$0.isEmpty }) else { return nil }
    if fields.count == 2, texts.contains("") { return nil }
    if fields == ["bank_reference"], !own.contains(texts[0]) { return nil }
    return (["\(payment.money)", "\(payment.date.days)"] + texts).joined(separator: "\u{1F}")
  }

  /// Whether nothing that both tell differs. Without its entry a movement has to agree in what was written with it too.
  private func agree(_ movement: Movement, _ known: Payment) -> Bool {
    (MovementGroup.telling + (movement.isRenamed ? ["payer_name", "reference", "remittance"] : [])).allSatisfy { name in
      guard let (a, b) = movement.payment.details[name].flatMap({ a in known.details[name].map { (a, $0) } }) else {
        return true
      }
      return a == b
    }
  }
}
