/// What a line of a body is, by its first characters.
enum TemplateMark {
  /// The number is the index of the first character behind the mark.
  case subject(Int)
  case line(TemplateLine.Kind, Int)
  case table(Int)
  /// A part of the text message.
  case short(Int)
  /// A mark that there is not, as it was written.
  case unknown(String)

  private static let marks: [(String, TemplateMark)] = [
    ("# ", .subject(2)), ("## ", .line(.heading, 3)), ("> ", .line(.smallPrint, 2)), ("= ", .line(.pair, 2)),
    ("+ ", .line(.sum, 2)), ("++ ", .line(.grandTotal, 3)),
  ]

  init(_ line: [Character]) {
    if let mark = TemplateMark.marks.first(where: { line.starts(with: $0.0) }) {
      self = mark.1
    } else if line[0] == "\\", line.count > 1, "\\#>=+|@".contains(line[1]) {
      self = .line(.text, 1)
    } else if line[0] == "|" || line[0] == "@" {
      let word = line.dropFirst().drop(while: \.isWhitespace)
      let name = word.prefix(while: \.isLetter)
      switch (line[0], String(name)) {
      case ("|", "table"): self = .table(name.endIndex)
      case ("@", "sms"): self = .short(name.endIndex)
      default: self = .unknown(String(line[..<name.endIndex]))
      }
    } else {
      self = .line(.text, 0)
    }
  }
}
