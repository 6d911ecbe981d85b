extension LockboxLayout {
  /// The fields that mean something; any other name is a slip of the pen.
  public static let names: Set<String> = [
    "account", "amount", "batch", "check", "count", "currency", "date", "invoice", "invoiceAmount", "item", "lockbox",
    "payer", "records", "remittance", "routing",
  ]

  /// The layout that most banks start from; each changes something, so a mapping may give its own.
  ///
  /// Fields that a reader knows (`names`), by record type: `date` `5` (YYMMDD or YYYYMMDD, by its width) or `1`, `lockbox` `5`, `batch` `5` `6` `7`,
  /// `item` `6`, `amount` `6` (cents), `routing` `6`, `account` `6`, `check` `6`, `payer` `6`, `currency` `5` `6`, `invoice` `6` `4` (as
  /// often as there are columns for it), `invoiceAmount` `6` `4` (cents, of the invoice that the layout has before it), `remittance` `6` `4`, `count` and `amount` `7` `8`, `records` `9`.
  public static let bai = LockboxLayout(fields: [
    Field(UInt8(ascii: "1"), "date", 24, 29),
    Field(UInt8(ascii: "5"), "batch", 2, 4), Field(UInt8(ascii: "5"), "lockbox", 8, 14),
    Field(UInt8(ascii: "5"), "date", 15, 20),
    Field(UInt8(ascii: "6"), "batch", 2, 4), Field(UInt8(ascii: "6"), "item", 5, 7),
    Field(UInt8(ascii: "6"), "amount", 8, 17), Field(UInt8(ascii: "6"), "routing", 18, 26),
    Field(UInt8(ascii: "6"), "account", 27, 36), Field(UInt8(ascii: "6"), "check", 37, 46),
    Field(UInt8(ascii: "6"), "payer", 53, 82),
    Field(UInt8(ascii: "4"), "remittance", 12, 80),
    Field(UInt8(ascii: "7"), "count", 21, 23), Field(UInt8(ascii: "7"), "amount", 24, 33),
    Field(UInt8(ascii: "8"), "count", 21, 24), Field(UInt8(ascii: "8"), "amount", 25, 34),
    Field(UInt8(ascii: "9"), "records", 2, 7),
  ])

  /// The texts of a field of a line, in the order of the layout; empty ones are left out.
  func texts(_ name: String, _ line: FixedLine) -> [String] {
    fields.filter { $0.record == line.type && $0.name == name }.map { line.text($0.from, $0.to) }.filter { !$0.isEmpty }
  }

  func text(_ name: String, _ line: FixedLine) -> String { texts(name, line).first ?? "" }
}
