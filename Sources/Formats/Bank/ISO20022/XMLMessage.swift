import CLibXML2
import Ledger

/// What the callbacks of the SAX parser work on: where in the message it stands, and what was met since the last look.
struct XMLMessageState {
  static let textBytes = 64 * 1024

  /// First, so that the callbacks which every XML reader shares find it.
  var faults = XMLFaults()
  let nodes: [XMLPaths.Node]
  var events: [XMLEvent] = []
  /// The first element inside `Document`: the kind of message.
  private(set) var message: String?

  /// The node of each open element; -1 where no path leads there.
  private var open: [Int] = []
  /// Text of the leaf that is open, and how deep it lies.
  private var text: [UInt8] = []
  private var leafDepth = 0
  /// libxml2 keeps one copy of each name: its address tells the child at once.
  private var known: [Step: Int] = [:]

  private struct Step: Hashable {
    var node: Int
    var name: UnsafePointer<xmlChar>
  }

  init(_ paths: XMLPaths) { nodes = paths.nodes }

  mutating func start(
    _ name: UnsafePointer<xmlChar>, _ count: Int, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  ) {
    leafDepth = 0
    let parent = open.last ?? 0
    let node = parent < 0 ? -1 : child(of: parent, name)
    open.append(node)
    if open.count > XMLSafety.depth {
      return faults.refuse(
        "xml-depth", "elements are nested more than \(XMLSafety.depth) deep", "is this a message of a bank?")
    }
    guard node > 0 else { return }
    if let unit = nodes[node].unit {
      let tag = faults.startTag
      events.append(XMLEvent(kind: .begin, id: unit, line: tag.line, offset: tag.offset))
    }
    for wanted in nodes[node].attributes { attribute(wanted, count, attributes) }
    if nodes[node].leaf != nil {
      text.removeAll(keepingCapacity: true)
      leafDepth = open.count
    }
  }

  mutating func end() {
    guard let node = open.popLast() else { return }
    if node > 0 {
      if let leaf = nodes[node].leaf, leafDepth == open.count + 1 {
        events.append(XMLEvent(kind: .leaf, id: leaf, text: BankText.clean(text), line: faults.line))
      }
      if let unit = nodes[node].unit { events.append(XMLEvent(kind: .end, id: unit, line: faults.line)) }
    }
    leafDepth = 0
    if open.isEmpty { faults.isComplete = true }
  }

  mutating func characters(_ bytes: UnsafePointer<xmlChar>, _ length: Int) {
    guard leafDepth > 0, leafDepth == open.count else { return }
    guard text.count + length <= XMLMessageState.textBytes else {
      return faults.refuse("record-too-long", "an element has more than 64 KiB of text", "is this a message of a bank?")
    }
    text.append(contentsOf: UnsafeBufferPointer(start: bytes, count: length))
  }

  private mutating func child(of node: Int, _ name: UnsafePointer<xmlChar>) -> Int {
    if let found = known[Step(node: node, name: name)] { return found }
    let text = String(cString: name)
    var found = nodes[node].children[text] ?? -1
    if node == 0, found < 0 {
      // An envelope around the message.
      found = 0
    } else if node == nodes[0].children["Document"], message == nil {
      message = text
    }
    if known.count < 10_000 { known[Step(node: node, name: name)] = found }
    return found
  }

  private mutating func attribute(
    _ wanted: (name: String, leaf: Int), _ count: Int, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  ) {
    guard let attributes else { return }
    for index in 0..<count {
      guard let name = attributes[index * 5], let from = attributes[index * 5 + 3], let to = attributes[index * 5 + 4],
        String(cString: name) == wanted.name
      else { continue }
      let bytes = UnsafeBufferPointer(start: from, count: min(to - from, XMLMessageState.textBytes))
      events.append(XMLEvent(kind: .leaf, id: wanted.leaf, text: BankText.clean(bytes), line: faults.line))
    }
  }
}

extension XMLMessageState {
  /// The callbacks for elements and text beside those for what goes wrong.
  static var handler: xmlSAXHandler {
    var handler = XMLFaults.handler
    handler.startElementNs = { data, name, _, _, _, _, count, _, attributes in
      if let name { XMLMessageState.at(data).pointee.start(name, Int(count), attributes) }
    }
    handler.endElementNs = { data, _, _, _ in XMLMessageState.at(data).pointee.end() }
    handler.characters = { data, bytes, length in
      if let bytes { XMLMessageState.at(data).pointee.characters(bytes, Int(length)) }
    }
    handler.cdataBlock = handler.characters
    return handler
  }

  @inline(__always)
  private static func at(_ data: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<XMLMessageState> {
    data!.assumingMemoryBound(to: XMLMessageState.self)
  }
}
