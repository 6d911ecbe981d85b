import Formats
import Ledger
import Pipeline

/// What is mixed into the hashes that stand for bank accounts, and so into the identities of bank payments: what the first night had, whatever the
/// pipeline is called since. With another a statement that overlaps would be new money.
enum AccountSalt {
  private static let name = "account_salt"

  static func of(_ installation: Installation, _ state: State) throws -> String {
    if let kept = try state.runs.meta(name) { return kept }
    // A state of a version that kept none: what its newest run had.
    guard let newest = try state.runs.newest(),
      let pinned = try? installation.pinned(newest, state, checksFonts: false)
    else { return installation.accountSalt }
    return pinned.accountSalt
  }

  /// To be called in the transaction of a run.
  static func keep(_ salt: String, in state: State) throws {
    if try state.runs.meta(name) == nil { try state.runs.setMeta(name, salt) }
  }
}

extension Installation {
  /// As the configuration has it.
  var accountSalt: String { configuration.intake.accountSalt ?? "receivables:\(configuration.name)" }

  /// Hides account numbers of bank files; by it the same account is known again.
  func accountMask(_ state: State) throws -> AccountMask { AccountMask(salt: try AccountSalt.of(self, state)) }
}
