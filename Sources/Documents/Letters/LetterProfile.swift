/// The geometry of a letter: paper, envelope, and where each part stands. Profiles are rows of data; the layout knows none of
/// them by name. All lengths in micrometres, from the top left corner of the paper.
public struct LetterProfile: Equatable, Sendable {
  public enum ReturnStyle: Equatable, Sendable {
    /// One small line above the address, its parts separated by dots.
    case line
    /// One line per part, for an envelope with a window of its own for the sender.
    case stacked
  }

  /// The name in pipeline.json: `letterProfile`.
  public var name: String
  public var paperWidth: Int
  public var paperHeight: Int
  public var envelope: Envelope
  public var returnStyle: ReturnStyle
  /// Where the sender's address for undeliverable mail stands; inside a window.
  public var returnAddress: Rect
  /// Where the recipient's address stands; inside what the window always shows.
  public var address: Rect
  /// The sender's name at the top of the first page.
  public var letterhead: Rect
  /// Date, customer number and the like, beside the address.
  public var infoBlock: Rect
  public var marginLeft: Int
  public var marginRight: Int
  /// Top of the subject line on the first page.
  public var bodyTop: Int
  /// Top of the text on following pages.
  public var continuationTop: Int
  /// Bank and company details at the bottom of each page.
  public var footer: Rect
  /// Heights of the marks at the left edge where the sheet is folded, and of the longer one where it is punched.
  public var foldMarks: [Int]
  public var punchMark: Int?

  /// Distance that everything else keeps from what a window can show.
  public static let clearance = 3000

  /// Where the address has to be.
  public var window: Rect { envelope.alwaysVisible(envelope.addressWindow) }

  /// Where nothing but the address (and the sender's) may be: everything a window can show, and 3 mm around it.
  public var clearZones: [Rect] {
    [envelope.addressWindow, envelope.returnWindow].compactMap { $0 }
      .map { envelope.everVisible($0).grown(by: LetterProfile.clearance) }
  }

  /// The profile of that name.
  public static func named(_ name: String) -> LetterProfile? { all.first { $0.name == name } }

  /// The usual profile where a company names none: US Letter in the United States, Canada and Mexico, else A4.
  public static func usual(inCountry country: String) -> LetterProfile {
    ["US", "CA", "MX"].contains(country) ? us10 : din5008b
  }

  public static let all: [LetterProfile] = [din5008b, us10]
}

extension LetterProfile {
  /// DIN 5008 form B on A4, folded to 105 mm, in a DL envelope with the window of DIN 680. The address field is 85 x 45 mm at (20, 45),
  /// its lower 27.3 mm hold the address; text from 98.46 mm on; folds at 105 and 210 mm.
  public static let din5008b = LetterProfile(
    name: "din5008b", paperWidth: 210_000, paperHeight: 297_000,
    envelope: Envelope(
      width: 220_000, height: 110_000, insertWidth: 210_000, insertHeight: 105_000,
      addressWindow: Rect(x: 20_000, y: 50_000, width: 90_000, height: 45_000), returnWindow: nil),
    returnStyle: .line,
    returnAddress: Rect(left: 25_000, top: 56_700, right: 100_000, bottom: 61_700),
    address: Rect(left: 25_000, top: 62_700, right: 100_000, bottom: 90_000),
    letterhead: Rect(left: 25_000, top: 15_000, right: 190_000, bottom: 41_500),
    infoBlock: Rect(left: 125_000, top: 50_000, right: 200_000, bottom: 97_000),
    marginLeft: 25_000, marginRight: 20_000, bodyTop: 103_500, continuationTop: 30_000,
    footer: Rect(left: 25_000, top: 272_500, right: 190_000, bottom: 290_000),
    foldMarks: [105_000, 210_000], punchMark: 148_500)

  /// US Letter, folded in three, in a #10 envelope with two windows: the sender's 3.25 x 0.875 in, the recipient's 4 x 1 in, both 0.625
  /// in from the left, 2.375 and 1 in from the bottom. The sheet can slide 0.46 in, so three lines of 10 pt or four of 8 pt
  /// always show.
  public static let us10 = LetterProfile(
    name: "us10", paperWidth: 215_900, paperHeight: 279_400,
    envelope: Envelope(
      width: 241_300, height: 104_775, insertWidth: 215_900, insertHeight: 93_133,
      addressWindow: Rect(x: 15_875, y: 53_975, width: 101_600, height: 25_400),
      returnWindow: Rect(x: 15_875, y: 22_225, width: 82_550, height: 22_225)),
    returnStyle: .stacked,
    returnAddress: Rect(left: 19_050, top: 22_225, right: 73_025, bottom: 32_808),
    address: Rect(left: 19_050, top: 53_975, right: 92_075, bottom: 67_733),
    letterhead: Rect(left: 123_000, top: 12_700, right: 196_850, bottom: 36_000),
    infoBlock: Rect(left: 123_000, top: 40_000, right: 196_850, bottom: 84_000),
    marginLeft: 19_050, marginRight: 19_050, bodyTop: 97_000, continuationTop: 28_000,
    footer: Rect(left: 19_050, top: 255_500, right: 196_850, bottom: 272_000),
    foldMarks: [93_133, 186_267], punchMark: nil)
}
