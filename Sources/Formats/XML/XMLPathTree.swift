/// All paths of a mapping as one tree: which elements matter, and what happens where they open and close.
///
/// The tree hangs together like this: node 0 is the document; `row` and `above` paths go down from there. At the end of each `row`
/// alternative begins the one tree of paths within a row, at the end of `each` the tree of paths within a child row.
struct XMLPathTree {
  struct Child {
    var name: XMLPath.Name
    var condition: XMLPath.Condition?
    var node: Int
  }
  struct Attribute {
    var name: XMLPath.Name
    var target: Target
  }
  /// What a text is for.
  enum Target: Equatable {
    case slot(Int)
    /// It may fulfil a condition.
    case condition(Int)
  }
  struct Node {
    var children: [Child] = []
    var text: [Target] = []
    var attributes: [Attribute] = []
    /// The condition that this element has to fulfil; -1 without one.
    var condition = -1
    /// The nodes whose trees begin here as well: of the row, of the child row.
    var below: [Int] = []
    var isRow = false
    var isEach = false
    /// Slots of `above` that count within this element: emptied where one opens.
    var scope: [Int] = []
  }
  /// Room for one value.
  struct Slot: Equatable {
    enum Home: Int, Comparable {
      case above, row, each
      static func < (a: Home, b: Home) -> Bool { a.rawValue < b.rawValue }
    }
    var home: Home
    /// Conditions on the way to it, the outermost first: all have to be fulfilled.
    var conditions: [Int]
    var joinsAll: Bool
  }
  /// Where a column of the record comes from.
  enum Column: Equatable {
    /// The first of these slots that has a value.
    case slots([Int])
    /// `local-name()`: the name of the row element.
    case rowName
    /// `each:position()`: the number of the child row within its row, from 1.
    case place
  }

  private(set) var nodes = [Node()]
  private(set) var slots: [Slot] = []
  /// What each condition asks for.
  private(set) var literals: [[UInt8]] = []
  private(set) var columns: [Column] = []
  private(set) var problems: [XMLPath.Problem] = []

  private let shape: XMLRowShape
  private var slotOfPath: [String: Int] = [:]
  private var rowRoot = 0
  private var eachRoot = 0
  private var rowPaths: [XMLPath] = []

  init(_ shape: XMLRowShape, columns names: [String]) {
    self.shape = shape
    nodes.append(Node())
    rowRoot = 1
    nodes.append(Node())
    eachRoot = 2
    for text in shape.row { addRow(text) }
    if shape.row.isEmpty { problems.append(.init(path: "row", message: "which element is a row?")) }
    if let each = shape.each { addEach(each) }
    columns = names.map { addColumn($0) }
    sortSlots()
  }

  // MARK: Rows

  private mutating func addRow(_ text: String) {
    guard let path = parse(text) else { return }
    guard path.isAbsolute, path.attribute == nil, !path.joinsAll else {
      return report(text, "the path of a row starts with / and ends with an element")
    }
    guard !path.steps.dropLast().contains(where: { $0.condition != nil }) else {
      return report(text, "a condition stands at the last step of a row")
    }
    let names = path.steps.map(\.name.local)
    if rowPaths.contains(where: {
      names.starts(with: $0.steps.map(\.name.local)) || $0.steps.map(\.name.local).starts(with: names)
    }) {
      let isTwin = rowPaths.contains { $0.steps.map(\.name.local) == names }
      guard isTwin else { return report(text, "a row cannot stand within another row") }
    }
    rowPaths.append(path)
    var conditions: [Int] = []
    let node = addSteps(path.steps[...], from: 0, &conditions)
    nodes[node].isRow = true
    if !nodes[node].below.contains(rowRoot) { nodes[node].below.append(rowRoot) }
  }

  private mutating func addEach(_ text: String) {
    guard let path = parse(text) else { return }
    guard !path.isAbsolute, path.up == 0, path.attribute == nil, !path.joinsAll, !path.steps.isEmpty else {
      return report(text, "the path of `each` goes down from the row and ends with an element")
    }
    guard !path.steps.dropLast().contains(where: { $0.condition != nil }) else {
      return report(text, "a condition stands at the last step of `each`")
    }
    var conditions: [Int] = []
    let node = addSteps(path.steps[...], from: rowRoot, &conditions)
    nodes[node].isEach = true
    nodes[node].below.append(eachRoot)
  }

  // MARK: Columns

  private mutating func addColumn(_ name: String) -> Column {
    if name == "local-name()" { return .rowName }
    if name == "each:position()", shape.each != nil { return .place }
    if name.first == SourceColumn.carriedMark {
      guard let above = shape.above.first(where: { $0.name == name.dropFirst() }) else {
        report(name, "`above` has no value of this name")
        return .slots([])
      }
      return .slots(above.paths.flatMap { addAbove($0) })
    }
    let isEach = name.hasPrefix("each:")
    let text = isEach ? String(name.dropFirst(5)) : name
    if isEach, shape.each == nil { report(name, "the mapping has no `each`") }
    guard let path = parse(text) else { return .slots([]) }
    guard !path.isAbsolute, path.up == 0 else {
      report(name, "the path goes down from the row; what stands above it is named in `above`")
      return .slots([])
    }
    return .slots([addSlot(path, isEach ? .each : .row, from: isEach ? eachRoot : rowRoot, key: name)])
  }

