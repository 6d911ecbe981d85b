import Formats
import Ledger

extension SettingType where Value == String {
  /// A text of one line, not empty, without control characters and without blanks at its ends.
  public static var text: Self { text("a text") }

  static func text(_ name: String, schema: [JSONMember] = []) -> Self {
    SettingType(
      name: name,
      schema: .object([JSONMember("type", "string"), JSONMember("minLength", 1)] + schema),
      read: { json, problems in
        guard let text = json.string else {
          problems.wrongType(json, takes: name, help: json.int == nil ? "" : "put it in double quotes")
          return nil
        }
        guard isOneLine(text) else {
          problems.impossible(
            json, takes: name, help: "write at least one character, no line break, and no blanks at the ends")
          return nil
        }
        return text
      }, write: { .text($0) })
  }

  private static func isOneLine(_ text: String) -> Bool {
    guard let first = text.first, let last = text.last, !first.isWhitespace, !last.isWhitespace else { return false }
    return text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
  }

  /// A text for which `isRight` holds; `pattern` tells editors the same as far as a regular expression can.
  static func text(_ name: String, pattern: String? = nil, help: String = "", _ isRight: @escaping (String) -> Bool)
    -> Self
  {
    text(name, schema: pattern.map { [JSONMember("pattern", .text($0))] } ?? []).narrowed(name, help: help, isRight)
  }

  /// A folder or file, absolute or relative to the folder of pipeline.json.
  public static var path: Self { text("a path, relative to the folder of pipeline.json") }

  /// An id that also becomes a folder or file name: of a company, a feed, a policy.
  public static var id: Self {
    text(
      "a name of at most 64 characters without `/`, `\\`, `:` and not starting with `.`",
      pattern: #"^[^./\\:][^/\\:]{0,63}$"#
    ) { $0.count <= 64 && !$0.hasPrefix(".") && !$0.contains { "/\\:".contains($0) } }
  }

  /// What the name of a marker has behind that of its file: `.done`.
  static var markerSuffix: Self {
    text(
      "the end of a file name, beginning with a point", pattern: #"^\.[A-Za-z0-9_-]{1,16}$"#,
      help: "such as .done or .ok"
    ) {
      $0.utf8.count <= 17 && $0.hasPrefix(".") && $0.utf8.count > 1
        && $0.utf8.dropFirst().allSatisfy { EmailAddress.isLetterOrDigit($0) || "_-".utf8.contains($0) }
    }
  }

  /// A country by its ISO 3166-1 alpha-2 code.
  public static var country: Self {
    text(
      "a country code of two capital letters (ISO 3166-1)", pattern: "^[A-Z]{2}$",
      help: "such as DE, GB or US", CountryCode.isKnown)
  }

  /// A language by its BCP 47 tag: `de`, `de-CH`, `zh-Hant-TW`.
  public static var language: Self {
    text(
      "a language tag (BCP 47)", pattern: "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$",
      help: "such as en, de or de-CH", isLanguage)
  }

  private static func isLanguage(_ text: String) -> Bool {
    var parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let first = parts.removeFirst()
    guard (2...3).contains(first.count), first.allSatisfy(isSmall) else { return false }
    if let script = parts.first, script.count == 4, script.first.map(isCapital) == true,
      script.dropFirst().allSatisfy(isSmall)
    {
      parts.removeFirst()
    }
    if let region = parts.first,
      (region.count == 2 && region.allSatisfy(isCapital)) || (region.count == 3 && region.allSatisfy(isDigit))
    {
      parts.removeFirst()
    }
    return parts.isEmpty
  }

  /// The address of a mailbox, without a name beside it.
  public static var email: Self {
    text(
      "an e-mail address", pattern: "^[^@\\s<>]+@[^@\\s<>]+\\.[^@\\s<>.]+$",
      help: "such as receivables@example.com, only the address, without a name", EmailAddress.isPlausible)
  }

  /// A name of the IANA time zone database that this machine knows.
  public static var timeZone: Self {
    let name = "a time zone of the IANA database"
    var type = text(name)
    let read = type.read
    type.read = { json, problems in
      guard let zone = read(json, &problems) else { return nil }
      let nearest = TimeZoneName.nearest(to: zone).map { "did you mean `\($0)`?" }
      guard TimeZoneName.isPlausible(zone) else {
        problems.impossible(json, takes: name, help: nearest ?? "such as Europe/Berlin or UTC")
        return nil
      }
      guard problems.known.isTimeZone(zone) else {
        problems.report(
          at: json.place, "this machine knows no time zone `\(zone)`", code: "time-zone-unknown",
          help: nearest ?? "use a name below /usr/share/zoneinfo, such as Europe/Berlin")
        return nil
      }
      return zone
    }
    return type
  }

  public static func isSmall(_ c: Character) -> Bool { ("a"..."z").contains(c) }
  public static func isCapital(_ c: Character) -> Bool { ("A"..."Z").contains(c) }
  public static func isDigit(_ c: Character) -> Bool { ("0"..."9").contains(c) }
}

extension SettingType where Value == String {
  /// A preset that exists.
  public static var preset: Self {
    named("the name of a preset", what: "preset", code: "unknown-preset") { $0.presets.keys.sorted() }
  }

  /// A template of reminders that exists, built in or in `templates/`.
  public static var template: Self {
    var type = named("the name of a template", what: "template", code: "unknown-template", reminderTemplates)
    let read = type.read
    type.read = { json, problems in
      guard let name = json.string, let purpose = problems.known.otherTemplates[name] else {
        return read(json, &problems)
      }
      problems.report(
        at: json.place, "template `\(name)` is for \(purpose), not for reminders", code: "template-purpose",
        help: "there is: " + reminderTemplates(problems.known).map { "`\($0)`" }.joined(separator: ", "))
      return nil
    }
    return type
  }

  private static func reminderTemplates(_ known: KnownNames) -> [String] {
    known.templates.filter { known.otherTemplates[$0] == nil }.sorted()
  }

  /// A letter profile that exists.
  public static var letterProfile: Self {
    named("the name of a letter profile", what: "letter profile", code: "unknown-letter-profile") {
      $0.letterProfiles.sorted()
    }
  }

  /// The id of a company of this file.
  public static var company: Self {
    named("the id of a company of this file", what: "company", code: "unknown-company") { $0.companies }
  }

  private static func named(
    _ name: String, what: String, code: String, _ names: @escaping (KnownNames) -> [String]
  ) -> Self {
    var type = text(name)
    let read = type.read
    type.read = { json, problems in
      guard let text = read(json, &problems) else { return nil }
      let known = names(problems.known)
      if known.contains(text) { return text }
      problems.unknownName(json, what: what, among: known, code: code)
      return nil
    }
    return type
  }
}
