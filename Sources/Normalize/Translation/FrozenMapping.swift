import Formats
import Pipeline

extension Mapping {
  /// The same mapping with nothing left to the file: what was found out about one file is what every later one has to be. Decimal
  /// marks and orders of dates that all columns share go to `locale`, others to their field.
  /// - Parameter columns: of the file; what it has no column for stays open.
  public func frozen(_ shape: SourceShape?, columns: [String], encoding: TextEncoding?, styles: Styles?) -> Mapping {
    var mapping = self
    if var read {
      read.encoding = encoding ?? read.encoding
      read.sheet.delimiter = shape?.sheet.delimiter ?? read.sheet.delimiter
      mapping.read = read
    }
    if shape != nil { mapping.dropAbsent(columns) }
    guard let styles, !isDirect else { return mapping }
    mapping.freeze(StyledRule.all(self), styles, columns)
    return mapping
  }

  /// Optional columns that the file has not are no longer named: in a mapping of one's own they would be slips.
  private mutating func dropAbsent(_ columns: [String]) {
    func isAbsent(_ field: FieldRule) -> Bool {
      !field.from.isEmpty && !field.from.contains(where: Mapping.isElsewhere)
        && SourceColumn.index(of: field.from, in: columns) == nil && field.filled.needsItsColumns
    }
    for at in fields.indices where isAbsent(fields[at]) && (!fields[at].isRequired || fields[at].constant != nil) {
      fields[at].from = []
      fields[at].value = nil
    }
    keep.removeAll(where: isAbsent)
  }

  private mutating func freeze(_ rules: [StyledRule], _ styles: Styles, _ columns: [String]) {
    var marks: [(field: String, decimal: MoneyFacets.Decimal)] = []
    var orders: [(field: String, formats: [DatePattern])] = []
    var amount = 0
    var day = 0
    for rule in rules {
      let isThere = SourceColumn.index(of: rule.rule.columns, in: columns) != nil
      switch rule.kind {
      case .amount(let facets):
        let decimal: MoneyFacets.Decimal = styles.amounts[amount].decimal == UInt8(ascii: ",") ? .comma : .point
        if isThere, facets.decimal == nil || facets.decimal == .auto { marks.append((rule.field, decimal)) }
        amount += 1
      case .day(let facets):
        if isThere, facets.formats == nil || facets.formats == .auto {
          orders.append((rule.field, styles.days[day].patterns))
        }
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

extension ValueRule {
  /// True where nothing comes of it without its columns: no constant stands in it.
  fileprivate var needsItsColumns: Bool {
    switch self {
    case .column(let rule): rule.standard == nil
    case .constant: false
    case .add(let a, let b), .subtract(let a, let b): a.needsItsColumns && b.needsItsColumns
    case .plusDays(let date, _): date.needsItsColumns
    case .first(let rules): rules.allSatisfy(\.needsItsColumns)
    case .choose(_, let then, let otherwise): then.needsItsColumns && otherwise?.needsItsColumns != false
    }
  }
}