  /// One slot for each row alternative that is deep enough; one has to be.
  private mutating func addAbove(_ text: String) -> [Int] {
    guard let path = parse(text) else { return [] }
    guard path.up > 0, !path.isAbsolute else {
      report(text, "a value of `above` starts with ../")
      return []
    }
    var found: [Int] = []
    for row in rowPaths {
      let depth = row.steps.count - path.up
      guard depth > 0 else { continue }
      var conditions: [Int] = []
      let scope = addSteps(row.steps[..<depth], from: 0, &conditions)
      let slot = addSlot(path, .above, from: scope, key: "\(scope) \(text)")
      if !nodes[scope].scope.contains(slot) { nodes[scope].scope.append(slot) }
      if !found.contains(slot) { found.append(slot) }
    }
    if found.isEmpty { report(text, "goes up beyond the root element") }
    return found
  }

  private mutating func addSlot(_ path: XMLPath, _ home: Slot.Home, from: Int, key: String) -> Int {
    if let slot = slotOfPath[key] { return slot }
    var conditions: [Int] = []
    let node = addSteps(path.steps[...], from: from, &conditions)
    let slot = slots.count
    slots.append(Slot(home: home, conditions: conditions, joinsAll: path.joinsAll))
    slotOfPath[key] = slot
    if let attribute = checked(path.attribute, key) {
      nodes[node].attributes.append(Attribute(name: attribute, target: .slot(slot)))
    } else {
      nodes[node].text.append(.slot(slot))
    }
    return slot
  }

  // MARK: Steps

  /// The node at the end of the steps. Conditions met on the way are appended.
  private mutating func addSteps(_ steps: ArraySlice<XMLPath.Step>, from: Int, _ conditions: inout [Int]) -> Int {
    var node = from
    for step in steps {
      _ = checked(step.name, step.name.local)
      let known = nodes[node].children.first { $0.name == step.name && $0.condition == step.condition }
      node = known?.node ?? addChild(step, to: node)
      if nodes[node].condition >= 0 { conditions.append(nodes[node].condition) }
    }
    return node
  }

  private mutating func addChild(_ step: XMLPath.Step, to parent: Int) -> Int {
    let node = nodes.count
    nodes.append(Node())
    nodes[parent].children.append(Child(name: step.name, condition: step.condition, node: node))
    guard let condition = step.condition else { return node }
    nodes[node].condition = literals.count
    literals.append(Array(condition.literal.utf8))
    let target = Target.condition(nodes[node].condition)
    var none: [Int] = []
    let operand = addSteps(condition.path.map { XMLPath.Step(name: $0) }[...], from: node, &none)
    if let attribute = checked(condition.attribute, step.name.local) {
      nodes[operand].attributes.append(Attribute(name: attribute, target: target))
    } else {
      nodes[operand].text.append(target)
    }
    return node
  }

  private mutating func checked(_ name: XMLPath.Name?, _ path: String) -> XMLPath.Name? {
    guard let name else { return nil }
    if let prefix = name.prefix, shape.namespaces[prefix] == nil {
      report(path, "the prefix `\(prefix)` is not declared in `ns`")
    }
    return name
  }

  private mutating func parse(_ text: String) -> XMLPath? {
    do {
      return try XMLPath(text)
    } catch {
      problems.append(error)
      return nil
    }
  }

  private mutating func report(_ path: String, _ message: String) {
    let problem = XMLPath.Problem(path: path, message: message)
    if !problems.contains(problem) { problems.append(problem) }
  }

  /// Slots of `above` first, then of the row, then of child rows: each kind lies together.
  private mutating func sortSlots() {
    let order = slots.indices.sorted { (slots[$0].home, $0) < (slots[$1].home, $1) }
    var place = [Int](repeating: 0, count: slots.count)
    for (new, old) in order.enumerated() { place[old] = new }
    slots = order.map { slots[$0] }
    func moved(_ target: Target) -> Target {
      if case .slot(let slot) = target { .slot(place[slot]) } else { target }
    }
    for index in nodes.indices {
      nodes[index].text = nodes[index].text.map(moved)
      nodes[index].scope = nodes[index].scope.map { place[$0] }
      for at in nodes[index].attributes.indices {
        nodes[index].attributes[at].target = moved(nodes[index].attributes[at].target)
      }
    }
    columns = columns.map { column in
      if case .slots(let found) = column { .slots(found.map { place[$0] }) } else { column }
    }
  }
}
