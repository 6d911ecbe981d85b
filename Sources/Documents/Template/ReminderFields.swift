/// What reminders and pre-due notices offer to their templates. `ReminderContent` fills them in; the handbook lists them.
public enum ReminderFields {
  public static let all: [FieldDeclaration] = parties + amounts + lists + time + payment + yesOrNo

  /// Of each row of `items`, `final_items`, `other_items`, `credits`, `not_due`, `held`, `disputed` and `set_aside`.
  public static let columns: [FieldDeclaration] = [
    .init(.documentID, .text, required: true, meaning: "number of the document, with its instalment"),
    .init(.documentDate, .date, required: true, meaning: "date of the document"),
    .init(.dueDate, .date, meaning: "day on which it was or will be due"),
    .init(.daysPastDue, .int, meaning: "days from the due date to the as-of date; empty where not yet due"),
    .init(.amount, .money, required: true, meaning: "original amount"),
    .init(.balance, .money, required: true, meaning: "what is open and counts in this list"),
    .init(
      .level, .int,
      meaning: "the reminder level of this document with this message; empty for credits and what was never reminded"),
    .init(.reference, .text, meaning: "reference of the document"),
    .init(
      .knownAs, .text,
      meaning:
        "the same where it is another number than document_id: the one on the invoice, where the ERP has its own; none of money on account"
    ),
    .init(.purchaseOrder, .text, meaning: "the customer's order number"),
    .init(.kind, .text, required: true, meaning: "invoice, credit note, ... in the language of the message"),
  ]

  /// Of each row of `interest_items`: days in a row with one base and one rate.
  public static let interestColumns: [FieldDeclaration] = [
    .init(.documentID, .text, required: true, meaning: "number of the document that bears the interest"),
    .init(.from, .date, required: true, meaning: "first day counted"),
    .init(.through, .date, required: true, meaning: "last day counted"),
    .init(.days, .int, required: true, meaning: "days of interest"),
    .init(.principal, .money, required: true, meaning: "what bears interest on these days"),
    .init(.rate, .percent, required: true, meaning: "rate a year"),
    .init(
      .interest, .money, meaning: "interest of the document; behind its last row, for single rows are not rounded"),
  ]

  /// Of each row of `fee_items`.
  public static let feeColumns: [FieldDeclaration] = [
    .init(.documentID, .text, required: true, meaning: "number of the invoice, of a fee those that called for it"),
    .init(.kind, .text, required: true, meaning: "reminder fee or lump sum, in the language of the message"),
    .init(.amount, .money, required: true, meaning: "what is asked of it"),
  ]

  private static let parties: [FieldDeclaration] = [
    .init(.companyName, .text, required: true, meaning: "our name"),
    .init(.customerName, .text, required: true, meaning: "name of the customer"),
    .init(.customerID, .text, required: true, meaning: "the customer's number"),
    .init(.contactName, .text, meaning: "person to whom the message is addressed"),
    .init(.salutationName, .text, required: true, meaning: "the person, else the customer"),
    .init(.senderName, .text, meaning: "our person in charge"),
    .init(.senderEmail, .text, meaning: "where our person in charge reads e-mail"),
    .init(.senderPhone, .text, meaning: "our person in charge on the telephone"),
    .init(
      .senderLine, .text, required: true, meaning: "our person in charge with telephone, else e-mail, in one line"),
  ]

  private static let amounts: [FieldDeclaration] = [
    .init(.currency, .text, required: true, meaning: "ISO 4217 code of all amounts"),
    .init(.amountDue, .money, required: true, meaning: "what is asked: overdue + credits + interest + fees"),
    .init(.overdueTotal, .money, required: true, meaning: "sum of items"),
    .init(.creditsTotal, .money, required: true, meaning: "credits that are set against them; negative or zero"),
    .init(.notDueTotal, .money, required: true, meaning: "sum of not_due"),
    .init(.heldTotal, .money, required: true, meaning: "sum of held: not asked for in this message"),
    .init(.interestTotal, .money, required: true, meaning: "interest that is asked"),
    .init(
      .interestEarlier, .money, meaning: "the part of it that earlier messages claimed on documents not on this one"),
    .init(
      .interestPaid, .money,
      meaning: "what of it is paid already, by money that waits for the ERP; negative or zero"),
    .init(.interestBasis, .text, meaning: "law or contract, rate and count of days of the interest, as a sentence"),
    .init(.feesTotal, .money, required: true, meaning: "charges that are asked"),
    .init(.lumpSumBasis, .text, meaning: "what lump sums are for and by which law, as a sentence"),
    .init(.openTotal, .money, required: true, meaning: "balance of everything in the lists, credits deducted"),
  ]

