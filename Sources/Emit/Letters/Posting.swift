import Documents

/// The envelope and the postage class of a piece, from its number of sheets.
struct Posting: Equatable {
  /// `DL`, `C4`, `#10`, `9x12`.
  var envelope: String
  /// The weight step of the postage: `20g`, `50g`, ...; `1oz`, `2oz`, ... on US paper.
  var service: String
  /// Too many sheets to be folded: a print run of its own.
  var isFlat: Bool

  /// Most sheets that inserting machines fold into a long envelope.
  private static let mostFolded = 6

  /// Weights in milligrams. A4 of 80 g/m² weighs 5 g, US Letter of 20 lb 4.5 g.
  private struct Paper {
    var sheet: Int
    var folded: (name: String, weight: Int)
    var flat: (name: String, weight: Int)
    /// Upper bounds of the steps with their names; beyond the last `overStep` follows.
    var steps: [(weight: Int, name: String)]
  }

  private static let a4 = Paper(
    sheet: 5000, folded: ("DL", 5000), flat: ("C4", 20_000),
    steps: [(20_000, "20g"), (50_000, "50g"), (100_000, "100g"), (500_000, "500g"), (1_000_000, "1000g")])
  private static let letter = Paper(
    sheet: 4540, folded: ("#10", 6750), flat: ("9x12", 18_000),
    steps: (1...13).map { ($0 * 28_350, "\($0)oz") })

  init(sheets: Int, profile: LetterProfile) {
    // US Letter is wider than A4.
    let paper = profile.paperWidth > 212_000 ? Posting.letter : Posting.a4
    isFlat = sheets > Posting.mostFolded
    let cover = isFlat ? paper.flat : paper.folded
    envelope = cover.name
    let weight = cover.weight + sheets * paper.sheet
    service = paper.steps.first { weight <= $0.weight }?.name ?? "parcel"
  }
}
