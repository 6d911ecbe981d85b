import Formats
import Ledger
import Pipeline

/// Where everything of an installation lies, and what its configuration says.
struct Installation {
  let configPath: String
  let root: String
  var configuration: Configuration
  let configBytes: [UInt8]
  let warnings: [Diagnostic]
  /// Templates beside pipeline.json, `<name>/<file>` and bytes, in byte order of names.
  let templates: TemplateFolder
  /// Mapping files that pipeline.json names.
  let mappings: [MappingFile]
  /// Not configured: the command line says so.
  var jobs = Jobs.one
  /// What is wrong with the configuration that `watch` was told to read and could not take; nil: what is here is in force.
  var refusedReload: Attention.Item?

  /// Of pipeline.json and, where it names some, of its mapping files: both decide how files are read.
  var configSha256: String {
    guard !mappings.isEmpty else { return SHA256.hex(SHA256.digest(configBytes)) }
    var text = SHA256.hex(SHA256.digest(configBytes)) + "\n"
    for file in mappings { text += "\(file.path) \(SHA256.hex(SHA256.digest(file.bytes ?? [])))\n" }
    return SHA256.hex(of: text)
  }
  var inbox: String { Path.join(root, configuration.inbox) }
  var outbox: String { Path.join(root, configuration.outbox) }
  var archive: String { Path.join(root, configuration.archive) }
  var stateFolder: String { Path.join(root, configuration.state) }
  var database: String { Path.join(stateFolder, "receivables.sqlite") }
  var runs: String { Path.join(outbox, "runs") }
  var rehearsals: String { Path.join(outbox, "rehearsals") }
  var staging: String { Path.join(outbox, ".staging") }
  var rejected: String { Path.join(inbox, "rejected") }
  var held: String { Path.join(inbox, "held") }

  /// Reads pipeline.json, the mapping files it names and the templates beside it; every problem at once, exit 78.
  static func load(_ configPath: String, jobs: Jobs = .one) throws -> Installation {
    let bytes: [UInt8]
    do {
      bytes = try ReadableFile(configPath).all()
    } catch let failure as IOFailure {
      throw Failure(
        .configuration, "\(configPath): error: \(failure.reason) [config-unreadable]",
        help: "name the configuration with --config, or run in its folder")
    }
    let templates = try TemplateFolder.read(Path.join(Path.parent(configPath), "templates"))
    let mappings = MappingFile.paths(in: bytes).map { path in
      let file = Path.join(Path.parent(configPath), path)
      return MappingFile(
        path: path, file: file.hasPrefix("./") ? String(file.dropFirst(2)) : file,
        bytes: try? ReadableFile(file).all())
    }
    var installation = try Installation(configPath: configPath, bytes: bytes, templates: templates, mappings: mappings)
    installation.jobs = jobs
    return installation
  }

  /// The same from pinned bytes: how a cut-off run is finished, whatever was edited in between.
  init(configPath: String, bytes: [UInt8], templates: TemplateFolder, mappings: [MappingFile]) throws {
    var known = KnownNames.program(templates: templates, mappings: mappings)
    known.isTimeZone = { Clock.zoneExists($0) }
    let (configuration, diagnostics) = Configuration.load(bytes: bytes, file: configPath, known: known)
    let languages = configuration?.companies.map(\.language) ?? []
    var problems = diagnostics + templates.problems(in: Path.parent(configPath), languages: languages)
    problems +=
      configuration.map { TemplateChannels.problems($0, templates.channels(root: Path.parent(configPath)), configPath) }
      ?? []
    guard let configuration, !problems.contains(where: \.isError) else {
      throw ConfigurationFailure(diagnostics: problems.sorted())
    }
    self.configPath = configPath
    root = Installation.root(of: configPath)
    self.configuration = configuration
    configBytes = bytes
    warnings = problems.filter { !$0.isError }
    self.templates = templates
    self.mappings = mappings
  }

  /// Folders and hooks only: what is told where the configuration cannot be used. Nothing is decided with it.
  init(partly configuration: Configuration, configPath: String) {
    self.configPath = configPath
    root = Installation.root(of: configPath)
    self.configuration = configuration
    (configBytes, warnings, mappings) = ([], [], [])
    templates = TemplateFolder(files: [])
  }

  private static func root(of configPath: String) -> String {
    let folder = Path.parent(configPath)
    return folder == "." && !configPath.hasPrefix("./") ? "" : folder
  }
}

/// pipeline.json or a template cannot be used: all that is wrong with them.
struct ConfigurationFailure: Error, CustomStringConvertible {
  let diagnostics: [Diagnostic]
  var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
