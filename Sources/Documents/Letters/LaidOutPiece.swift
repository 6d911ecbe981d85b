/// A piece that is laid out and checked, and not yet written: its number of sheets is known before it is decided which print file takes it.
public struct LaidOutPiece: Sendable {
  let drawing: Drawing
  let stationery: CompanyStationery
  let profile: LetterProfile

  public init(_ piece: LetterPiece, profile: LetterProfile, fonts: Fonts) throws(DocumentProblem) {
    drawing = try PieceLayout(profile: profile, fonts: fonts).drawing(of: piece)
    stationery = piece.stationery
    self.profile = profile
  }

  /// Sides of paper with something on them.
  public var pages: Int { drawing.pages.count }

  public func sheets(duplex: Bool) -> Int { duplex ? (pages + 1) / 2 : pages }
}

extension LetterProfile {
  /// How many lines of the smallest permitted type the window always shows, six at most.
  public var addressLines: Int { AddressFit.lines(in: address.inThousandthsOfPoint) }
}
