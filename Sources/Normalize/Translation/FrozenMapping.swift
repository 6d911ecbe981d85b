import Formats
import Pipeline

extension Mapping {
  /// The same mapping with nothing left to the file: what was found out about one file is what every later one has to be. Decimal
  /// marks and orders of dates that all columns share go to `locale`, others to their field.
  public func frozen(_ shape: SourceShape?, encoding: TextEncoding?, styles: Styles?) -> Mapping {
    var mapping = self
    if var read {
      read.encoding = encoding ?? read.encoding
      read.sheet.delimiter = shape?.sheet.delimiter ?? read.sheet.delimiter
      mapping.read = read
    }
    guard let styles, !isDirect else { return mapping }
    mapping.freeze(StyledRule.all(self), styles)
    return mapping
  }

  private mutating func freeze(_ rules: [StyledRule], _ styles: Styles) {
    var marks: [(field: String, decimal: MoneyFacets.Decimal)] = []
    var orders: [(field: String, formats: [DatePattern])] = []
    var amount = 0
    var day = 0
    for rule in rules {
      switch rule.kind {
      case .amount(let facets):
        let decimal: MoneyFacets.Decimal = styles.amounts[amount].decimal == UInt8(ascii: ",") ? .comma : .point
        if facets.decimal == nil || facets.decimal == .auto { marks.append((rule.field, decimal)) }
        amount += 1
      case .day(let facets):
        if facets.formats == nil || facets.formats == .auto { orders.append((rule.field, styles.days[day].patterns)) }
        day += 1
      }
    }
    if let first = marks.first { locale.money.decimal = first.decimal }
    for mark in marks where mark.decimal != marks[0].decimal {
      change(mark.field) { $0.money.decimal = mark.decimal }
    }
    if let first = orders.first { locale.date.formats = .listed(first.formats) }
    for order in orders where order.formats != orders[0].formats {
      change(order.field) { $0.date.formats = .listed(order.formats) }
    }
  }

  private mutating func change(_ name: String, _ change: (inout ColumnRule) -> Void) {
    func changed(_ field: FieldRule) -> FieldRule {
      guard field.name == name, case .column(var rule) = field.filled else { return field }
      change(&rule)
      var field = field
      field.value = .column(rule)
      return field
    }
    fields = fields.map(changed)
    keep = keep.map(changed)
  }
}
