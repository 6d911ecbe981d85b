/// The part of a page that flowing text may use, in 1/1000 pt from the top of the page.
struct FlowArea {
  var firstTop: Int
  var firstBottom: Int
  var continuationTop: Int
  var continuationBottom: Int
}

/// Cuts a galley into pages: keeps together what belongs together, and repeats heads and running totals of tables.
struct Pagination {
  private let area: FlowArea
  private var galley: Galley
  private var y: Int
  /// Nothing stands on the page yet.
  private var atTop = true
  /// Nothing but what a page break itself has put there stands on the page.
  private var isFresh = true
  /// The table whose row was placed last, and the total so far.
  private var openTable: Int?
  private var runningTotal: String?
  private(set) var pages: [DrawnPage] = [DrawnPage()]

  /// The drawing of a whole galley.
  /// - Throws: `overflow` where a single strip is taller than a page.
  static func pages(of galley: Galley, in area: FlowArea) throws(DocumentProblem) -> Drawing {
    var pagination = Pagination(galley, area)
    try pagination.placeAll()
    return Drawing(pages: pagination.pages, scalars: pagination.galley.setter.scalars)
  }

  private init(_ galley: Galley, _ area: FlowArea) {
    self.galley = galley
    self.area = area
    y = area.firstTop
    pages[0].texts.reserveCapacity(galley.texts.count + 24)
    pages[0].bars.reserveCapacity(galley.bars.count + 1)
  }

  private var bottom: Int { pages.count == 1 ? area.firstBottom : area.continuationBottom }

  private mutating func placeAll() throws(DocumentProblem) {
    var next = 0
    while next < galley.strips.count {
      var last = next
      while last + 1 < galley.strips.count, galley.strips[last].keepWithNext { last += 1 }
      try placeGroup(next...last)
      next = last + 1
    }
  }

  /// Places strips that belong together on one page, if a page can hold them.
  private mutating func placeGroup(_ group: ClosedRange<Int>) throws(DocumentProblem) {
    if y + height(of: group) + reserve(after: group.upperBound) > bottom, !atTop {
      try turnPage(before: group.lowerBound)
    }
    for index in group {
      let needed = height(of: index...index) + reserve(after: index)
      if y + needed > bottom {
        if !isFresh { try turnPage(before: index) }
        let room = bottom - y
        let height = height(of: index...index) + reserve(after: index)
        guard height <= room else {
          throw .overflow(
            part: "a row or line", needed: Length.toMicrometres(height),
            available: Length.toMicrometres(room))
        }
      }
      place(index)
    }
  }

  private func height(of group: ClosedRange<Int>) -> Int {
    var height = 0
    for index in group {
      let strip = galley.strips[index]
      height += strip.height + (atTop && index == group.lowerBound ? 0 : strip.spaceBefore)
    }
    return height
  }

  /// Room for the "carried forward" line, kept free after a row that another row follows.
  private func reserve(after index: Int) -> Int {
    let strip = galley.strips[index]
    guard let table = strip.table, galley.tables[table].carriedForward != nil, index + 1 < galley.strips.count,
      galley.strips[index + 1].table == table
    else { return 0 }
    return Galley.carriedHeight
  }

  private mutating func place(_ index: Int) {
    let strip = galley.strips[index]
    if strip.table != openTable { runningTotal = nil }
    openTable = strip.table
    if let total = strip.runningTotal { runningTotal = total }
    if !atTop { y += strip.spaceBefore }
    draw(strip)
    isFresh = false
  }

  private mutating func draw(_ strip: Strip) {
    let page = pages.count - 1
    for var bar in galley.bars[strip.bars] {
      bar.area.y += y
      pages[page].bars.append(bar)
    }
    for var text in galley.texts[strip.texts] {
      text.baseline += y
      pages[page].texts.append(text)
    }
    if let code = strip.code {
      var code = galley.codes[code]
      code.area.y += y
      pages[page].codes.append(code)
    }
    y += strip.height
    atTop = false
  }

  /// Begins a page before a strip. Inside a table the total so far closes the old page and opens the new one.
  private mutating func turnPage(before index: Int) throws(DocumentProblem) {
    let table = galley.strips[index].table
    let continues = table != nil && table == openTable
    let furniture = table.map { galley.tables[$0] }
    let carried = continues ? furniture?.carriedForward : nil
    if let carried, let furniture, let total = runningTotal {
      draw(try galley.carriedStrip(carried.carriedLabel, total, furniture))
    }
    pages.append(DrawnPage())
    y = area.continuationTop
    atTop = true
    isFresh = true
    guard continues, let furniture else { return }
    if let head = furniture.head { draw(head) }
    if let carried, let total = runningTotal {
      draw(try galley.carriedStrip(carried.broughtLabel, total, furniture))
    }
  }
}
