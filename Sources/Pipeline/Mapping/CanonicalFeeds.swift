import Ledger

/// The feeds of CONTRACT section 3, column by column. Files that use these names need no mapping of their own.
extension Mapping {
  public static let customers = Mapping(
    feed: .customers,
    fields: [
      FieldRule("company", isRequired: true), FieldRule("customer_id", .id, isRequired: true),
      FieldRule("name", isRequired: true), FieldRule("party_id", .id), FieldRule("parent_id", .id),
      FieldRule("bill_to", .id), FieldRule("party_type", .choice(["business", "consumer", "public"])),
      FieldRule("intercompany", .bool), FieldRule("contact"), FieldRule("email", .email), FieldRule("phone"),
      FieldRule("address_line1"), FieldRule("address_line2"), FieldRule("address_line3"), FieldRule("address_line4"),
      FieldRule("city"), FieldRule("region"), FieldRule("postal_code"), FieldRule("country", .country),
      FieldRule("language", .language), FieldRule("currency", .currency), FieldRule("terms"),
      FieldRule("credit_limit", .money),
      FieldRule("company_type"), FieldRule("customer_since", .date),
      FieldRule("channel", .choice(Channel.allCases.map(\.rawValue))), FieldRule("payment_method"),
      FieldRule("reminder_block"), FieldRule("reminder_block_until", .date), FieldRule("group"),
      FieldRule("salesperson"), FieldRule("tax_id"),
    ], xmlRoot: "receivables", xmlRecord: "customer")

  public static let contacts = Mapping(
    feed: .contacts,
    fields: [
      FieldRule("company", isRequired: true), FieldRule("customer_id", .id, isRequired: true),
      FieldRule("contact_id", .id, isRequired: true), FieldRule("name", isRequired: true), FieldRule("role"),
      FieldRule("email", .email), FieldRule("phone"), FieldRule("language", .language),
      FieldRule("channel", .choice(Channel.allCases.map(\.rawValue))), FieldRule("consent_sms_on", .date),
      FieldRule("consent_whatsapp_on", .date),
    ], xmlRoot: "receivables", xmlRecord: "contact")

  public static let documents = Mapping(
    feed: .documents,
    fields: [
      FieldRule("company", isRequired: true), FieldRule("document_id", .id, isRequired: true),
      FieldRule("customer_id", .id, isRequired: true), FieldRule("document_date", .date, isRequired: true),
      FieldRule("currency", .currency, isRequired: true), FieldRule("balance", .money, isRequired: true),
      FieldRule("kind", .choice(DocumentKind.allCases.map(\.name))), FieldRule("due_date", .date),
      FieldRule("amount", .money), FieldRule("net_amount", .money), FieldRule("tax_amount", .money),
      FieldRule("discount_date", .date), FieldRule("discount_amount", .money), FieldRule("purchase_order"),
      FieldRule("reference"), FieldRule("terms"), FieldRule("salesperson"), FieldRule("status"),
      FieldRule("instalment", .id), FieldRule("payment_method"), FieldRule("reminder_block"),
      FieldRule("reminder_block_until", .date), FieldRule("reminder_level", .integer),
      FieldRule("last_reminded_on", .date),
    ], xmlRoot: "receivables", xmlRecord: "document")

  public static let payments = Mapping(
    feed: .payments,
    fields: [
      FieldRule("company", isRequired: true), FieldRule("payment_id", .id, isRequired: true),
      FieldRule("customer_id", .id, isRequired: true), FieldRule("payment_date", .date, isRequired: true),
      FieldRule("currency", .currency, isRequired: true), FieldRule("amount", .money, isRequired: true),
      FieldRule("method"), FieldRule("reference"), FieldRule("remittance"), FieldRule("payer_name"),
      FieldRule("payer_account"),
    ], xmlRoot: "receivables", xmlRecord: "payment")

  public static let applications = Mapping(
    feed: .applications,
    fields: [
      FieldRule("company", isRequired: true), FieldRule("payment_id", .id, isRequired: true),
      FieldRule("document_id", .id, isRequired: true), FieldRule("amount", .money, isRequired: true),
      FieldRule("applied_on", .date),
    ], xmlRoot: "receivables", xmlRecord: "application")

  public static let controls = Mapping(
    feed: .controls,
    fields: [
      FieldRule("company", isRequired: true), FieldRule("currency", .currency, isRequired: true),
      FieldRule("as_of", .date), FieldRule("rows", .integer), FieldRule("total", .money),
      FieldRule("gl_balance", .money),
    ], xmlRoot: "receivables", xmlRecord: "control")

  public static let rates = Mapping(
    feed: .rates,
    fields: [
      FieldRule("date", .date, isRequired: true), FieldRule("from", .currency, isRequired: true),
      FieldRule("to", .currency, isRequired: true), FieldRule("rate", isRequired: true),
    ], xmlRoot: "receivables", xmlRecord: "rate")

  public static let decisions = Mapping(
    feed: .decisions,
    fields: [
      FieldRule("company", isRequired: true), FieldRule("customer_id", .id, isRequired: true),
      FieldRule("kind", .choice(Decision.Kind.allCases.map(\.rawValue)), isRequired: true),
      FieldRule("decision_id", .id), FieldRule("document_id", .id), FieldRule("from", .date),
      FieldRule("until", .date), FieldRule("amount", .money), FieldRule("value"), FieldRule("note"), FieldRule("by"),
      FieldRule("plan_id", .id),
    ], xmlRoot: "receivables", xmlRecord: "decision")

  public static let deliveryEvents = Mapping(
    feed: .deliveryEvents,
    fields: [
      FieldRule("company", isRequired: true), FieldRule("message_id", .id, isRequired: true),
      FieldRule("event", .choice(DeliveryEvent.Kind.allCases.map(\.rawValue)), isRequired: true), FieldRule("at"),
      FieldRule("detail"),
    ], xmlRoot: "receivables", xmlRecord: "delivery_event")

  public static let accessRequests = Mapping(
    feed: .accessRequests,
    fields: [FieldRule("email", isRequired: true), FieldRule("company"), FieldRule("at"), FieldRule("name")],
    xmlRoot: "receivables", xmlRecord: "access_request")
}
