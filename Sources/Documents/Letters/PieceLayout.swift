/// Puts a piece together: address and info block on the first page, the text below, page numbers and running heads at the end,
/// when it is known how many pages there are.
struct PieceLayout {
  let profile: LetterProfile
  let fonts: Fonts

  /// An empty galley of the width of this profile's text.
  func galley() -> Galley {
    let left = Length.fromMicrometres(profile.marginLeft)
    let right = Length.fromMicrometres(profile.paperWidth - profile.marginRight)
    return Galley(left: left, width: right - left, fonts: fonts)
  }

  /// With its payment code where that costs no page.
  func drawing(of piece: LetterPiece) throws(DocumentProblem) -> Drawing {
    let drawing = try drawing(of: piece, with: piece.paymentCode)
    guard piece.paymentCode != nil, drawing.pages.count > 1 else { return drawing }
    let plain = try self.drawing(of: piece, with: nil)
    return plain.pages.count < drawing.pages.count ? plain : drawing
  }

  private func drawing(of piece: LetterPiece, with code: PaymentCode?) throws(DocumentProblem) -> Drawing {
    var galley = galley()
    try galley.addLines(piece.subject, Galley.Style.subject, keepWithNext: true)
    galley.pendingSpace = 9000
    try galley.add(piece.blocks, beside: code)
    return try finish(
      galley, address: piece.addressLines, info: piece.infoBlock, label: piece.pageLabel,
      head: piece.continuationLine ?? piece.subject)
  }

  /// Cuts the galley into pages and adds what has a fixed place.
  func finish(
    _ galley: Galley, address: [String], info: [KeyValue], label: PageLabel, head: String
  ) throws(DocumentProblem) -> Drawing {
    let body = try pages(of: galley)
    var setter = Typesetter(fonts, scalars: body.scalars)
    var pages = body.pages
    let fixed = try addressRuns(address, &setter) + infoRuns(info, &setter)
    pages[0].texts = fixed + pages[0].texts
    for index in pages.indices {
      if index > 0 { try addHead(head, to: &pages[index], &setter) }
      pages[index].texts.append(try pageNumber(label, index + 1, pages.count, &setter))
    }
    let drawing = Drawing(pages: pages, scalars: setter.scalars)
    try WindowLint.check(pages[0], of: drawing, profile)
    return drawing
  }

  /// The galley on as few sheets as it can be: where a little less white space between the parts saves a page, it is taken. A
  /// page that holds nothing but the greeting costs paper and postage.
  private func pages(of galley: Galley) throws(DocumentProblem) -> Drawing {
    let usual = try Pagination.pages(of: galley, in: area)
    guard usual.pages.count > 1 else { return usual }
    var closer = galley
    for index in closer.strips.indices where !closer.strips[index].isRigid {
      closer.strips[index].spaceBefore = closer.strips[index].spaceBefore * 11 / 20
    }
    let saving = try Pagination.pages(of: closer, in: area)
    return saving.pages.count < usual.pages.count ? saving : usual
  }

  /// Between the subject (or the running head) and the line with the page number above the footer.
  private var area: FlowArea {
    let bottom = Length.fromMicrometres(profile.footer.y) - 24_000
    return FlowArea(
      firstTop: Length.fromMicrometres(profile.bodyTop), firstBottom: bottom,
      continuationTop: Length.fromMicrometres(profile.continuationTop), continuationBottom: bottom)
  }

  private func addressRuns(_ lines: [String], _ setter: inout Typesetter) throws(DocumentProblem) -> [TextRun] {
    try AddressFit.runs(of: lines, in: profile.address.inThousandthsOfPoint, setter: &setter)
  }

  /// Labels in gray, values beside them; both wrap inside the block, in type small enough to keep an e-mail address in one line.
  private func infoRuns(_ pairs: [KeyValue], _ setter: inout Typesetter) throws(DocumentProblem) -> [TextRun] {
    let area = profile.infoBlock.inThousandthsOfPoint
    var labels: [Phrase] = []
    var values: [Phrase] = []
    for pair in pairs {
      labels.append(try setter.set(pair.label, .regular))
      values.append(try setter.set(pair.value, .regular, lines: true))
    }
    let labelStyle = Galley.Style.label
    let column = min((labels.map { $0.width(labelStyle.size) }.max() ?? 0) + 7000, area.width / 2)
    var runs: [TextRun] = []
    var y = area.y
    for (pair, (label, value)) in zip(pairs, zip(labels, values)) {
      // An e-mail address with a line break in it is copied wrongly.
      let widest = pair.value.contains("@") ? value.units : setter.widestWord(value, .regular)
      let size = [9000, 8500, 8000, 7500, 7000].first { widest * $0 / 1000 < area.width - column } ?? 7500
      let valueStyle = TextStyle(size: size, leading: Galley.Style.value.leading)
      let left = setter.wrap(label, labelStyle, width: column - 6000)
      let right = setter.wrap(value, valueStyle, width: area.width - column)
      for (row, line) in left.enumerated() {
        runs.append(setter.run(line, labelStyle, x: area.x, baseline: y + row * labelStyle.leading + 9000))
      }
      for (row, line) in right.enumerated() {
        runs.append(setter.run(line, valueStyle, x: area.x + column, baseline: y + row * valueStyle.leading + 9000))
      }
      y += max(left.count, right.count) * valueStyle.leading + 1000
    }
    guard y <= area.bottom else {
      throw .overflow(
        part: "the info block", needed: Length.toMicrometres(y - area.y), available: Length.toMicrometres(area.height))
    }
    return runs
  }

  private func addHead(_ text: String, to page: inout DrawnPage, _ setter: inout Typesetter) throws(DocumentProblem) {
    let style = Galley.Style.label
    let left = Length.fromMicrometres(profile.marginLeft)
    let width = Length.fromMicrometres(profile.paperWidth - profile.marginRight) - left
    let top = Length.fromMicrometres(profile.continuationTop) - 34_000
    let lines = setter.wrap(try setter.set(text, .regular), style, width: width)
    guard lines.count <= 2 else {
      throw .overflow(
        part: "the running head", needed: Length.toMicrometres(lines.count * style.leading),
        available: Length.toMicrometres(2 * style.leading))
    }
    let first = top - (lines.count - 1) * style.leading
    for (index, line) in lines.enumerated() {
      page.texts.insert(
        setter.run(line, style, x: left, baseline: first + 12_000 + index * style.leading), at: index)
    }
    page.bars.append(Bar(area: Rect(x: left, y: top + 17_000, width: width, height: 400), gray: 60))
  }

  private func pageNumber(
    _ label: PageLabel, _ page: Int, _ pages: Int, _ setter: inout Typesetter
  ) throws(DocumentProblem) -> TextRun {
    let right = Length.fromMicrometres(profile.paperWidth - profile.marginRight)
    let baseline = Length.fromMicrometres(profile.footer.y) - 6000
    let phrase = try setter.set(label.text(page: page, of: pages), .regular)
    return setter.run(phrase, Galley.Style.label, x: right, baseline: baseline, trailing: true)
  }
}
