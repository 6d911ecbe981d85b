/// What the built-in templates say in one language. `BuiltinBodies` puts the words into their places, the same in every language.
struct BuiltinWords: Sendable {
  /// One kind of message.
  struct Message: Sendable {
    var subject: String
    /// The first paragraph, above the table.
    var opening: String
    /// Above the second table, of what the opening is not about.
    var others = ""
    /// What is asked beside payment, or what follows without it.
    var request = ""
    /// The text message; one or two segments with names of usual length.
    var sms = ""
  }

  /// To a person who is named, and to nobody in particular.
  var named: String
  var unnamed: String
  /// Labels of the sums.
  var overdue: String
  var itemsAbove: String
  var credits: String
  var interest: String
  /// Interest that earlier messages claimed on documents that are not on this one.
  var interestEarlier: String
  /// Interest that is paid already.
  var interestPaid: String
  var fees: String
  var amountDue: String
  var total: String
  /// Above the lists of what is set off, of what is disputed, of what is held back otherwise, and of what is not due.
  var creditsDeducted: String
  var disputed: String
  var setAside: String
  var notDue: String
  var pay: String
  var alreadyPaid: String
  /// Labels of the bank details and of the signature.
  var accountHolder: String
  var bank: String
  var reference: String
  var contact: String
  var telephone: String
  var email: String
  var regards: String
  /// Title of the column of levels, where the label of documents is too long for it.
  var levelTitle: String?
  /// Columns of the statement's summary: not due, overdue, credits, balance.
  var balances: (notDue: String, overdue: String, unapplied: String, balance: String)
  /// Of when the figures of the statement are.
  var statementDate: String

  var preDue: Message
  var gentle: Message
  var firm: Message
  var final: Message
  var promiseBroken: Message
  var planMissed: Message
  var statement: Message
  var invitation: Message
  /// Label of the portal's address.
  var portal: String
}
