/// The parts of a file that make it an archivable PDF/A-2b (ISO 19005-2): metadata, output intent, colour profile.
enum PDFMetadata {
  /// The XMP packet. PDF/A wants the title here; there is no Info dictionary that could contradict it.
  static func xmp(title: String, language: String) -> String {
    "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
      + "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
      + "<rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">"
      + "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>\n"
      + "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
      + "<dc:format>application/pdf</dc:format>"
      + "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">\(escaped(title))</rdf:li></rdf:Alt></dc:title>"
      + "<dc:language><rdf:Bag><rdf:li>\(escaped(language))</rdf:li></rdf:Bag></dc:language></rdf:Description>\n"
      + "</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>"
  }

  /// XML text; characters that XML 1.0 does not know are left out.
  private static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "\t", "\n": out += " "
      default: if scalar.value >= 0x20, scalar.value & 0xFFFE != 0xFFFE { out.unicodeScalars.append(scalar) }
      }
    }
    return out
  }

  /// A gray colour profile of our own: ICC version 2.1, one channel, gamma 2.2, white point D50 (ICC.1:2001-04).
  static let grayProfile: [UInt8] = {
    let tags: [(name: String, data: [UInt8])] = [
      ("desc", Array("desc".utf8) + [0, 0, 0, 0, 0, 0, 0, 5] + Array("Gray".utf8) + [UInt8](repeating: 0, count: 80)),
      ("cprt", Array("text".utf8) + [0, 0, 0, 0] + Array("CC0".utf8) + [0]),
      ("wtpt", Array("XYZ ".utf8) + [0, 0, 0, 0] + whitePoint),
      ("kTRC", Array("curv".utf8) + [0, 0, 0, 0, 0, 0, 0, 1, 2, 0x33, 0, 0]),
    ]
    let directory = 128 + 4 + 12 * tags.count
    let size = tags.reduce(directory) { $0 + padded($1.data).count }
    var profile = word(size) + [0, 0, 0, 0] + word(0x0210_0000) + Array("prtrGRAYXYZ ".utf8)
    profile += [7, 0xE9, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0] + Array("acsp".utf8)
    profile += [UInt8](repeating: 0, count: 28) + whitePoint
    profile += [UInt8](repeating: 0, count: 128 - profile.count) + word(tags.count)
    var offset = directory
    for tag in tags {
      profile += Array(tag.name.utf8) + word(offset) + word(tag.data.count)
      offset += padded(tag.data).count
    }
    return tags.reduce(profile) { $0 + padded($1.data) }
  }()

  /// D50 as three s15Fixed16 numbers: 0.9642, 1, 0.8249.
  private static let whitePoint = word(0xF6D6) + word(0x10000) + word(0xD32D)

  private static func word(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  private static func padded(_ data: [UInt8]) -> [UInt8] {
    data + [UInt8](repeating: 0, count: (4 - data.count % 4) % 4)
  }
}
