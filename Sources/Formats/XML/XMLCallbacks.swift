import CLibXML2

extension XMLRecords {
  /// The callbacks for elements and text beside those that all readers share.
  static var handler: xmlSAXHandler {
    var handler = XMLFaults.handler
    handler.startElementNs = { data, name, _, _, _, _, count, _, attributes in
      guard let name else { return }
      let attribute = count > 0 ? XMLRecords.plainAttribute(attributes, Int(count)) : nil
      XMLRecords.at(data).pointee.start(name, attribute)
    }
    handler.endElementNs = { data, _, _, _ in XMLRecords.at(data).pointee.end() }
    handler.characters = { data, bytes, length in
      if let bytes { XMLRecords.at(data).pointee.characters(bytes, Int(length)) }
    }
    handler.cdataBlock = handler.characters
    // The same function: libxml2 then spares itself the question which blanks matter.
    handler.ignorableWhitespace = handler.characters
    return handler
  }

  @inline(__always)
  private static func at(_ data: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<XMLRecords> {
    data!.assumingMemoryBound(to: XMLRecords.self)
  }

  /// The first attribute without a prefix: `xsi:type`, `xml:lang` and their like say nothing about the data.
  private static func plainAttribute(
    _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, _ count: Int
  ) -> UnsafePointer<xmlChar>? {
    guard let attributes else { return nil }
    for index in 0..<count where attributes[index * 5 + 1] == nil { return attributes[index * 5] }
    return nil
  }
}
