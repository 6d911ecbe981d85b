/// Letterhead, sender's line, footer and marks as drawings: one for first pages, one for those that follow.
struct StationeryLayout {
  private let profile: LetterProfile
  private var setter: Typesetter
  private var first = DrawnPage()
  private var following = DrawnPage()

  /// Both drawings, first pages first.
  static func drawing(
    of stationery: CompanyStationery, _ profile: LetterProfile, _ fonts: Fonts
  ) throws(DocumentProblem) -> Drawing {
    var layout = StationeryLayout(profile: profile, setter: Typesetter(fonts))
    try layout.addLetterhead(stationery.letterhead)
    try layout.addReturnAddress(stationery.returnAddress)
    try layout.addFooter(stationery.footer)
    layout.addMarks()
    if let mark = stationery.mark { try layout.addMark(mark) }
    let drawing = Drawing(pages: [layout.first, layout.following], scalars: layout.setter.scalars)
    try WindowLint.check(layout.first, of: drawing, profile)
    return drawing
  }

  private init(profile: LetterProfile, setter: Typesetter) {
    self.profile = profile
    self.setter = setter
  }

  private mutating func addLetterhead(_ lines: [String]) throws(DocumentProblem) {
    let area = profile.letterhead.inThousandthsOfPoint
    var y = area.y
    for (index, text) in lines.enumerated() {
      let style =
        index == 0
        ? TextStyle(size: 16_000, leading: 20_000, face: .bold)
        : TextStyle(size: 8500, leading: 11_500, gray: 35)
      let phrase = try setter.set(text, style.face)
      for line in setter.wrap(phrase, style, width: area.width) {
        first.texts.append(setter.run(line, style, x: area.x, baseline: y + Galley.baseline(style)))
        y += style.leading
      }
    }
    try require(y - area.y, within: area.height, "the letterhead")
  }

  private mutating func addReturnAddress(_ parts: [String]) throws(DocumentProblem) {
    let area = profile.returnAddress.inThousandthsOfPoint
    let lines = profile.returnStyle == .stacked ? parts : [parts.joined(separator: " · ")]
    var phrases: [Phrase] = []
    for line in lines where !line.isEmpty { phrases.append(try setter.set(line, .regular)) }
    let sizes = [7500, 7000, 6500, 6000]
    let fitting = sizes.first { size in
      phrases.count * size * 115 / 100 <= area.height && phrases.allSatisfy { $0.width(size) <= area.width }
    }
    let widest = phrases.map { $0.width(6000) }.max() ?? 0
    guard let size = fitting else {
      try require(phrases.count * 6900, within: area.height, "the return address")
      throw .overflow(
        part: "the return address", needed: Length.toMicrometres(widest), available: Length.toMicrometres(area.width))
    }
    let style = TextStyle(size: size, leading: size * 115 / 100, gray: profile.returnStyle == .line ? 30 : 0)
    for (index, phrase) in phrases.enumerated() {
      let baseline = area.y + Galley.baseline(style) + index * style.leading
      first.texts.append(setter.run(phrase, style, x: area.x, baseline: baseline, role: .returnAddress))
    }
  }

  private mutating func addFooter(_ columns: [[String]]) throws(DocumentProblem) {
    guard !columns.isEmpty else { return }
    let area = profile.footer.inThousandthsOfPoint
    var phrases: [[Phrase]] = []
    for lines in columns {
      var column: [Phrase] = []
      for line in lines { column.append(try setter.set(line, .regular)) }
      phrases.append(column)
    }
    var tallest = 0
    for size in [7000, 6500, 6000] {
      let style = TextStyle(size: size, leading: size * 9 / 7, gray: Galley.Style.fine.gray)
      let runs = footerRuns(phrases, style, area)
      tallest = runs.map { $0.baseline - area.y + size / 3 }.max() ?? 0
      guard tallest <= area.height else { continue }
      following.texts += runs
      break
    }
    try require(tallest, within: area.height, "the footer")
    following.bars.append(Bar(area: Rect(x: area.x, y: area.y, width: area.width, height: 400), gray: 60))
    first.texts += following.texts
    first.bars += following.bars
  }

  /// The columns side by side with equal gaps where their lines fit as they are; else equally wide, with lines wrapped.
  private mutating func footerRuns(_ columns: [[Phrase]], _ style: TextStyle, _ area: Rect) -> [TextRun] {
    let least = 10_000
    let widths = columns.map { $0.map { $0.width(style.size) }.max() ?? 0 }
    let gaps = max(1, columns.count - 1)
    let spare = area.width - widths.reduce(0, +)
    let fits = spare >= least * (columns.count - 1)
    let equal = (area.width - least * (columns.count - 1)) / columns.count
    var runs: [TextRun] = []
    var x = area.x
    for (lines, natural) in zip(columns, widths) {
      let width = fits ? natural : equal
      var y = area.y + 6000
      for line in lines.flatMap({ setter.wrap($0, style, width: width) }) {
        runs.append(setter.run(line, style, x: x, baseline: y + Galley.baseline(style)))
        y += style.leading
      }
      x += width + (fits ? min(spare / gaps, 60_000) : least)
    }
    return runs
  }

  /// Fold and punch marks at the left edge of first pages.
  private mutating func addMarks() {
    let folds = profile.foldMarks.map { (y: $0, length: 4000) }
    let punch = profile.punchMark.map { [(y: $0, length: 6000)] } ?? []
    for mark in folds + punch {
      let line = Rect(x: 4000, y: mark.y - 88, width: mark.length, height: 176)
      first.bars.append(Bar(area: line.inThousandthsOfPoint, gray: 50))
    }
  }

  /// A word at the top right of every page.
  private mutating func addMark(_ text: String) throws(DocumentProblem) {
    let style = TextStyle(size: 13_000, leading: 16_000, face: .bold, gray: 30)
    let right = Length.fromMicrometres(profile.paperWidth - profile.marginRight)
    let run = setter.run(
      try setter.set(text, .bold), style, x: right, baseline: Length.fromMicrometres(10_500), trailing: true)
    first.texts.append(run)
    following.texts.append(run)
  }

  private func require(_ needed: Int, within available: Int, _ part: String) throws(DocumentProblem) {
    guard needed > available else { return }
    throw .overflow(
      part: part, needed: Length.toMicrometres(needed), available: Length.toMicrometres(available))
  }
}
