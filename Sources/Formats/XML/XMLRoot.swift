import CLibXML2
import Ledger

/// The root element of an XML file, as its first bytes tell it: what a feed is recognised by.
public struct XMLRoot: Equatable, Sendable {
  /// Empty without one.
  public var namespace: String
  public var localName: String

  public init(namespace: String, localName: String) {
    self.namespace = namespace
    self.localName = localName
  }

  /// `{urn:...}Invoice`, or `Invoice` without a namespace: as `match.root` of a mapping writes it.
  public var name: String { namespace.isEmpty ? localName : "{\(namespace)}\(localName)" }

  /// How many bytes are looked at.
  public static let head = 64 * 1024

  /// The root of a file that begins with these bytes; nothing behind its start tag is parsed. Nil where none begins in the first 64 KiB,
  /// where the file has a DOCTYPE, or is no XML.
  public static func sniff(_ bytes: UnsafeRawBufferPointer, encoding: TextEncoding? = nil) -> XMLRoot? {
    let state = UnsafeMutablePointer<XMLRootState>.allocate(capacity: 1)
    state.initialize(to: XMLRootState())
    defer {
      state.deinitialize(count: 1)
      state.deallocate()
    }
    let parser = XMLPushParser(XMLFaults.first(of: state), XMLRootState.handler, file: "", encoding: encoding)
    // Stopped at the root, the parse ends with a refusal: what counts is what was found until then.
    try? parser.push(UnsafeRawBufferPointer(rebasing: bytes.prefix(head))) { _, _ in }
    if state.pointee.root == nil, bytes.count < head { try? parser.finish { _, _ in } }
    return state.pointee.root
  }
}

private struct XMLRootState {
  /// First: see `XMLFaults`.
  var faults = XMLFaults()
  var root: XMLRoot?

  static var handler: xmlSAXHandler {
    var handler = XMLFaults.handler
    handler.startElementNs = { data, name, _, namespace, _, _, _, _, _ in
      guard let name else { return }
      let state = data!.assumingMemoryBound(to: XMLRootState.self)
      state.pointee.root = XMLRoot(
        namespace: namespace.map { String(cString: $0) } ?? "", localName: String(cString: name))
      xmlStopParser(state.pointee.faults.context)
    }
    return handler
  }
}
