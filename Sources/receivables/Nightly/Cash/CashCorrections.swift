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
      let isRead = told == 0 || corrections?.isRead(old) == true
      if let now, let same, origin.isTold, !origin.isMoved || !isRead || now.money.minorUnits == old.amount {
        // The ERP, or a person, says how much it is: more, or less, than was told.
        let change = now.posting == 0 ? 0 : now.posting - told
        let isLess = change != 0 && (change < 0) != (old.amount < 0)
        let booked = BookedCash(money: change, deducted: change == 0 ? 0 : now.deducted - old.deducted)
        let isCorrected = isLess || booked.deducted != 0
        result.outcome.applications[same].posting = isCorrected ? 0 : change
        // The ERP may read what it was told, then this; or both together.
        if isCorrected { addTakenBack(old, document, payment, booked, unread: isLess ? -booked : nil) }
        continue
      }
      var (back, unread): (BookedCash, BookedCash)
      if origin.isTold, !origin.isMoved {
        // Its own books are as it says; what it has not posted it may yet.
        unread = corrections?.unread(old) ?? BookedCash(money: told, deducted: old.deducted)
        back = -unread
      } else {
        let new = now.map { BookedCash(money: $0.money.minorUnits, deducted: $0.deducted) }
        (back, unread) =
          corrections?.takeBack(old, new, posting: now?.posting ?? 0)
          ?? (BookedCash(money: -old.amount, deducted: -old.deducted), BookedCash(money: told, deducted: old.deducted))
        if let same, let now, now.posting != 0, back == BookedCash(money: -now.posting, deducted: -now.deducted) {
          (back, result.outcome.applications[same].posting) = (.none, 0)
        }
      }
      if back != .none { addTakenBack(old, document, payment, back, unread: unread) }
    }
  }

  /// - Parameter unread: what the ERP was told of it before and no balance shows; nil: what stands tells what balances will show.
  private mutating func addTakenBack(
    _ old: CashTables.Match, _ document: Document, _ payment: Payment, _ back: BookedCash, unread: BookedCash?
  ) {
    // Where no balance will move, none is waited for.
    if let unread, unread != .none || back.whole != 0 {
      result.told += [
        CashTables.ToldPosting(document: old.document, unread, toldOn: old.matchedOn),
        CashTables.ToldPosting(document: old.document, back, toldOn: asOf),
      ]
    }
    result.outcome.takenBack.append(
      CashOutcome.Application(
        company: payment.company, paymentID: payment.id, customerID: document.customerID, documentID: document.id,
        instalment: document.instalment, money: Money(minorUnits: back.money, currency: document.currency),
        rule: CashRule(rawValue: old.rule) ?? .erpApplication, confidence: old.confidence, difference: .correction,
        deducted: back.deducted, paymentDate: payment.date, isPosted: false, posting: back.money))
  }
}

/// What the ERP's balances show of matches that tonight's replace.
struct CashCorrections {
  /// By key of the document, in minor units: by how much tonight's export moved it, what of its fall no other match explains, and how much of what
  /// balances show is said of tonight's matches.
  private var moved: [Int64: Int64]
  private var fallen: [Int64: Int64]
  private var shown: [Int64: Int64] = [:]
  /// The same of payments of which the ERP was told: what balances show of that is theirs.
  private var own: [CashEntries.MatchKey: Int64] = [:]
  private let told: ToldMoney
  /// What went with the money of matches, where the ERP shows it.
  private let deducted: [CashEntries.MatchKey: Int64]

  init(
    moved: [Int64: Int64], fallen: [Int64: Int64], deducted: [CashEntries.MatchKey: Int64], told: ToldMoney
  ) {
    self.moved = moved
    self.told = told
    self.fallen = fallen
    self.deducted = deducted
  }

