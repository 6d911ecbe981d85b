import Formats
import Ledger
import Store

/// `<run>.withdrawn` beside a run: the messages that must not be sent, one a line; those known as delivered are not among them. No
/// customer is named: it is not part of what `erase` goes through.
struct WithdrawnMark {
  let installation: Installation
  let state: State

  /// Writes the marks that a cut kept from being written.
  func heal() throws {
    for run in try state.releases.withdrawn() where try !Path.exists(path(run)) { try write(run) }
  }

  private func path(_ run: RunRecord) -> String { Path.join(installation.runs, "\(run.run).withdrawn") }

  func write(_ run: RunRecord) throws {
    var csv = CSVWriter(audience: .machine)
    csv.row(["message_id", "company", "currency", "channel", "level"])
    for key in try state.undone.messages(ofRun: run.id, .withdrawn) {
      guard let message = try state.messages.message(key: key) else { continue }
      csv.row([message.id, message.company, message.currency.code, message.channel, String(message.level)])
    }
    try Durable.put(csv.withBytes { Array($0) }, at: path(run))
    for batch in try state.releases.batches(of: run.id) {
      try Durable.remove(Releases.mark(run.run, batch.batch, in: installation))
    }
  }
}
