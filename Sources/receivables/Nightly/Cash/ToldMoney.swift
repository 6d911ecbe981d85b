import Cash
import Ledger
import Store

/// What the ERP was told of payments that are decided anew tonight, and has posted: it stands there under the id of each. No other payment is shown by
/// it, for it is taken back under that id where less is paid now.
struct ToldMoney {
  private struct One {
    let entry: Int
    let match: CashEntries.MatchKey
    /// Told, and not told to be taken back: in minor units, and what of it no export before tonight's has shown.
    let told: Int64
    let unread: Int64
    /// What balances show of it: those before tonight, and tonight's.
    var known: Int64 = 0
    var read: Int64 = 0
    var shown: Int64 { known + read }
  }
  /// By key of the document.
  private var documents: [Int64: [One]] = [:]

  /// - Parameter retracted: what files of runs that were taken back have told of payments, and no match tells of.
  init(_ state: State, _ entries: CashEntries, _ retracted: RetractedPostings?) throws {
    for (entry, document, told) in try retracted?.again(entries) ?? [] {
      documents[document, default: []].append(
        One(
          entry: entry, match: CashEntries.MatchKey(payment: -Int64(entry) - 1, document: document), told: told,
          unread: told))
    }
    var wanted: [(entry: Int, match: CashTables.Match, row: CashTables.ToldKey)] = []
    var first = CalendarDate.missing
    let lookup = DocumentLookup(state.database)
    for (at, origin) in entries.origins.enumerated() where !origin.isForeign {
      for match in origin.previous {
        guard let document = try lookup.document(key: match.document) else { continue }
        let payment = entries.entries[at].receipt.payment
        first = first == .missing ? match.matchedOn : min(first, match.matchedOn)
        wanted.append(
          (
            at, match,
            CashTables.ToldKey(
              company: payment.company, paymentID: payment.id, documentID: document.id, instalment: document.instalment)
          ))
      }
    }
    guard !wanted.isEmpty else { return }
    let told = try state.cash.toldSums(wanted.map(\.row), since: first)
    for (entry, match, row) in wanted {
      let sum = CashCorrections.takenBack(of: match.amount, told[row] ?? 0)
      guard sum != 0 else { continue }
      documents[match.document, default: []].append(
        One(
          entry: entry, match: CashEntries.MatchKey(match), told: sum,
          unread: CashCorrections.takenBack(of: match.amount - match.posted, sum)))
    }
  }

  /// The earlier match of a payment with a document, of which the ERP was told; nil: it was told nothing.
  func told(_ entry: Int, of document: Int64) -> CashEntries.MatchKey? {
    documents[document]?.first { $0.entry == entry }?.match
  }

  /// What balances show of what was told of an earlier match, in minor units.
  func shown(_ match: CashEntries.MatchKey) -> Int64 {
    documents[match.document]?.first { $0.match == match }?.shown ?? 0
  }

  /// Gives what balances show of it to the payments that it was told of, and to no other.
  /// - Parameters:
  ///   - released: what balances before tonight's show of the earlier matches.
  ///   - others: places of payments of which other exports than tonight's show something.
  mutating func keep(
    in findings: inout CashApplication.Findings, _ items: [CashItem], _ source: CashItems, _ released: ReleasedCash,
    except others: Set<Int>
  ) {
    for document in documents.keys {
      // A payment and the money that came back of it: each is shown by what it moves itself.
      for sign: Int64 in [1, -1] {
        keep(sign, of: document, in: &findings, items, source, released, except: others)
      }
    }
  }

  /// - Parameter sign: of the money that is looked at.
  private mutating func keep(
    _ sign: Int64, of document: Int64, in findings: inout CashApplication.Findings, _ items: [CashItem],
    _ source: CashItems, _ released: ReleasedCash, except others: Set<Int>
  ) {
    let all = documents[document]!.indices.filter { (documents[document]![$0].told < 0) == (sign < 0) }
    guard !all.isEmpty else { return }
    let row = Int(source.book.documents.rows(of: [document])[0])
    let places = findings.matches.indices.filter { at in
      let match = findings.matches[at]
      return items[match.item].stateID == document && !others.contains(match.entry) && (match.amount < 0) == (sign < 0)
    }
    func own(_ entry: Int) -> Int64 {
      places.reduce(0) { findings.matches[$1].entry == entry ? $0 + sign * findings.matches[$1].amount : $0 }
    }
    var (before, tonight) = (max(0, sign * released.shown(document)), row < 0 ? 0 : max(0, sign * source.fallen(row)))
    // What each pays now goes before what it does not pay any more.
    for isOwn in [true, false] {
      for at in all {
        let one = documents[document]![at]
        let most = isOwn ? own(one.entry) : Int64.max
        let known = min(sign * (one.told - one.unread - one.known), before, max(0, most - sign * one.shown))
        documents[document]![at].known += sign * known
        let read = min(
          sign * (one.unread - one.read), tonight, max(0, most - sign * (one.shown + sign * known)))
        documents[document]![at].read += sign * read
        (before, tonight) = (before - known, tonight - read)
      }
    }
    var free = before + tonight
    for at in places {
      let match = findings.matches[at]
      let own = max(0, sign * (told(match.entry, of: document).map { shown($0) } ?? 0))
      let more = max(0, min(sign * (own == 0 ? match.posted : match.amount) - own, free))
      free -= more
      findings.matches[at].posted = sign * (min(sign * match.amount, own) + more)
    }
  }
}
