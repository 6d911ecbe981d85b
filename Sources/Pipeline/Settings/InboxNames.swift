/// Names in the inbox that are no exports: files that are still being copied, and words for people.
public enum InboxNames {
  public static let ignoredSuffixes = [".tmp", ".part", ".filepart", ".crdownload"]

  public static func isIgnored(_ name: String) -> Bool {
    name.hasPrefix(".") || name.hasPrefix("~$") || name.hasPrefix("README")
      || ignoredSuffixes.contains { name.hasSuffix($0) }
  }
}
