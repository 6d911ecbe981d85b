import Formats
import Ledger

/// A file that pipeline.json names and that is part of the configuration: the mapping of a feed, `"mapping": "mappings/aging.json"`, the
/// reference rates of stage decide, `"interestRates": "interest-rates.json"`, or a calendar of holidays, `"holidays": ["closing-days.ics"]`.
public struct MappingFile: Equatable, Sendable {
  /// As pipeline.json names it, relative to its folder.
  public var path: String
  /// As messages call it.
  public var file: String
  /// Nil where it could not be read.
  public var bytes: [UInt8]?

  public init(path: String, file: String, bytes: [UInt8]?) {
    self.path = path
    self.file = file
    self.bytes = bytes
  }

  /// The files that a pipeline.json names, each once, in its order; none where it is no JSON.
  public static func paths(in configuration: [UInt8]) -> [String] {
    guard let json = try? JSONReader.read(configuration, file: "") else { return [] }
    var paths: [String] = []
    for stage in json["stages"]?.elements ?? [] {
      if let path = stage["interestRates"]?.string, !path.isEmpty, !paths.contains(path) { paths.append(path) }
      for feed in stage["feeds"]?.elements ?? [] {
        if let path = feed["mapping"]?.string, !path.isEmpty, !paths.contains(path) { paths.append(path) }
      }
      for policy in stage["policies"]?.elements ?? [] {
        for path in (policy["holidays"]?.elements ?? []).compactMap(\.string) where HolidaySource.isFile(path) {
          if !paths.contains(path) { paths.append(path) }
        }
      }
    }
    return paths
  }
}

extension SettingType where Value == Mapping {
  /// Columns and the canonical fields they fill, as `MappingReader` reads them: here, or in a file of their own.
  public static var mapping: Self {
    let name = "an object such as `receivables preset show canonical.documents` prints, or the name of a file with one"
    return SettingType(
      name: name, schema: ["type": ["object", "string"]],
      read: { json, problems in
        switch json.content {
        case .object:
          let (mapping, found) = MappingReader.read(json, file: problems.file)
          problems.report(found)
          return mapping
        case .string(let path): return file(path, json, &problems)
        default:
          problems.wrongType(json, takes: name)
          return nil
        }
      }, write: { $0.json })
  }

  /// Problems inside the file are told at their place in it.
  private static func file(_ path: String, _ json: JSONValue, _ problems: inout SettingProblems) -> Mapping? {
    guard let file = problems.known.mappings.first(where: { $0.path == path }), let bytes = file.bytes else {
      let names = problems.known.mappings.filter { $0.bytes != nil }.map(\.path)
      problems.report(
        at: json.place, "the mapping file `\(path)` cannot be read", code: "mapping-file",
        help: nearestName(to: path, in: names).map { "did you mean `\($0)`?" }
          ?? "the path is relative to the folder of pipeline.json; receivables check FILE --write makes one")
      return nil
    }
    do {
      let (mapping, found) = MappingReader.read(try JSONReader.read(bytes, file: file.file), file: file.file)
      problems.report(found)
      return mapping
    } catch {
      problems.report([error])
      return nil
    }
  }
}

extension SettingType where Value == LocaleStyle {
  /// The keys of `locale` in a mapping.
  static var locale: Self {
    let name = "an object as `locale` of a mapping: `decimal`, `group`, `negative`, `dates`, `pivot` and so on"
    return SettingType(
      name: name, schema: ["type": "object"],
      read: { json, problems in
        guard case .object = json.content else {
          problems.wrongType(json, takes: name)
          return nil
        }
        let (locale, found) = MappingReader.readLocale(json, file: problems.file)
        problems.report(found)
        return locale
      }, write: { $0.json })
  }
}
