/// Name and version of the program: in `--version`, in every manifest, and part of what decides whether a night must be run again.
enum Program {
  static let name = "receivables"
  static let version = "0.1.0"
  static var nameAndVersion: String { "\(name) \(version)" }
}
