/// A statement as a column of type: title, the figures that matter, then one part for each currency.
extension PieceLayout {
  func drawing(of piece: StatementPiece) throws(DocumentProblem) -> Drawing {
    var galley = galley()
    try galley.addLines(piece.title, Galley.Style.title, keepWithNext: true)
    galley.pendingSpace = 10_000
    try galley.addHighlights(piece.highlights)
    try galley.add(piece.opening)
    for section in piece.sections { try galley.add(section) }
    galley.pendingSpace = max(galley.pendingSpace, 16_000)
    try galley.add(piece.closing)
    galley.pendingSpace = max(galley.pendingSpace, 12_000)
    for note in piece.notes { try galley.add(.smallPrint(note)) }
    return try finish(
      galley, address: piece.addressLines, info: piece.infoBlock, label: piece.pageLabel,
      head: piece.continuationLine ?? piece.title)
  }
}

extension Galley {
  fileprivate mutating func add(_ section: StatementSection) throws(DocumentProblem) {
    try add(.heading(section.heading))
    try add(.table(section.table))
    if let ageing = section.ageing { try add(ageing) }
    for note in section.notes { try add(.smallPrint(note)) }
  }

  /// Large figures in a gray band, up to four side by side.
  mutating func addHighlights(_ pairs: [KeyValue]) throws(DocumentProblem) {
    for first in stride(from: 0, to: pairs.count, by: 4) {
      try addHighlightRow(Array(pairs[first..<min(first + 4, pairs.count)]))
    }
    if !pairs.isEmpty { pendingSpace = 14_000 }
  }

  private mutating func addHighlightRow(_ pairs: [KeyValue]) throws(DocumentProblem) {
    let padding = 10_000
    let cell = (width - padding) / pairs.count
    let label = TextStyle(size: 8000, leading: 10_500, gray: 35)
    var values: [Phrase] = []
    for pair in pairs { values.append(try setter.set(pair.value, .bold)) }
    let room = cell - padding
    let size = [15_000, 13_000, 11_000, 9500].first { size in values.allSatisfy { $0.width(size) <= room } } ?? 9000
    let value = TextStyle(size: size, leading: size * 6 / 5, face: .bold)
    let start = mark
    bars.append(Bar(area: Rect(x: left, y: 0, width: width, height: 0), gray: 94))
    var height = 0
    for (index, pair) in pairs.enumerated() {
      let x = left + padding + index * cell
      let labels = setter.wrap(try setter.set(pair.label, .regular), label, width: room)
      let top = padding + appendColumn(labels, label, x: x, top: padding) + 2500
      height = max(height, top + appendColumn(setter.wrap(values[index], value, width: room), value, x: x, top: top))
    }
    bars[start.bars].area.height = height + padding
    close(start, height: height + padding)
    pendingSpace = 3000
  }

  /// A title, a bar with the shares of the buckets, and under it label and amount of each. Never split across pages.
  mutating func add(_ ageing: AgeingStrip) throws(DocumentProblem) {
    guard !ageing.buckets.isEmpty else { return }
    pendingSpace = max(pendingSpace, 12_000)
    let start = mark
    let title = TextStyle(size: 8500, leading: 12_000, face: .bold, gray: 15)
    var y = appendColumn(setter.wrap(try setter.set(ageing.title, .bold), title, width: width), title, x: left)
    y += 4000
    appendShares(ageing, top: y)
    y += 7000 + 5000
    let height = try appendBuckets(ageing, top: y)
    close(start, height: y + height)
    pendingSpace = 12_000
  }

  /// Gray of a bucket: the older, the darker.
  private static func gray(_ index: Int, of count: Int) -> UInt8 {
    UInt8(82 - 62 * index / max(1, count - 1))
  }

