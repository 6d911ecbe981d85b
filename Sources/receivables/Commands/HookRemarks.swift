import Formats
import Glibc
import Ledger

/// Hooks of pipeline.json that could not be started from here: whoever is to be called would never be.
enum HookRemarks {
  /// Where a hook is looked for beside the folders of the PATH at hand: a timer or a container may have another one.
  private static let folders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]

  static func all(_ installation: Installation) throws -> [Diagnostic] {
    let configuration = installation.configuration
    let hooks = [("onAttention", configuration.onAttention), ("onFailure", configuration.onFailure)]
    return try hooks.compactMap { key, command in
      guard let program = command.first, !canStart(program) else { return nil }
      let place = try JSONReader.read(installation.configBytes, file: installation.configPath)[key]?.place
      return Diagnostic(
        file: installation.configPath, line: place?.line ?? 0, column: place?.column ?? 0, severity: .warning,
        message: "`\(key)` starts \(program), and there is no such program here", code: "hook-missing",
        help: "write its whole path; it has to be executable for the user of the nightly run")
    }
  }

  /// With a slash as it is, else in the folders in which programs are looked for.
  private static func canStart(_ program: String) -> Bool {
    if program.contains("/") { return isProgram(program) }
    let own = getenv("PATH").map { String(cString: $0).split(separator: ":").map(String.init) } ?? []
    return (own + folders).contains { isProgram(Path.join($0, program)) }
  }

  private static func isProgram(_ path: String) -> Bool {
    var found = stat()
    return stat(path, &found) == 0 && found.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
  }
}
