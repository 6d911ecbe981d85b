import CLibXML2

/// Walks the tree of paths along with the elements of a file: one state per place of the tree, one step per element.
///
/// A state is the set of tree nodes that an element stands for (`Amt` and `c:Amt` may both be meant by one). States and the steps between
/// them are made when an element is first met and found again by the addresses of its name and namespace: libxml2 keeps one
/// copy of each name. State 0 is "nothing of this is wanted".
struct XMLPathStates {
  struct Edge {
    var name: UnsafePointer<xmlChar>
    var namespace: UnsafePointer<xmlChar>?
    var target: Int32
  }
  struct State {
    var edges: UnsafeMutablePointer<Edge>
    var edgeCount: Int32
    var actions: Actions
    /// The one slot that takes the text where there is nothing else to do; -1 otherwise.
    var slot: Int32
  }
  struct Actions: OptionSet {
    var rawValue: UInt8
    static let row = Actions(rawValue: 1)
    static let each = Actions(rawValue: 2)
    static let scope = Actions(rawValue: 4)
    static let attributes = Actions(rawValue: 8)
    static let condition = Actions(rawValue: 16)
    /// Text for several slots, or for a condition.
    static let texts = Actions(rawValue: 32)
    /// What has something to do at the end of the element.
    static let closing: Actions = [.row, .each, .condition]
  }
  /// What the nodes of a state have to say together.
  struct Details {
    var nodes: [Int] = []
    var text: [XMLPathTree.Target] = []
    var attributes: [Attribute] = []
    var conditions: [Int] = []
    var scope: [Int] = []
    /// Conditions of the rows that open here, -1 for none: one of them has to be fulfilled.
    var rowConditions: [Int] = []
    var eachConditions: [Int] = []
  }
  struct Attribute {
    var name: Name
    var target: XMLPathTree.Target
  }
  /// A name of the mapping as libxml2 knows it.
  struct Name {
    /// Nil without memory for it: fits nothing.
    var local: UnsafePointer<xmlChar>?
    var namespace: Namespace
    @inline(__always)
    func fits(_ name: UnsafePointer<xmlChar>?, _ uri: UnsafePointer<xmlChar>?) -> Bool {
      guard let local, local == name else { return false }
      switch namespace {
      case .any: return true
      case .exactly(let wanted): return wanted == uri
      }
    }
  }
  enum Namespace {
    case any
    case exactly(UnsafePointer<xmlChar>?)
  }

  let tree: XMLPathTree
  private(set) var states: UnsafeMutablePointer<State>
  private(set) var details: [Details] = []
  private var capacity = 64
  private var stateOfNodes: [[Int]: Int32] = [:]
  /// Of the parser: set before the first step.
  var dictionary: xmlDictPtr?
  private let namespaces: [String: String]
  private var rootNamespace: UnsafePointer<xmlChar>?
  /// Names that no path wants are remembered up to this many per state; what a hostile file invents beyond is compared anew.
  private static let edges = 64

  init(_ tree: XMLPathTree, namespaces: [String: String]) {
    self.tree = tree
    self.namespaces = namespaces
    states = .allocate(capacity: capacity)
    _ = state(of: [])
    _ = state(of: [0])
  }

  /// The state of the document, in which the root element opens.
  static let document: Int32 = 1

  func deallocate() {
    for index in details.indices { states[index].edges.deallocate() }
    states.deallocate()
  }

  /// The namespace that `@root` means: to be told before the first step.
  mutating func setRoot(namespace: UnsafePointer<xmlChar>?) { rootNamespace = namespace }

  /// Where an element leads. The names are those of the parser.
  @inline(__always)
  mutating func step(
    _ from: Int32, _ name: UnsafePointer<xmlChar>, _ namespace: UnsafePointer<xmlChar>?
  ) -> Int32 {
    let state = states[Int(from)]
    var at = 0
    while at < Int(state.edgeCount) {
      if state.edges[at].name == name, state.edges[at].namespace == namespace { return state.edges[at].target }
      at &+= 1
    }
    return firstStep(Int(from), name, namespace)
  }

  @inline(never)
  private mutating func firstStep(
    _ from: Int, _ name: UnsafePointer<xmlChar>, _ namespace: UnsafePointer<xmlChar>?
  ) -> Int32 {
    var reached: Set<Int> = []
    for node in details[from].nodes {
      for child in tree.nodes[node].children where compiled(child.name).fits(name, namespace) {
        reach(child.node, &reached)
      }
    }
    let target = state(of: reached.sorted())
    if states[from].edgeCount < Int32(XMLPathStates.edges) {
      states[from].edges[Int(states[from].edgeCount)] = Edge(name: name, namespace: namespace, target: target)
      states[from].edgeCount += 1
    }
    return target
  }

  private func reach(_ node: Int, _ reached: inout Set<Int>) {
    guard reached.insert(node).inserted else { return }
    for below in tree.nodes[node].below { reach(below, &reached) }
  }

  private func compiled(_ name: XMLPath.Name) -> Name {
    Name(local: interned(name.local), namespace: namespace(name.prefix))
  }

  private func namespace(_ prefix: String?) -> Namespace {
    guard let prefix, let uri = namespaces[prefix] else { return .any }
    return .exactly(uri == "@root" ? rootNamespace : interned(uri))
  }

  /// The parser's own copy of a text.
  private func interned(_ text: String) -> UnsafePointer<xmlChar>? {
    xmlDictLookup(dictionary, text, Int32(text.utf8.count))
  }

  private mutating func state(of nodes: [Int]) -> Int32 {
    if let known = stateOfNodes[nodes] { return known }
    let index = details.count
    if index == capacity { grow() }
    let found = detail(of: nodes)
    details.append(found)
    states[index] = State(
      edges: .allocate(capacity: XMLPathStates.edges), edgeCount: 0, actions: actions(of: found),
      slot: onlySlot(of: found))
    stateOfNodes[nodes] = Int32(index)
    return Int32(index)
  }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<State>.allocate(capacity: 2 * capacity)
    larger.moveInitialize(from: states, count: capacity)
    states.deallocate()
    states = larger
    capacity *= 2
  }

  private func detail(of nodes: [Int]) -> Details {
    var found = Details(nodes: nodes)
    for node in nodes.map({ tree.nodes[$0] }) {
      found.text += node.text
      found.attributes += node.attributes.map { Attribute(name: compiled($0.name), target: $0.target) }
      if node.condition >= 0 { found.conditions.append(node.condition) }
      found.scope += node.scope
      if node.isRow { found.rowConditions.append(node.condition) }
      if node.isEach { found.eachConditions.append(node.condition) }
    }
    return found
  }

  private func actions(of found: Details) -> Actions {
    var actions: Actions = []
    if !found.rowConditions.isEmpty { actions.insert(.row) }
    if !found.eachConditions.isEmpty { actions.insert(.each) }
    if !found.scope.isEmpty { actions.insert(.scope) }
    if !found.attributes.isEmpty { actions.insert(.attributes) }
    if !found.conditions.isEmpty { actions.insert(.condition) }
    if !found.text.isEmpty, onlySlot(of: found) < 0 { actions.insert(.texts) }
    return actions
  }

  /// A text that goes to one slot, without conditions and without joining: nearly all are such.
  private func onlySlot(of found: Details) -> Int32 {
    guard found.text.count == 1, case .slot(let slot)? = found.text.first, tree.slots[slot].conditions.isEmpty,
      !tree.slots[slot].joinsAll
    else { return -1 }
    return Int32(slot)
  }
}
