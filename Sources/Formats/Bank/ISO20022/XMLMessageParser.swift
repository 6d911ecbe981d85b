import Ledger

/// Parses a message of a bank (ISO 20022) that arrives in pieces, as safely as `XMLReader`, and tells what its paths ask for.
final class XMLMessageParser {
  var warnings: [Diagnostic] { parser.warnings }
  /// Name of the message inside `Document`: `BkToCstmrStmt`.
  var message: String? { state.pointee.message }
  var line: Int { state.pointee.faults.line }

  private let parser: XMLPushParser
  /// What the callbacks work on. Memory of its own, so that a callback costs neither a reference count nor an access check.
  private let state: UnsafeMutablePointer<XMLMessageState>

  init(_ paths: XMLPaths, file: String, encoding: TextEncoding?) {
    state = .allocate(capacity: 1)
    state.initialize(to: XMLMessageState(paths))
    parser = XMLPushParser(XMLFaults.first(of: state), XMLMessageState.handler, file: file, encoding: encoding)
  }

  deinit {
    state.deinitialize(count: 1)
    state.deallocate()
  }

  func push(_ chunk: UnsafeRawBufferPointer, _ body: (XMLEvent) throws -> Void) throws {
    try parser.push(chunk) { _, _ in try show(body) }
  }

  func finish(_ body: (XMLEvent) throws -> Void) throws {
    try parser.finish { _, _ in try show(body) }
  }

  private func show(_ body: (XMLEvent) throws -> Void) throws {
    let events = state.pointee.events
    guard !events.isEmpty else { return }
    state.pointee.events.removeAll()
    for var event in events {
      if event.kind == .begin { event.offset = parser.fileOffset(event.offset) }
      try body(event)
    }
  }
}
