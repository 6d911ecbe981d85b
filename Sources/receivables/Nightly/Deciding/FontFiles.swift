import Documents
import Emit
import Ledger

/// The fonts of PDF files: their content is an input of every run.
struct FontFiles {
  struct File {
    var name: String
    var path: String
    var bytes: [UInt8]
    var sha256: String
  }
  /// Regular, then bold.
  var files: [File] = []

  /// Folders in which Debian's fonts-liberation and fonts-liberation2 put Liberation Sans.
  static let folders = ["/usr/share/fonts/truetype/liberation", "/usr/share/fonts/truetype/liberation2"]
  static let names = ["LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"]

  init(_ configured: String?) throws {
    let folders = configured.map { [$0] } ?? FontFiles.folders
    guard let folder = try folders.first(where: { try FontFiles.isComplete($0) }) else {
      throw Failure(
        .configuration, "no Liberation Sans in \(folders.joined(separator: " or ")) [font-missing]",
        help:
          "install fonts-liberation, or name the folder that holds \(FontFiles.names.joined(separator: " and ")) in \"fonts\""
      )
    }
    for name in FontFiles.names {
      let path = Path.join(folder, name)
      let bytes = try ReadableFile.followingLinks(path).all()
      files.append(File(name: name, path: path, bytes: bytes, sha256: SHA256.hex(SHA256.digest(bytes))))
    }
  }

  private static func isComplete(_ folder: String) throws -> Bool {
    try names.allSatisfy { try Path.exists(Path.join(folder, $0)) }
  }

  var regular: [UInt8] { files[0].bytes }
  var bold: [UInt8] { files[1].bytes }
}

extension Installation {
  /// Templates and fonts, ready for every message and document of a night.
  func stationery() throws -> Emit.Stationery {
    let fonts = try FontFiles(configuration.fonts)
    do {
      return try Emit.Stationery(templates: templates.library(root: root), regular: fonts.regular, bold: fonts.bold)
    } catch {
      throw Failure(
        .configuration, "\(fonts.files[0].path) cannot be used as a font: \(error) [font-unusable]",
        help: "install fonts-liberation, or name another folder in \"fonts\"")
    }
  }
}