  private static let lists: [FieldDeclaration] = [
    .init(.items, .list, required: true, meaning: "what is asked, oldest first", columns: columns),
    .init(
      .finalItems, .list,
      meaning: "those of items at the level of the message; in a pre-due notice those not yet due",
      columns: columns),
    .init(
      .otherItems, .list, meaning: "those of items below the level of the message; in a pre-due notice those overdue",
      columns: columns),
    .init(.credits, .list, meaning: "credits that are set against the items", columns: columns),
    .init(.notDue, .list, meaning: "for information: not yet due", columns: columns),
    .init(.held, .list, meaning: "not asked: disputed, promised or on hold", columns: columns),
    .init(.disputed, .list, meaning: "those of held that are disputed: they are being clarified", columns: columns),
    .init(
      .setAside, .list, meaning: "the others of held: promised, in a plan, paid but not posted, on hold",
      columns: columns),
    .init(.interestItems, .list, meaning: "how the interest comes about", columns: interestColumns),
    .init(.feeItems, .list, meaning: "what fees_total is made of", columns: feeColumns),
  ]

  private static let time: [FieldDeclaration] = [
    .init(.asOf, .date, required: true, meaning: "day for which the message was decided"),
    .init(.dataAsOf, .date, required: true, meaning: "date of the newest documents that were known"),
    .init(.oldestDueDate, .date, meaning: "earliest due date of the items"),
    .init(.maxDays, .int, required: true, meaning: "days past due of the oldest item; 0 for a pre-due notice"),
    .init(.level, .int, required: true, meaning: "reminder level of the message; 0 for a pre-due notice"),
    .init(.payBy, .date, meaning: "day by which payment is asked"),
    .init(.nextStep, .text, meaning: "a sentence of the caller on what comes next"),
  ]

  private static let payment: [FieldDeclaration] = [
    .init(.accountHolder, .text, meaning: "name on our bank account"),
    .init(.iban, .text, meaning: "our account, in blocks of four"),
    .init(.bic, .text, meaning: "our bank's BIC"),
    .init(.bankName, .text, meaning: "our bank"),
    .init(.paymentReference, .text, required: true, meaning: "what the customer is asked to quote"),
  ]

  private static let yesOrNo: [FieldDeclaration] = [
    .init(.hasContact, .bool, meaning: "contact_name is known"),
    .init(.hasNoContact, .bool, meaning: "contact_name is not known"),
    .init(.hasSender, .bool, meaning: "sender_name, sender_email or sender_phone is known"),
    .init(.hasDeductions, .bool, meaning: "amount_due differs from overdue_total: there is something to explain"),
    .init(.hasCredits, .bool, meaning: "credits_total is not zero"),
    .init(.hasNotDue, .bool, meaning: "not_due has rows"),
    .init(.hasHeld, .bool, meaning: "held has rows"),
    .init(.hasDisputed, .bool, meaning: "disputed has rows"),
    .init(.hasSetAside, .bool, meaning: "set_aside has rows"),
    .init(.hasInterest, .bool, meaning: "interest_total is not zero"),
    .init(.hasInterestItems, .bool, meaning: "interest_items has rows, and interest_basis is given"),
    .init(.hasInterestEarlier, .bool, meaning: "interest_earlier is not zero"),
    .init(.hasInterestPaid, .bool, meaning: "interest_paid is not zero"),
    .init(.hasFees, .bool, meaning: "fees_total is not zero"),
    .init(.hasFeeItems, .bool, meaning: "fee_items has rows"),
    .init(.hasLumpSums, .bool, meaning: "lump_sum_basis is given"),
    .init(.hasFinal, .bool, meaning: "final_items has rows"),
    .init(.hasOther, .bool, meaning: "other_items has rows"),
    .init(.hasPayBy, .bool, meaning: "pay_by is given"),
    .init(.hasBank, .bool, meaning: "iban is known"),
    .init(.hasNextStep, .bool, meaning: "next_step is given"),
  ]
}
