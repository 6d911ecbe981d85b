/// How a mapping names what it reads from:
/// - `Due Date`: a column of the header, compared exactly first, then without regard to capital letters;
/// - `Amount#2`: the second column of that name, where names repeat;
/// - `#3`: the third column, whatever its name;
/// - `^group`: a value carried from a group row above (`carry`), or from above in XML (`above`);
/// - `@as_of`: a value of the title block (`preamble`);
/// - `cac:Party/cbc:ID`, `@currencyID`, `each:c:Amt`: paths of XML, see `XMLRowShape`.
public enum SourceColumn {
  public static let carriedMark: Character = "^"
  public static let preambleMark: Character = "@"
  public static let positionMark: Character = "#"
  /// The value of the title block that says of which day a report of documents is.
  public static let titleDate = "as_of"
  public static let titleDateColumn = "\(preambleMark)\(titleDate)"

  /// In front of names that are looked up in the child row of `each`, see `XMLRowShape`.
  public static let eachPrefix = "each:"

  /// `#3` is 3; nil for names of another form.
  public static func position(_ name: String) -> Int? {
    guard let (base, number) = numbered(name), base.isEmpty else { return nil }
    return number
  }

  /// `Amount#2` is the second `Amount`; nil for names of another form.
  public static func repeated(_ name: String) -> (name: String, number: Int)? {
    guard let (base, number) = numbered(name), !base.isEmpty else { return nil }
    return (base, number)
  }

  /// Which of a reader's `columns` a name of a mapping means; nil where the file has none.
  public static func index(of name: String, in columns: [String]) -> Int? { index(of: [name], in: columns) }

  /// Which column a list of names means, the first that there is; nil where there is none. Exact names come before names that
  /// differ in capital letters only, whole names before `#` forms.
  public static func index(of names: [String], in columns: [String]) -> Int? {
    for name in names {
      if let index = columns.firstIndex(of: name) { return index }
    }
    for name in names {
      let lowered = name.lowercased()
      if let index = columns.firstIndex(where: { $0.lowercased() == lowered }) { return index }
      guard let (base, number) = numbered(name) else { continue }
      let found = base.isEmpty ? at(number, in: columns) : occurrence(number, of: base, in: columns)
      if let found { return found }
    }
    return nil
  }

  /// How often the file has a column of that name, also in other capital letters: above 1 the mapping has to say which, `Amount#2`.
  public static func count(of name: String, in columns: [String]) -> Int {
    let lowered = name.lowercased()
    return columns.count { $0.lowercased() == lowered }
  }

  /// The name that means this column and no other: `#3` where it has none, `Amount#2` where it is the second of its name.
  public static func name(of index: Int, in columns: [String]) -> String {
    let name = columns[index]
    if name.isEmpty { return "\(positionMark)\(index + 1)" }
    let lowered = name.lowercased()
    let earlier = columns[..<index].count { $0.lowercased() == lowered }
    return earlier == 0 ? name : "\(name)\(positionMark)\(earlier + 1)"
  }

  /// `Amount#2` as `Amount` and 2.
  private static func numbered(_ name: String) -> (base: String, number: Int)? {
    guard let mark = name.lastIndex(of: positionMark) else { return nil }
    let digits = name[name.index(after: mark)...]
    guard !digits.isEmpty, digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let number = Int(digits), number > 0 else {
      return nil
    }
    return (String(name[..<mark]), number)
  }

  /// Carried values and those of the title block stand behind the columns of the file and have no number.
  private static func at(_ ordinal: Int, in columns: [String]) -> Int? {
    guard ordinal <= columns.count else { return nil }
    let mark = columns[ordinal - 1].first
    return mark == carriedMark || mark == preambleMark ? nil : ordinal - 1
  }

  private static func occurrence(_ ordinal: Int, of name: String, in columns: [String]) -> Int? {
    let exact = columns.indices.filter { columns[$0] == name }
    if exact.count >= ordinal { return exact[ordinal - 1] }
    let lowered = name.lowercased()
    let any = columns.indices.filter { columns[$0].lowercased() == lowered }
    return any.count >= ordinal ? any[ordinal - 1] : nil
  }
}
