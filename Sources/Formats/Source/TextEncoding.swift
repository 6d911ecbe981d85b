/// How the characters of a text file are written as bytes. Everything inside the program is UTF-8.
public enum TextEncoding: String, Sendable, CaseIterable {
  case utf8 = "utf-8"
  case utf16le = "utf-16le"
  case utf16be = "utf-16be"
  /// Western Europe as Windows writes it: the euro sign is 0x80.
  case windows1252 = "windows-1252"
  case latin1 = "iso-8859-1"
  /// Latin 1 with the euro sign at 0xA4.
  case latin9 = "iso-8859-15"
  /// Central Europe as Windows writes it. Never assumed: most of its letters are letters of windows-1252 too.
  case windows1250 = "windows-1250"
  /// The same as Unix wrote it.
  case latin2 = "iso-8859-2"
  /// Western Europe as DOS and old ERP programs write it.
  case cp850 = "cp850"
}
