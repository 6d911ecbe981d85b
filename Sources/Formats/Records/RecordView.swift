import Ledger

/// Something about one record that keeps it from being taken; the rest of the file goes on.
package struct RecordProblem: Equatable, Sendable {
  /// Stable and kebab-case: `control-character`, `invalid-utf8`, `quote-text`, `field-too-long`, `xml-repeated`, ...
  package var code: String
  package var message: String
  package var hint: String
  /// Which field, from 0; nil where the whole record is meant.
  package var field: Int?

  package init(code: String, message: String, hint: String, field: Int? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
    self.field = field
  }
}

/// One record of a file as its reader shows it: names of the columns, bytes of the fields, and where it stands.
/// Valid only while the reader's callback runs: the bytes belong to the reader and are used again for the next record.
package struct RecordView {
  /// Names as the file writes them. In CSV the header; in XML the element names met so far: the list only grows.
  package var columns: [String]
  /// Fields in the order of `columns`, unescaped, UTF-8. In CSV there may be more or fewer than columns (a row of the wrong
  /// width); in XML always as many, an absent element is empty.
  package var fields: UnsafeBufferPointer<UnsafeRawBufferPointer>
  /// How many fields the record has. More than `fields.count` where the row is absurdly wide and was not kept whole.
  package var width: Int
  package var position: RecordPosition
  /// What the reader found wrong with the record. Fields that a problem names hold what could be read.
  package var problems: [RecordProblem]
  /// CSV: the record's bytes in the file without the line end. XML: empty, see `raw`.
  package var source: UnsafeRawBufferPointer
  /// XML: the record's element name. CSV: empty.
  package var element: String

  /// The record as it can be dropped again: CSV its bytes, XML its element on one line.
  package var raw: [UInt8] {
    element.isEmpty ? [UInt8](source) : XMLText.element(element, columns: columns, fields: fields)
  }
}

/// Reads a file of records that arrives in pieces. The records do not depend on how the file was cut.
package protocol RecordReader {
  /// Names of the columns, as far as they are known: after the header in CSV, as they occur in XML.
  var columns: [String] { get }
  /// Remarks about the file that do not keep it from being read.
  var warnings: [Diagnostic] { get }

  /// Takes the next bytes and shows every record that ends in them.
  /// - Throws: `Diagnostic` where the file cannot be read any further; it is then to be refused as a whole. Whatever `body` throws.
  mutating func push(_ chunk: UnsafeRawBufferPointer, _ body: (RecordView) throws -> Void) throws

  /// Tells that the file has ended and shows the last record.
  mutating func finish(_ body: (RecordView) throws -> Void) throws
}
