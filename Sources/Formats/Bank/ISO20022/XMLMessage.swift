import CLibXML2
import Ledger

/// What the callbacks of the SAX parser work on: where in the message it stands, and what was met since the last look.
struct XMLMessageState {
  static let textBytes = 64 * 1024

  let nodes: [XMLPaths.Node]
  var context: xmlParserCtxtPtr?
  var events: [XMLEvent] = []
  private(set) var root: String?
  /// The first element inside `Document` that has a path of its own.
  private(set) var message: String?
  private(set) var isComplete = false
  private(set) var refusal: Diagnostic?
  private(set) var syntaxError: XMLSyntaxError?
  var byteShift = 0
  var lineShift = 0

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

  var line: Int { Int(context?.pointee.input?.pointee.line ?? 0) + lineShift }

  mutating func start(
    _ name: UnsafePointer<xmlChar>, _ count: Int, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  ) {
    if open.isEmpty { root = String(cString: name) }
    leafDepth = 0
    let parent = open.last ?? 0
    let node = parent < 0 ? -1 : child(of: parent, name)
    open.append(node)
    if open.count > XMLSafety.depth {
      return refuse("xml-depth", "elements are nested more than \(XMLSafety.depth) deep", "is this a message of a bank?")
    }
    guard node > 0 else { return }
    if let unit = nodes[node].unit {
      events.append(XMLEvent(kind: .begin, id: unit, line: line, offset: offset))
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
        events.append(XMLEvent(kind: .leaf, id: leaf, text: BankText.clean(text), line: line))
      }
      if let unit = nodes[node].unit { events.append(XMLEvent(kind: .end, id: unit, line: line)) }
    }
    leafDepth = 0
    if open.isEmpty { isComplete = true }
  }

  mutating func characters(_ bytes: UnsafePointer<xmlChar>, _ length: Int) {
    guard leafDepth > 0, leafDepth == open.count else { return }
    guard text.count + length <= XMLMessageState.textBytes else {
      return refuse("record-too-long", "an element has more than 64 KiB of text", "is this a message of a bank?")
    }
    text.append(contentsOf: UnsafeBufferPointer(start: bytes, count: length))
  }

  mutating func refuse(_ code: String, _ message: String, _ help: String) {
    guard refusal == nil else { return }
    refusal = Diagnostic(
      file: "", line: line, column: Int(context?.pointee.input?.pointee.col ?? 0), message: message, code: code,
      help: help)
    if let context { xmlStopParser(context) }
  }

  mutating func note(_ error: XMLSyntaxError) { if syntaxError == nil { syntaxError = error } }

  private mutating func child(of node: Int, _ name: UnsafePointer<xmlChar>) -> Int {
    if let found = known[Step(node: node, name: name)] { return found }
    let text = String(cString: name)
    var found = nodes[node].children[text] ?? -1
    if node == 0, found < 0 {
      // An envelope around the message.
      found = 0
    } else if node == nodes[0].children["Document"], found > 0, message == nil {
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
      events.append(XMLEvent(kind: .leaf, id: wanted.leaf, text: BankText.clean(bytes), line: line))
    }
  }

  /// Offset of the `<` that opened the element at hand.
  private var offset: Int {
    guard let input = context?.pointee.input?.pointee, let base = input.base, var here = input.cur else { return 0 }
    while here > base, here.pointee != UInt8(ascii: "<") { here -= 1 }
    return byteShift + Int(input.consumed) + (here - base)
  }
}

extension XMLMessageState {
  /// The callbacks that libxml2 is given, and no others; see `XMLRecords.handler`.
  static var handler: xmlSAXHandler {
    var handler = xmlSAXHandler()
    handler.initialized = UInt32(XML_SAX2_MAGIC)
    handler.startElementNs = { data, name, _, _, _, _, count, _, attributes in
      if let name { XMLMessageState.at(data).pointee.start(name, Int(count), attributes) }
    }
    handler.endElementNs = { data, _, _, _ in XMLMessageState.at(data).pointee.end() }
    handler.characters = { data, bytes, length in
      if let bytes { XMLMessageState.at(data).pointee.characters(bytes, Int(length)) }
    }
    handler.cdataBlock = handler.characters
    handler.internalSubset = { data, _, _, _ in
      XMLMessageState.at(data).pointee.refuse(
        "xml-doctype", "the file has a DOCTYPE",
        "export it without one; a DOCTYPE can name other files and is never read")
    }
    handler.reference = { data, name in
      let entity = name.map { String(cString: $0) } ?? ""
      XMLMessageState.at(data).pointee.refuse(
        "xml-entity", "the entity &\(entity); is not known", "write the character itself")
    }
    handler.serror = { data, error in
      guard let error, error.pointee.level == XML_ERR_FATAL else { return }
      let words = error.pointee.message.map { String(cString: $0) } ?? ""
      let text = words.split(separator: "\n").first.map(String.init) ?? "this is not well-formed XML"
      XMLMessageState.at(data).pointee.note(
        XMLSyntaxError(
          code: Int(error.pointee.code), line: Int(error.pointee.line), column: Int(error.pointee.int2),
          text: text.prefix(1).lowercased() + text.dropFirst()))
    }
    return handler
  }

  @inline(__always)
  private static func at(_ data: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<XMLMessageState> {
    data!.assumingMemoryBound(to: XMLMessageState.self)
  }
}
