import CLibXML2

extension XMLRecords {
  /// The callbacks that libxml2 is given, and no others: without `getEntity`, `resolveEntity` and the declarations nothing of
  /// a DTD could be used even where one came through.
  static var handler: xmlSAXHandler {
    var handler = xmlSAXHandler()
    handler.initialized = UInt32(XML_SAX2_MAGIC)
    handler.startElementNs = { data, name, _, _, _, _, count, _, attributes in
      guard let name else { return }
      let attribute = count > 0 ? XMLRecords.plainAttribute(attributes, Int(count)) : nil
      XMLRecords.at(data).pointee.start(name, Int(count), attribute)
    }
    handler.endElementNs = { data, _, _, _ in XMLRecords.at(data).pointee.end() }
    handler.characters = { data, bytes, length in
      if let bytes { XMLRecords.at(data).pointee.characters(bytes, Int(length)) }
    }
    handler.cdataBlock = handler.characters
    handler.ignorableWhitespace = handler.characters
    handler.internalSubset = { data, name, _, _ in
      XMLRecords.at(data).pointee.refuse(
        "xml-doctype", "the file has a DOCTYPE",
        "export it without one; a DOCTYPE can name other files and is never read")
    }
    handler.reference = { data, name in
      let entity = name.map { String(cString: $0) } ?? ""
      XMLRecords.at(data).pointee.refuse(
        "xml-entity", "the entity &\(entity); is not known", "write the character itself")
    }
    handler.serror = { data, error in
      guard let error, error.pointee.level == XML_ERR_FATAL else { return }
      XMLRecords.at(data).pointee.note(
        XMLSyntaxError(
          code: Int(error.pointee.code), line: Int(error.pointee.line), column: Int(error.pointee.int2),
          text: XMLRecords.message(error.pointee.message)))
    }
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

  /// libxml2's words without their line end and full stop.
  private static func message(_ text: UnsafePointer<CChar>?) -> String {
    guard let text else { return "this is not well-formed XML" }
    let words = String(cString: text).split(separator: "\n").first.map(String.init) ?? ""
    return words.prefix(1).lowercased() + words.dropFirst()
  }
}
