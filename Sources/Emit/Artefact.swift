import Documents
import Ledger
import Pipeline

/// A file, or a family of files, of a run. It is given every customer once, in key order, and takes from it what it is about;
/// nothing of a customer is kept but totals and the top rows, so that a million items need no more memory than a thousand.
public protocol StreamedArtefact {
  /// The next customer. Throws what the sink throws, and `FootingError` where totals do not tie.
  mutating func add(_ account: CustomerAccount, _ outcome: AccountOutcome) throws
  /// Every customer was given: ends the files.
  mutating func finish() throws

  /// Whether it consists of pieces, letters or statements, that can be made before their turn: out of order, in another process, or not
  /// at all. Making one changes nothing; what it gives is handed to `add` when the account's turn has come, and whatever was not made is
  /// made then. So nobody can tell from the files who made what.
  var isPiecewise: Bool { get }
  /// How many pieces an account has. What all pieces share, such as the compiled template, is made here: whoever makes them has it.
  func pieces(_ account: CustomerAccount, _ outcome: AccountOutcome) -> Int
  /// Makes the pieces of an account. Nil: they have to wait for their turn.
  func made(_ account: CustomerAccount, _ outcome: AccountOutcome) -> Parcel?
  /// The next customer, with what `made` gave for the same account and outcome; nil: nothing was made.
  mutating func add(_ account: CustomerAccount, _ outcome: AccountOutcome, made: Parcel.Reader?) throws
}

extension StreamedArtefact {
  public var isPiecewise: Bool { false }
  public func pieces(_ account: CustomerAccount, _ outcome: AccountOutcome) -> Int { 0 }
  public func made(_ account: CustomerAccount, _ outcome: AccountOutcome) -> Parcel? { nil }
  public mutating func add(_ account: CustomerAccount, _ outcome: AccountOutcome, made: Parcel.Reader?) throws {
    try add(account, outcome)
  }
}

/// An entry of the table of contents below.
public struct ArtefactEntry: Sendable {
  /// The name in pipeline.json (`"artifact": "aging-report"`); for what is always written a name of its own.
  public var name: String
  /// Paths in the run's folder; a part in angle brackets varies.
  public var files: [String]
  /// What it is for, in one line.
  public var summary: String
  /// Heading of its chapter in `docs/artefacts.md`.
  public var heading: String
  /// Written by every run, whatever pipeline.json lists.
  public var isAlways: Bool

  public init(_ name: String, files: [String], summary: String, heading: String, isAlways: Bool = false) {
    self.name = name
    self.files = files
    self.summary = summary
    self.heading = heading
    self.isAlways = isAlways
  }
}

/// All artefacts of this version: one line each, one folder each.
public enum Artefacts {
  public static let all: [ArtefactEntry] = [
    ArtefactEntry(
      "aging-report",
      files: [
        "aging/aging.csv", "aging/aging-detail.csv", "aging/aging.html", "aging/by-company.csv", "aging/by-group.csv",
        "aging/by-salesperson.csv", "aging/by-currency.csv",
      ],
      summary: "what is open, by age: per customer, per item, and the report people look at", heading: "Aging"),
    ArtefactEntry(
      "changes", files: ["changes/changes.csv", "changes/adjustments.csv"],
      summary: "what happened to each document since the last night, and which came back to life", heading: "Changes"),
    ArtefactEntry(
      "scores", files: ["scores/scores.csv"], summary: "how each customer pays, with reasons", heading: "Scores"),
    ArtefactEntry(
      "reminders",
      files: [
        "reminders/reminders.csv", "reminders/items.csv", "reminders/invitations.csv", "reminders/calls.csv",
        "reminders/recall.csv",
        "reminders/email/index.csv", "reminders/email/<message_id>.eml", "reminders/sms.csv",
        "reminders/whatsapp.jsonl",
        "reminders/history.csv",
        "reminders/rehearsal/email/index.csv", "reminders/rehearsal/email/<message_id>.eml",
        "reminders/rehearsal/sms.csv", "reminders/rehearsal/whatsapp.jsonl",
      ],
      summary: "who is reminded of what, who is not and why; e-mails, text messages, and whom to call",
      heading: "Reminders"),
    ArtefactEntry(
      "letters",
      files: [
        "letters/<batch>.pdf", "letters/<batch>.csv", "reminders/rehearsal/letters/<batch>.pdf",
        "reminders/rehearsal/letters/<batch>.csv",
      ],
      summary: "print files for a mail house, each with a row per piece", heading: "Letters"),
    ArtefactEntry(
      "statements",
      files: [
        "statements/statements.pdf", "statements/statements.html", "statements/statements.csv",
        "statements/movements.csv",
        "statements/index.csv",
        "statements/<company>-<customer>.pdf", "statements/<company>-<customer>.html",
      ],
      summary: "what is open between each customer and us, with an aging strip", heading: "Statements"),
    ArtefactEntry(
      "charges", files: ["charges/charges.csv", "charges/erp-posting.csv", "charges/interest.csv"],
      summary: "claims beside the invoices: interest, fees, lump sums; and what the ERP should post", heading: "Charges"
    ),
    ArtefactEntry(
      "worklist", files: ["worklist.csv"], summary: "everything that waits for a person", heading: "Worklist"),
    ArtefactEntry(
      "handover",
      files: [
        "handover/handover.csv", "handover/<company>/<customer>-<currency>/items.csv",
        "handover/<company>/<customer>-<currency>/<document>.pdf",
      ],
      summary: "documents that leave for a lawyer or an agency, where a policy hands over", heading: "Hand-over",
      isAlways: true),
    ArtefactEntry(
      "cash", files: ["cash/applications.csv", "cash/unapplied.csv", "cash/review.csv"],
      summary: "which payment settled what, what is left and why, and what a person has to decide", heading: "Cash"),
    ArtefactEntry(
      "writeback",
      files: [
        "writeback/cash-postings.csv", "writeback/documents.csv", "writeback/write-offs.csv",
        "writeback/credit-holds.csv",
      ],
      summary: "what the ERP can read back: cash postings, reminder levels and dates, write-offs, credit holds",
      heading: "Writeback"),
    ArtefactEntry(
      "measures",
      files: ["measures/measures.csv", "measures/concentration.csv", "measures/expected-loss.csv"],
      summary: "thirteen months of DSO, ADD, CEI and days to pay; the largest customers; expected losses",
      heading: "Measures"),
    ArtefactEntry(
      "run-report", files: ["run.json", "run.html"],
      summary: "what the night read, rejected, changed, decided and wrote, with totals that tie", heading: "Run report",
      isAlways: true),
    ArtefactEntry(
      "rejects", files: ["rejects/<feed>.csv", "rejects/<feed>-redrop.csv"],
      summary: "rows that were not taken, why, and the same rows to correct and drop again", heading: "Rejects",
      isAlways: true),
    ArtefactEntry(
      "manifest", files: ["manifest.json"], summary: "inputs, files and control totals, with their sha256",
      heading: "Manifest", isAlways: true),
    ArtefactEntry(
      "attention", files: ["../../attention.txt", "../../attention.json"],
      summary: "how things stand and what to type", heading: "Attention", isAlways: true),
  ]

  /// The entry of a name; nil where there is none.
  public static func named(_ name: String) -> ArtefactEntry? { all.first { $0.name == name } }
}
