import Ledger

/// Whether a text looks like a name of the IANA time zone database: `Europe/Berlin`, `America/Argentina/Ushuaia`, `UTC`.
public enum TimeZoneName {
  /// Areas and single names of the database, release 2025b; abbreviations such as `EST` left out, for they know no summer time.
  private static let areas = [
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Etc", "Indian", "Pacific",
  ]
  private static let single = ["UTC", "GMT"]
  /// Names for suggestions only.
  private static let common = [
    "Africa/Johannesburg", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/New_York",
    "America/Sao_Paulo", "America/Toronto", "Asia/Dubai", "Asia/Hong_Kong", "Asia/Kolkata", "Asia/Shanghai",
    "Asia/Singapore", "Asia/Tokyo", "Australia/Sydney", "Europe/Amsterdam", "Europe/Athens", "Europe/Berlin",
    "Europe/Brussels", "Europe/Bucharest", "Europe/Budapest", "Europe/Copenhagen", "Europe/Dublin", "Europe/Helsinki",
    "Europe/Istanbul", "Europe/Lisbon", "Europe/London", "Europe/Luxembourg", "Europe/Madrid", "Europe/Oslo",
    "Europe/Paris", "Europe/Prague", "Europe/Rome", "Europe/Stockholm", "Europe/Vienna", "Europe/Warsaw",
    "Europe/Zurich", "Pacific/Auckland", "UTC",
  ]

  public static func isPlausible(_ text: String) -> Bool {
    if single.contains(text) { return true }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard (2...3).contains(parts.count), areas.contains(parts[0]) else { return false }
    return parts.allSatisfy { part in
      part.utf8.first.map(EmailAddress.isLetterOrDigit) == true
        && part.utf8.allSatisfy { EmailAddress.isLetterOrDigit($0) || "_-+".utf8.contains($0) }
    }
  }

  /// The name that was most likely meant, also for the shell, which knows the names of this machine only.
  public static func nearest(to text: String) -> String? {
    if let name = nearestName(to: text, in: common) { return name }
    var parts = text.split(separator: "/").map(String.init)
    guard parts.count > 1, let area = nearestName(to: parts[0], in: areas) else { return nil }
    parts[0] = area
    let name = parts.joined(separator: "/")
    return isPlausible(name) ? name : nil
  }
}
