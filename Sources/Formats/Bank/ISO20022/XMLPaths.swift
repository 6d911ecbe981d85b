/// Which elements of an XML message a reader wants, by their path from the root. Namespaces are not told apart.
///
///     var paths = XMLPaths()
///     paths.unit("Document/BkToCstmrStmt/Stmt", Unit.statement)
///     paths.leaf("Document/BkToCstmrStmt/Stmt/Id", Leaf.statementID)
///
/// A unit tells where it begins and ends, a leaf its text; `path/@name` is an attribute. Whatever has no path is passed over.
struct XMLPaths {
  struct Node {
    var children: [String: Int] = [:]
    var unit: Int?
    var leaf: Int?
    var attributes: [(name: String, leaf: Int)] = []
  }

  private(set) var nodes = [Node()]

  mutating func unit(_ path: String, _ unit: some RawRepresentable<Int>) { nodes[node(path)].unit = unit.rawValue }

  mutating func leaf(_ path: String, _ leaf: some RawRepresentable<Int>) {
    let parts = path.split(separator: "@", maxSplits: 1)
    if parts.count == 2 {
      nodes[node(String(parts[0]))].attributes.append((String(parts[1]), leaf.rawValue))
    } else {
      nodes[node(path)].leaf = leaf.rawValue
    }
  }

  private mutating func node(_ path: String) -> Int {
    var at = 0
    for name in path.split(separator: "/").map(String.init) {
      if let next = nodes[at].children[name] {
        at = next
      } else {
        nodes.append(Node())
        nodes[at].children[name] = nodes.count - 1
        at = nodes.count - 1
      }
    }
    return at
  }
}

/// What a reader of XML messages is told, in the order of the file.
struct XMLEvent {
  enum Kind { case begin, leaf, end }
  var kind: Kind
  /// Raw value of the unit or leaf.
  var id: Int
  var text = ""
  var line: Int
  var offset = 0
}
