import Formats
import Ledger

extension SettingType where Value == PostalTimes {
  /// `{ "DE": [2, 4] }`: first and last day of arrival after posting.
  static var postalTimes: Self {
    let name = "days by country, such as `{ \"DE\": [2, 4] }`"
    return SettingType(
      name: name,
      schema: [
        "type": "object", "propertyNames": ["pattern": "^[A-Z]{2}$"],
        "additionalProperties": [
          "type": "array", "items": ["type": "integer", "minimum": 0, "maximum": 90], "minItems": 2, "maxItems": 2,
        ],
      ],
      read: { json, problems in
        guard case .object(let members) = json.content else {
          problems.wrongType(json, takes: name)
          return nil
        }
        var known: [String: ClosedRange<Int>] = [:]
        for member in members {
          guard CountryCode.isKnown(member.key) else {
            problems.report(
              at: member.place, "`\(member.key)` is no country code (ISO 3166-1)", code: "impossible-value",
              help: CountryCode.suggestion(for: member.key))
            continue
          }
          problems.key = member.key
          if let days = days(member.value, &problems) { known[member.key] = days }
        }
        return PostalTimes(known: known)
      },
      write: { value in
        .object(
          value.known.sorted { $0.key < $1.key }.map {
            JSONMember($0.key, .list([.number($0.value.lowerBound), .number($0.value.upperBound)]))
          })
      })
  }

  private static func days(_ json: JSONValue, _ problems: inout SettingProblems) -> ClosedRange<Int>? {
    let wanted = "the first and the last day of arrival after posting, such as `[2, 4]`"
    guard case .array = json.content else {
      problems.wrongType(json, takes: wanted)
      return nil
    }
    guard json.elements.count == 2 else {
      problems.impossible(json, takes: wanted)
      return nil
    }
    let days = json.elements.compactMap { SettingType<Int>.int(0...90, "days").read($0, &problems) }
    guard days.count == 2 else { return nil }
    guard days[0] <= days[1] else {
      problems.impossible(json.elements[1], takes: "a day that is not before the first, \(days[0])")
      return nil
    }
    return days[0]...days[1]
  }
}
