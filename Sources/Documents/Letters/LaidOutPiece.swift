/// A piece that is laid out and checked, and not yet written: its number of sheets is known before it is decided which print file takes it.
public struct LaidOutPiece: Sendable {
  enum Content: Sendable {
    case drawing(Drawing)
    /// Made in another process.
    case drafts([PageDraft])
  }

  let content: Content
  let stationery: CompanyStationery
  /// The paper that it was laid out for.
  public let profile: LetterProfile

  public init(_ piece: LetterPiece, profile: LetterProfile, fonts: Fonts) throws(DocumentProblem) {
    content = .drawing(try PieceLayout(profile: profile, fonts: fonts).drawing(of: piece))
    stationery = piece.stationery
    self.profile = profile
  }

  public init(_ piece: StatementPiece, profile: LetterProfile, fonts: Fonts) throws(DocumentProblem) {
    content = .drawing(try PieceLayout(profile: profile, fonts: fonts).drawing(of: piece))
    stationery = piece.stationery
    self.profile = profile
  }

  /// A piece whose pages were drafted elsewhere: `drafted` of the same piece. Nil: these are no pages.
  public init?(drafts parcel: inout Parcel.Reader, stationery: CompanyStationery, profile: LetterProfile) {
    guard let count = parcel.integer(), count > 0 else { return nil }
    var drafts: [PageDraft] = []
    for _ in 0..<count {
      guard let draft = PageDraft(from: &parcel) else { return nil }
      drafts.append(draft)
    }
    content = .drafts(drafts)
    self.stationery = stationery
    self.profile = profile
  }

  /// Puts its pages into a parcel, all but the codes of their characters.
  public func draft(into parcel: inout Parcel) {
    let drafts: [PageDraft]
    switch content {
    case .drafts(let made): drafts = made
    case .drawing(let drawing):
      let height = Length.fromMicrometres(profile.paperHeight)
      drafts = drawing.pages.map { PageDraft($0, of: drawing.scalars, pageHeight: height) }
    }
    parcel.put(drafts.count)
    for draft in drafts { draft.put(into: &parcel) }
  }

  /// Sides of paper with something on them.
  public var pages: Int {
    switch content {
    case .drawing(let drawing): drawing.pages.count
    case .drafts(let drafts): drafts.count
    }
  }

  public func sheets(duplex: Bool) -> Int { duplex ? (pages + 1) / 2 : pages }
}

extension LetterProfile {
  /// How many lines of the smallest permitted type the window always shows, six at most.
  public var addressLines: Int { AddressFit.lines(in: address.inThousandthsOfPoint) }
}
