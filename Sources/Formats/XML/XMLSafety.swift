import CLibXML2
import Ledger

/// What keeps a hostile file from reaching anything but itself.
enum XMLSafety {
  /// Deeper nesting than this is no export. libxml2's own limit is 256.
  static let depth = 64
  static let fieldBytes = 64 * 1024
  static let recordBytes = 1024 * 1024
  static let columns = 4096

  /// Makes libxml2 unable to open a file or an address, in the whole process. NOENT, DTDLOAD, DTDATTR, XINCLUDE and HUGE
  /// are never set; this is the second wall.
  static func refuseExternalEntities() { _ = loader }

  private static let loader: Void = xmlSetExternalEntityLoader { _, _, _ in nil }
}

/// Tells a file that declares another encoding than UTF-8 and is UTF-8 all the same: libxml2 reads it without a word and
/// turns every umlaut into two wrong letters.
struct EncodingSuspicion {
  private var declared: String?
  private var sequences = 0
  private var strays = 0

  mutating func look(at chunk: UnsafeRawBufferPointer, declared name: UnsafePointer<xmlChar>) {
    if declared == nil { declared = String(cString: name) }
    guard let base = chunk.baseAddress, isSingleByte else { return }
    var index = 0
    while index < chunk.count {
      if chunk[index] < 0x80 {
        index += 1
        continue
      }
      let length = UTF8Check.sequenceLength(base + index, chunk.count - index)
      // A sequence cut by the edge of a chunk proves nothing.
      let isAtEdge = index < 3 || index + 4 > chunk.count
      if length > 0 { sequences += 1 } else if !isAtEdge { strays += 1 }
      index += max(1, length)
    }
  }

  private var isSingleByte: Bool {
    guard let name = declared?.lowercased() else { return false }
    return ["iso-8859", "latin", "windows-125", "cp125", "cp850", "us-ascii"].contains { name.hasPrefix($0) }
  }

  /// The encoding that was declared, where the bytes say UTF-8.
  var misdeclared: String? { isSingleByte && sequences > 0 && strays == 0 ? declared : nil }
}

/// The first complaint of libxml2.
struct XMLSyntaxError {
  var code: Int
  var line: Int
  var column: Int
  var text: String

  private static let encodingCodes = [9, 31, 32, 81, 1544, 6000, 6003]

  func diagnostic(file: String, lineShift: Int, isEnd: Bool, rootHasEnded: Bool) -> Diagnostic {
    var found = Diagnostic(
      file: file, line: line + lineShift, column: column, message: text, code: "xml-syntax",
      help: "write the file with an XML library, not by hand")
    if XMLSyntaxError.encodingCodes.contains(code) {
      found.code = "xml-encoding"
      found.help = "declare the encoding that the file really has, best UTF-8"
    } else if code == 23 || text.hasPrefix("xmlParseEntityRef") {
      found.message = "an & stands here that starts no character reference"
      found.help = "write &amp; for the character itself"
    } else if rootHasEnded {
      found.code = "xml-trailing"
      found.help = "a file holds one XML document"
    } else if isEnd {
      found.code = "xml-truncated"
      found.message = "the file ends before its root element is closed (\(text))"
      found.help = XMLRecords.cut
    } else if code == 26 {
      found.code = "xml-entity"
      found.help = "write the character itself; only &amp; &lt; &gt; &quot; &apos; and numbers are known"
    }
    return found
  }
}
