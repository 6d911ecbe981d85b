import CLibXML2
import Ledger

/// What keeps a hostile file from reaching anything but itself, and from taking more memory than a record needs.
enum XMLSafety {
  /// Deeper nesting than this is no export. libxml2's own limit is 256.
  static let depth = 64
  static let fieldBytes = 64 * 1024
  static let recordBytes = 1024 * 1024
  static let columns = 4096
  /// All wanted texts of one row with its child rows: a collective booking of 100,000 payments has about 30 MiB.
  static let rowBytes = 64 * 1024 * 1024
  /// So much of a row is kept as it stands in the file, for the report of rejected rows.
  static let keptBytes = 1024 * 1024
  /// A tag, comment or declaration that has not ended after so many bytes is none.
  static let tokenBytes = 4 * 1024 * 1024

  /// Makes libxml2 unable to open a file or an address, in the whole process. NOENT, DTDLOAD, DTDATTR, XINCLUDE and HUGE
  /// are never set; this is the second wall.
  static func refuseExternalEntities() { _ = loader }

  private static let loader: Void = xmlSetExternalEntityLoader { _, _, _ in nil }
}
