import Cash
import Ledger
import Pipeline
import Store

extension CashStory {
  /// Says what the ERP has to take back of matches that tonight's replace, so that it is right once it has posted every file. Each of them it shows, or
  /// was told in a file.
  /// - Parameter first: place of the first of tonight's applications of the payment.
  mutating func takeBack(_ origin: CashEntries.Origin, _ payment: Payment, _ first: Int) throws {
    for old in origin.previous {
      guard let document = try lookup.document(key: old.document) else { continue }
      let same = result.outcome.applications[first...].firstIndex {
        $0.documentID == document.id && $0.instalment == document.instalment
      }
      let now = same.map { result.outcome.applications[$0] }
      let told = old.amount - old.posted
      var (back, unread): (Int64, Int64)
      if let now, let same, origin.isTold {
        // The ERP, or a person, says how much it is: more, or less, than was told.
        let change = now.posting == 0 ? 0 : now.posting - told
        let isLess = change != 0 && (change < 0) != (old.amount < 0)
        result.outcome.applications[same].posting = isLess ? 0 : change
        if isLess {
          // The ERP may read what it was told, then this; or both together.
          result.told += [
            CashTables.ToldPosting(document: old.document, left: -change, toldOn: old.matchedOn),
            CashTables.ToldPosting(document: old.document, left: change, toldOn: asOf),
          ]
          addTakenBack(old, document, payment, change, deducted: now.deducted - old.deducted)
        }
        continue
      } else if origin.isTold, !origin.isMoved {
        // Its own books are as it says; what it has not posted it may yet.
        unread = corrections?.unread(old) ?? told
        back = -unread
      } else {
        (back, unread) = corrections?.takeBack(old) ?? (-old.amount, told)
        if let same, let now, back + now.posting == 0 {
          (back, result.outcome.applications[same].posting) = (0, 0)
        }
      }
      guard back != 0 else { continue }
      result.told += [
        CashTables.ToldPosting(document: old.document, left: unread, toldOn: old.matchedOn),
        CashTables.ToldPosting(document: old.document, left: back, toldOn: asOf),
      ]
      addTakenBack(old, document, payment, back, deducted: -old.deducted)
    }
  }

  private mutating func addTakenBack(
    _ old: CashTables.Match, _ document: Document, _ payment: Payment, _ back: Int64, deducted: Int64
  ) {
    result.outcome.takenBack.append(
      CashOutcome.Application(
        company: payment.company, paymentID: payment.id, customerID: document.customerID, documentID: document.id,
        instalment: document.instalment, money: Money(minorUnits: back, currency: document.currency),
        rule: CashRule(rawValue: old.rule) ?? .erpApplication, confidence: old.confidence, difference: .correction,
        deducted: deducted, paymentDate: payment.date, isPosted: false, posting: back))
  }
}

/// What the ERP's balances show of matches that tonight's replace.
struct CashCorrections {
  /// By key of the document, in minor units: by how much tonight's export moved it, what of its fall no other match explains, and how much of what
  /// balances show is said of tonight's matches.
  private let moved: [Int64: Int64]
  private var fallen: [Int64: Int64]
  private var shown: [Int64: Int64] = [:]

  init(moved: [Int64: Int64], fallen: [Int64: Int64]) {
    self.moved = moved
    self.fallen = fallen
  }

  /// What of an amount that the ERP's balance showed it has taken back tonight.
  /// - Parameter moved: by how much the balance rose, or fell where the amount is below nothing.
  static func takenBack(of posted: Int64, _ moved: Int64) -> Int64 {
    posted > 0 ? min(posted, max(0, moved)) : max(posted, min(0, moved))
  }

  mutating func note(_ match: CashApplication.Match, on document: Int64) {
    if moved[document] != nil { shown[document, default: 0] += match.posted }
  }

  /// What the ERP was told of a match and no balance shows, tonight's neither.
  mutating func unread(_ old: CashTables.Match) -> Int64 {
    let sign: Int64 = old.amount < 0 ? -1 : 1
    let told = sign * (old.amount - old.posted)
    let fall = max(0, sign * (fallen[old.document] ?? 0))
    let read = min(max(0, told), fall)
    // Read as a whole it took its discount off, too.
    let discount = read > 0 && read == told ? min(max(0, sign * old.deducted), fall - read) : 0
    fallen[old.document, default: 0] -= sign * (read + discount)
    return sign * (told - read)
  }

  /// What of a match the ERP has to take back, beside what it has taken back tonight. Of what it shows of the match that stands which tonight's
  /// matches, of the same payment or another, take for theirs. And what it was told and has not read.
  mutating func takeBack(_ old: CashTables.Match) -> (back: Int64, unread: Int64) {
    let document = old.document
    let sign: Int64 = old.amount < 0 ? -1 : 1
    let (amount, posted) = (sign * old.amount, sign * old.posted)
    let back = CashCorrections.takenBack(of: posted, sign * (moved[document] ?? 0))
    // It was told, and the balance has fallen tonight: it was read.
    let unread = unread(old)
    let rest = max(0, sign * (fallen[document] ?? 0))
    let taken = min(max(0, sign * (shown[document] ?? 0) - rest), amount - sign * unread - back)
    shown[document, default: 0] -= sign * taken
    return (sign * (back + taken - amount), unread)
  }
}
