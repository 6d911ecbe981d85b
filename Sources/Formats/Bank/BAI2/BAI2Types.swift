/// What the type codes of BAI2 say. Sources: BAI Cash Management Balance Reporting, version 2, appendix A; single codes from bank
/// manuals, see docs/presets/bai2.md.
enum BAI2Types {
  enum Side { case credit, debit, information }

  static func side(_ code: Int) -> Side {
    switch code {
    case 100...399, 920...959: .credit
    case 400...699, 960...999: .debit
    // Loans: 720 to 739 are payments, the rest tells states.
    case 720...739: .credit
    default: .information
    }
  }

  /// A movement that takes an earlier one back.
  static func isReversal(_ code: Int) -> Bool {
    [252, 254, 255, 257, 258, 261, 266, 268, 552, 554, 555, 557, 558, 561, 566, 568].contains(code)
  }

  static func method(_ code: Int) -> String {
    switch code {
    case 142, 143, 145, 147, 155, 164...169, 257, 258, 451, 452, 455, 464...469, 557, 558: "ach"
    case 191, 195, 196, 206, 208, 491, 495, 496, 506, 508: "wire"
    case 115, 116, 170...175, 255, 470...475, 555: "check"
    case 108, 206...215, 275, 475...479, 575: "transfer"
    case 354...359, 654...659: "interest"
    case 698: "fee"
    default: ""
    }
  }

  /// The American code of a returned entry in a text: `Reason: "R02"`.
  static func returnReason(in text: String) -> String {
    for word in text.utf8.split(whereSeparator: { !TextMask.isLetterOrDigit($0) })
    where word.count == 3 && word.first == 0x52 && word.dropFirst().allSatisfy(TextMask.isDigit) {
      return String(decoding: Array(word), as: UTF8.self)
    }
    return ""
  }
}
