/// What is known of an inbox file before it is read: its name, its folder, its size and its first bytes.
public struct FileHead: Sendable {
  /// So many bytes are looked at: the header, or the first record of an XML file, has to end within them.
  public static let limit = 64 * 1024

  /// Without folders: `open-items_20261121.csv`.
  public var name: String
  /// The folder it lies in below the inbox; nil at the top of the inbox.
  public var folder: String?
  /// The first `FileHead.limit` bytes, or all there are.
  public var bytes: [UInt8]
  /// Size of the whole file in bytes.
  public var size: Int

  /// As messages call it: `inbox/open-items/today.csv`.
  public var path: String

  /// - Parameter path: as messages call it; nil: its place in the inbox.
  public init(name: String, folder: String? = nil, bytes: [UInt8], size: Int, path: String? = nil) {
    self.path = path ?? "inbox/" + (folder.map { $0 + "/" } ?? "") + name
    self.name = name
    self.folder = folder
    self.bytes = bytes
    self.size = size
  }

  var isWhole: Bool { bytes.count >= size }
}
