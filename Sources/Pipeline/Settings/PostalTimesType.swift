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
              help: "such as DE or US")
            continue
          }
          problems.key = member.key
          let days = member.value.elements.compactMap(\.int)
          guard days.count == 2, member.value.elements.count == 2, (0...90).contains(days[0]),
            (days[0]...90).contains(days[1])
          else {
            problems.impossible(
              member.value, takes: "the first and the last day of arrival after posting, 0 to 90, such as `[2, 4]`")
            continue
          }
          known[member.key] = days[0]...days[1]
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
}