  private mutating func appendShares(_ ageing: AgeingStrip, top: Int) {
    let height = 7000
    let gap = 1000
    let amounts = ageing.buckets.map { max(0, $0.minorUnits) }
    let total = amounts.reduce(into: Int64(0)) { $0 = $0.addingReportingOverflow($1).partialValue }
    guard total > 0 else {
      bars.append(Bar(area: Rect(x: left, y: top, width: width, height: height), gray: 94))
      return
    }
    let filled = amounts.filter { $0 > 0 }.count
    let room = width - gap * (filled - 1)
    var x = left
    var left = room
    var rest = total
    for (index, amount) in amounts.enumerated() where amount > 0 {
      // Each bucket takes its share of what is left, so that the parts add up to the whole width.
      let share = Galley.share(of: left, amount, rest)
      bars.append(
        Bar(area: Rect(x: x, y: top, width: share, height: height), gray: Galley.gray(index, of: amounts.count)))
      x += share + gap
      left -= share
      rest -= amount
    }
  }

  /// `width` times `part` over `whole`, exact for amounts of any size.
  private static func share(of width: Int, _ part: Int64, _ whole: Int64) -> Int {
    Int(whole.dividingFullWidth(Int64(width).multipliedFullWidth(by: part)).quotient)
  }

  /// A label over a column. Where it is too wide, its no-break spaces break rather than a word: `91–120` above `dagen`.
  private mutating func title(
    _ text: String, _ face: Face, _ style: TextStyle, width: Int
  ) throws(DocumentProblem) -> Phrase {
    let phrase = try setter.set(text, face)
    return phrase.units <= width * 1000 / style.size
      ? phrase : try setter.set(text.replacing("\u{A0}", with: " "), face)
  }

  private mutating func appendBuckets(_ ageing: AgeingStrip, top: Int) throws(DocumentProblem) -> Int {
    let count = ageing.buckets.count + (ageing.total == nil ? 0 : 1)
    let gap = 8000
    let cell = (width - gap * (count - 1)) / count
    var labels: [Phrase] = []
    var amounts: [Phrase] = []
    let key = 6000
    let label = TextStyle(size: 7500, leading: 9500, gray: 35)
    for bucket in ageing.buckets {
      labels.append(try title(bucket.label, .regular, label, width: cell - key))
      amounts.append(try setter.set(bucket.amount, .regular))
    }
    if let total = ageing.total {
      labels.append(try title(total.label, .bold, label, width: cell - key))
      amounts.append(try setter.set(total.value, .bold))
    }
    let widest = amounts.map(\.units).max() ?? 0
    let size = [9000, 8500, 8000, 7500, 7000, 6500].first { (widest * $0 + 999) / 1000 <= cell - key } ?? 6000
    let faces = (0..<count).map { $0 == ageing.buckets.count ? Face.bold : .regular }
    let styles = faces.map {
      TextStyle(size: label.size, leading: label.leading, face: $0, gray: $0 == .bold ? 15 : 35)
    }
    let titles = zip(labels, styles).map { setter.wrap($0, $1, width: cell - key) }
    // Amounts stand on one line, however many lines the labels above them take.
    let titleHeight = (titles.map(\.count).max() ?? 1) * label.leading
    var tallest = 0
    for index in 0..<count {
      let x = left + index * (cell + gap)
      if index < ageing.buckets.count {
        let color = Galley.gray(index, of: ageing.buckets.count)
        bars.append(
          Bar(area: Rect(x: x, y: top + 1500, width: 2500, height: titleHeight + 12_000 - 2500), gray: color))
      }
      let titleTop = top + titleHeight - titles[index].count * label.leading
      _ = appendColumn(titles[index], styles[index], x: x + key, top: titleTop)
      let value = TextStyle(size: size, leading: 12_000, face: faces[index])
      let lines = setter.wrap(amounts[index], value, width: cell - key)
      tallest = max(tallest, titleHeight + appendColumn(lines, value, x: x + key, top: top + titleHeight))
    }
    return tallest
  }
}