  /// What of an amount that the ERP's balance showed it has taken back tonight.
  /// - Parameter moved: by how much the balance rose, or fell where the amount is below nothing.
  static func takenBack(of posted: Int64, _ moved: Int64) -> Int64 {
    posted > 0 ? min(posted, max(0, moved)) : max(posted, min(0, moved))
  }

  mutating func note(_ match: CashApplication.Match, on document: Int64) {
    guard moved[document] != nil else { return }
    let claimed = match.posted + (match.posted == match.amount ? match.deducted : 0)
    if let key = told.told(match.entry, of: document) {
      own[key, default: 0] += claimed
    } else {
      shown[document, default: 0] += claimed
    }
  }

  /// Whether tonight's balance shows for the first time just what the ERP was told of a match.
  func isRead(_ old: CashTables.Match) -> Bool {
    let (told, fallen) = (old.amount - old.posted, fallen[old.document] ?? 0)
    return told != 0 && (fallen == told || fallen == told + old.deducted)
  }

  /// What the ERP was told of a match and no balance shows, tonight's neither.
  mutating func unread(_ old: CashTables.Match) -> BookedCash { read(old).unread }

  /// - Returns: the same; and what went with its money, where tonight's balance shows it.
  private mutating func read(_ old: CashTables.Match) -> (unread: BookedCash, deducted: Int64) {
    let sign: Int64 = old.amount < 0 ? -1 : 1
    let told = sign * (old.amount - old.posted)
    let fall = max(0, sign * (fallen[old.document] ?? 0))
    let read = min(max(0, told), fall)
    // Read as a whole it took its discount off, too.
    let discount = read > 0 && read == told ? min(max(0, sign * old.deducted), fall - read) : 0
    fallen[old.document, default: 0] -= sign * (read + discount)
    let unread = BookedCash(money: sign * (told - read), deducted: told == read ? 0 : old.deducted)
    return (unread, sign * discount)
  }

  /// What of a match the ERP has to take back, beside what it has taken back tonight. Of what it shows of the match that stands which tonight's
  /// matches, of the same payment or another, take for theirs. And what it was told and has not read.
  /// - Parameters:
  ///   - new: what the payment has on the document from tonight on. Other parts of the same sum may be money and discount now: one is taken back, the
  ///     other told.
  ///   - posting: what the ERP is told of that beside this: the discount goes with it.
  mutating func takeBack(
    _ old: CashTables.Match, _ new: BookedCash?, posting: Int64
  ) -> (back: BookedCash, unread: BookedCash) {
    let document = old.document
    let sign: Int64 = old.amount < 0 ? -1 : 1
    let booked = deducted[CashEntries.MatchKey(old)] ?? 0
    let back = CashCorrections.takenBack(of: sign * (old.posted + booked), sign * (moved[document] ?? 0))
    moved[document]? -= sign * back
    // It was told, and the balance has fallen tonight: it was read.
    let (unread, read) = read(old)
    // What stands of it in the ERP, or will once it has read what it was told.
    let discount = sign * (booked + read + unread.deducted)
    let standing = sign * old.amount + discount - back
    let key = CashEntries.MatchKey(old)
    let mine = max(0, sign * (own[key] ?? 0))
    // Of what was told of it nothing is another payment's.
    let free = max(0, standing - sign * unread.whole - max(sign * told.shown(key), mine))
    let claimed = mine + min(max(0, sign * (shown[document] ?? 0)), free)
    let tonights = min(max(0, sign * (fallen[document] ?? 0)), claimed - min(mine, sign * told.shown(key)))
    let taken = min(claimed - tonights, standing - sign * unread.whole)
    own[key] = sign * max(0, mine - taken)
    shown[document, default: 0] -= sign * max(0, taken - mine)
    var deducted = -min(discount, standing)
    if let new, posting == 0 {
      deducted += min(sign * new.deducted, max(0, taken + tonights - sign * new.money))
    }
    return (BookedCash(money: sign * (taken - standing - deducted), deducted: sign * deducted), unread)
  }
}
