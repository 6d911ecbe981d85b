import Documents
import Ledger
import Synchronization

/// The templates of a night by name: the user's, and for every other name the built-in one. A built-in template is compiled when the
/// first message asks for it: a night of calls and files needs none, and all of them in all languages cost fifty milliseconds.
public final class TemplateLibrary: Sendable {
  private let own: [String: Template]
  private let builtin: [String: BuiltinTemplate]
  private let compiled = Mutex<[String: Template]>([:])

  /// - Parameters:
  ///   - own: compiled templates; they take the place of built-in ones of the same name.
  ///   - builtin: built-in templates that may be asked for.
  public init(_ own: [String: Template], builtin: [BuiltinTemplate] = []) {
    self.own = own
    self.builtin = Dictionary(builtin.map { ($0.declaration.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The names of all templates, sorted.
  public var names: [String] { Set(own.keys).union(builtin.keys).sorted() }

  /// The names of those that are written for a channel, sorted.
  public func names(for channel: Channel) -> [String] {
    names.filter { (own[$0]?.channels ?? builtin[$0]?.declaration.channels)?.contains(channel) ?? false }
  }

  public subscript(name: String) -> Template? {
    if let template = own[name] { return template }
    guard let builtin = builtin[name] else { return nil }
    return compiled.withLock { compiled in
      if let template = compiled[name] { return template }
      let template = builtin.compile().template
      compiled[name] = template
      return template
    }
  }
}
