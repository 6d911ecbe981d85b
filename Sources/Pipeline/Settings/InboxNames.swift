/// Names in the inbox that are no exports: folders of ours, files that are still being copied, and words for people.
public enum InboxNames {
  /// Folders that are the program's own.
  public static let reserved: Set<String> = ["rejected", "held", "copies"]
  public static let ignoredSuffixes = [".tmp", ".part", ".filepart", ".crdownload"]

  public static func isIgnored(_ name: String) -> Bool {
    name.hasPrefix(".") || name.hasPrefix("~$") || name.hasPrefix("README")
      || ignoredSuffixes.contains { name.hasSuffix($0) }
  }
}
