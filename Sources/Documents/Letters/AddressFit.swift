/// Fits an address into what a window always shows.
enum AddressFit {
  /// Sizes that are tried, largest first. Postal machines read nothing below 8 pt (USPS Publication 25).
  static let sizes = [10_000, 9500, 9000, 8500, 8000]
  static let mostLines = 6

  /// The lines set in the largest size that fits, from the top of `area` (1/1000 pt) on.
  /// - Throws: `tooManyAddressLines`, `addressTooWide` with the numbers for the smallest size.
  static func runs(
    of lines: [String], in area: Rect, setter: inout Typesetter
  ) throws(DocumentProblem) -> [TextRun] {
    let lines = lines.filter { !$0.isEmpty }
    var phrases: [Phrase] = []
    for line in lines { phrases.append(try setter.set(line, .regular)) }
    let smallest = sizes[sizes.count - 1]
    let allowed = AddressFit.lines(in: area)
    guard lines.count <= allowed else { throw .tooManyAddressLines(lines: lines.count, allowed: allowed) }
    let size = sizes.first { size in
      lines.count <= linesThatFit(size, area.height) && phrases.allSatisfy { $0.width(size) <= area.width }
    }
    guard let size else { throw tooWide(lines, phrases, area, smallest) }
    let style = TextStyle(size: size, leading: leading(size))
    var runs: [TextRun] = []
    for (index, phrase) in phrases.enumerated() {
      let baseline = area.y + ascent(size) + index * style.leading
      runs.append(setter.run(phrase, style, x: area.x, baseline: baseline, role: .address))
    }
    return runs
  }

  private static func tooWide(
    _ lines: [String], _ phrases: [Phrase], _ area: Rect, _ size: Int
  ) -> DocumentProblem {
    let widest = phrases.indices.max { phrases[$0].units < phrases[$1].units } ?? 0
    return .addressTooWide(
      line: lines[widest], excess: Length.toMicrometres(phrases[widest].width(size) - area.width),
      visible: Length.toMicrometres(area.width))
  }

  private static func leading(_ size: Int) -> Int { size * 12 / 10 }
  /// As `TextRun.box` counts it.
  private static func ascent(_ size: Int) -> Int { size * 93 / 100 }

  /// Most lines that an area (1/1000 pt) takes at the smallest size.
  static func lines(in area: Rect) -> Int { min(mostLines, linesThatFit(sizes[sizes.count - 1], area.height)) }

  private static func linesThatFit(_ size: Int, _ height: Int) -> Int {
    let lineHeight = ascent(size) + size * 23 / 100 + 10
    return height < lineHeight ? 0 : 1 + (height - lineHeight) / leading(size)
  }
}

/// The last look at a laid-out first page before it is written: the address is inside the window, and nothing else is near it.
enum WindowLint {
  static func check(_ page: DrawnPage, of drawing: Drawing, _ profile: LetterProfile) throws(DocumentProblem) {
    let window = profile.window.inThousandthsOfPoint.grown(by: 20)
    let zones = profile.clearZones.map(\.inThousandthsOfPoint)
    for run in page.texts where run.role != .returnAddress {
      if run.role == .address {
        try checkInside(run, window, drawing)
      } else if let zone = zones.first(where: { $0.intersects(run.box) }) {
        throw .insideWindowZone(text: drawing.text(run), move: Length.toMicrometres(distance(run.box, outOf: zone)))
      }
    }
    for bar in page.bars {
      if let zone = zones.first(where: { $0.intersects(bar.area) }) {
        throw .insideWindowZone(text: "a line", move: Length.toMicrometres(distance(bar.area, outOf: zone)))
      }
    }
  }

  private static func checkInside(_ run: TextRun, _ window: Rect, _ drawing: Drawing) throws(DocumentProblem) {
    guard !window.contains(run.box) else { return }
    let excess = max(
      run.box.right - window.right, run.box.bottom - window.bottom, window.y - run.box.y, window.x - run.x)
    throw .addressTooWide(
      line: drawing.text(run), excess: Length.toMicrometres(excess), visible: Length.toMicrometres(window.width))
  }

  /// The shortest way out of a zone.
  private static func distance(_ box: Rect, outOf zone: Rect) -> Int {
    min(zone.bottom - box.y, box.bottom - zone.y, zone.right - box.x, box.right - zone.x)
  }
}
