/// The names that fields of templates may have. What each means stands where it is offered: `ReminderFields`, `StatementFields`,
/// `InvitationFields`. They are numbered in the order in which messages are filled in, rows of documents first; see `Fields`.
public enum FieldName: String, CaseIterable, Sendable {
  // A row of documents.
  case documentID = "document_id"
  case documentDate = "document_date"
  case dueDate = "due_date"
  case daysPastDue = "days_past_due"
  case amount
  case balance
  case level
  case reference
  case knownAs = "known_as"
  case purchaseOrder = "purchase_order"
  case kind
  // Who writes, and where to pay.
  case companyName = "company_name"
  case senderName = "sender_name"
  case senderEmail = "sender_email"
  case senderPhone = "sender_phone"
  case senderLine = "sender_line"
  case hasSender = "has_sender"
  case hasBank = "has_bank"
  case accountHolder = "account_holder"
  case iban
  case bic
  case bankName = "bank_name"
  // To whom.
  case customerName = "customer_name"
  case customerID = "customer_id"
  case contactName = "contact_name"
  case salutationName = "salutation_name"
  case hasContact = "has_contact"
  case hasNoContact = "has_no_contact"
  // What is asked.
  case currency
  case amountDue = "amount_due"
  case overdueTotal = "overdue_total"
  case creditsTotal = "credits_total"
  case interestTotal = "interest_total"
  case feesTotal = "fees_total"
  case hasCredits = "has_credits"
  case hasInterest = "has_interest"
  case hasFees = "has_fees"
  case hasDeductions = "has_deductions"
  case openTotal = "open_total"
  // How its interest comes about.
  case hasInterestItems = "has_interest_items"
  case hasInterestEarlier = "has_interest_earlier"
  case interestEarlier = "interest_earlier"
  case hasInterestPaid = "has_interest_paid"
  case interestPaid = "interest_paid"
  case interestBasis = "interest_basis"
  case interestItems = "interest_items"
  // What its fees are.
  case hasFeeItems = "has_fee_items"
  case hasLumpSums = "has_lump_sums"
  case lumpSumBasis = "lump_sum_basis"
  case feeItems = "fee_items"
  // Lists of documents.
  case items
  case finalItems = "final_items"
  case otherItems = "other_items"
  case credits
  case notDue = "not_due"
  case held
  case disputed
  case setAside = "set_aside"
  case notDueTotal = "not_due_total"
  case heldTotal = "held_total"
  case hasNotDue = "has_not_due"
  case hasHeld = "has_held"
  case hasDisputed = "has_disputed"
  case hasSetAside = "has_set_aside"
  case hasFinal = "has_final"
  case hasOther = "has_other"
  // Days, levels, and what comes next.
  case asOf = "as_of"
  case dataAsOf = "data_as_of"
  case oldestDueDate = "oldest_due_date"
  case maxDays = "max_days"
  case payBy = "pay_by"
  case hasPayBy = "has_pay_by"
  case nextStep = "next_step"
  case hasNextStep = "has_next_step"
  case paymentReference = "payment_reference"
  // A row of interest.
  case from
  case through
  case days
  case principal
  case rate
  case interest
  // A row of balances, on statements.
  case balances
  case overdue
  case unapplied
  // What a statement lists.
  case listsItems = "lists_items"
  case listsMovements = "lists_movements"
  case periodFrom = "period_from"
  case periodTo = "period_to"
  // Invitations to the portal.
  case email
  case portal
  case hasEmail = "has_email"
  case hasNoEmail = "has_no_email"

  /// From 0, in the order above: a case without values is stored as its number.
  var number: Int { Int(unsafeBitCast(self, to: UInt8.self)) }
}
