import Formats
import Ledger

/// What happened to each document since the last run.
package struct ChangesSettings: ArtefactSettings {
  package static let artefact = Artefact.changes
  package var on: [ArtefactDay] = []
  package var audience = CSVAudience.machine

  package init() {}
  package static let doc = "What happened to each document: `changes/changes.csv` and `changes/adjustments.csv`."
  package static var settings: [Setting<ChangesSettings>] { common }
}

/// How each customer pays.
package struct ScoresSettings: ArtefactSettings {
  package static let artefact = Artefact.scores
  package var on: [ArtefactDay] = []
  package var audience = CSVAudience.machine

  package init() {}
  package static let doc = "How each customer pays: `scores/scores.csv`."
  package static var settings: [Setting<ScoresSettings>] { common }
}

/// Messages that are not printed.
package struct ReminderSettings: ArtefactSettings {
  package enum Format: String, Sendable, CaseIterable { case csv, eml, calls, sms, whatsapp }

  package static let artefact = Artefact.reminders
  package var formats: [Format] = [.csv, .eml, .calls]
  package var on: [ArtefactDay] = []
  package var audience = CSVAudience.machine

  package init() {}

  package static let doc =
    "Who is reminded and who is not, and why: `reminders/reminders.csv` and `items.csv`; the e-mails, and the call list."
  package static var settings: [Setting<ReminderSettings>] {
    [
      Setting(
        "formats", \.formats,
        .list(of: .choice(Format.allCases, notYet: [.sms, .whatsapp]), count: 1...5, distinct: true),
        "`csv`: the decisions. `eml`: one message per file with an index. `calls`: the call list.")
    ] + common
  }
}

/// Printed messages.
package struct LetterSettings: ArtefactSettings {
  package static let artefact = Artefact.letters
  /// Pages of a letter are padded to an even number.
  package var duplex = false
  /// Most letters in one print file.
  package var batchSize = 2500
  package var on: [ArtefactDay] = []
  package var audience = CSVAudience.machine

  package init() {}

  package static let doc =
    "Print files for a mail house: `letters/<batch>.pdf` and, one row per piece, `letters/<batch>.csv`."
  package static var settings: [Setting<LetterSettings>] {
    [
      Setting("duplex", \.duplex, .bool, "Printed on both sides: every letter is padded to an even number of pages."),
      Setting("batchSize", \.batchSize, .int(1...100_000, "letters"), "Most letters in one print file."),
    ] + common
  }
}

/// Everything that waits for a person.
package struct WorklistSettings: ArtefactSettings {
  package static let artefact = Artefact.worklist
  package var on: [ArtefactDay] = []
  package var audience = CSVAudience.machine

  package init() {}
  package static let doc = "Everything that waits for a person: `worklist.csv`."
  package static var settings: [Setting<WorklistSettings>] { common }
}
