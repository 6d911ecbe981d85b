import Formats
import Ledger
import Pipeline

/// Companies by the account that their messages ask to pay to: a bank delivers the accounts of a group in one file, and whose money a movement is the
/// statement says, not the folder that it was dropped into.
struct AccountOwners {
  /// By the account as bank files show it.
  private var owners: [String: [String]] = [:]
  private let mask: AccountMask

  init(_ companies: [Company], _ mask: AccountMask) {
    self.mask = mask
    for company in companies {
      if let bank = company.bank { owners[mask.masked(bank.iban), default: []].append(company.id) }
    }
  }

  var isEmpty: Bool { owners.count < 2 }

  /// The company of an account, where it is one company's and not that of the feed.
  func owner(of account: String, otherThan company: String) -> String? {
    let masked = AccountMask.isMasked(account) ? account : mask.masked(account)
    guard let found = owners[masked], found.count == 1, found[0] != company else { return nil }
    return found[0]
  }
}

extension NightReading {
  /// Payments of another company's account are that company's.
  mutating func giveToOwners(
    _ records: inout [(record: FeedRecord, position: RecordPosition)], _ index: Int
  ) {
    guard files[index].kind == .payments else { return }
    let owners = AccountOwners(installation.configuration.companies, accountMask)
    guard !owners.isEmpty else { return }
    for at in records.indices {
      guard case .payment(var payment) = records[at].record, let account = payment.details["account"],
        let owner = owners.owner(of: account, otherThan: payment.company)
      else { continue }
      warn(
        code: "account-of-another",
        "\(files[index].arrival.name) line \(records[at].position.lineFrom): payment \(payment.id) is on the account of \(owner): it is \(owner)'s, though its feed is one of \(payment.company)"
      )
      payment.company = owner
      records[at].record = .payment(payment)
    }
  }
}
