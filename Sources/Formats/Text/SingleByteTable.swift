/// The upper half of encodings that write a character in one byte: what 0x80 to 0xFF mean. The lower half is ASCII in all of them.
enum SingleByteTable {
  /// A byte that means nothing: text that has it was written in another encoding, or is damaged.
  static let nothing: Unicode.Scalar = "\u{FFFF}"

  /// 128 characters from 0x80 on; nil for encodings that need more than one byte.
  static func upperHalf(_ encoding: TextEncoding) -> [Unicode.Scalar]? {
    switch encoding {
    case .utf8, .utf16le, .utf16be: nil
    case .windows1252: scalars(windows + latinUpper)
    case .latin1: scalars(noControls + latinUpper)
    case .latin9: scalars(noControls + latin9Upper)
    case .windows1250: scalars(centralWindows + centralSigns + centralLetters)
    case .latin2: scalars(noControls + latin2Signs + centralLetters)
    case .cp850: scalars(dos)
    }
  }

  /// `~` stands for a byte that means nothing.
  private static func scalars(_ text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.map { $0 == "~" ? nothing : $0 }
  }

  private static let windows = "€~‚ƒ„…†‡ˆ‰Š‹Œ~Ž~" + "~‘’“”•–—˜™š›œ~žŸ"
  /// Latin 1 and 9 have control characters here that no export carries.
  private static let noControls = String(repeating: "~", count: 32)
  private static let latinUpper =
    "\u{A0}¡¢£¤¥¦§¨©ª«¬\u{AD}®¯" + "°±²³´µ¶·¸¹º»¼½¾¿" + letters
  private static let latin9Upper =
    "\u{A0}¡¢£€¥Š§š©ª«¬\u{AD}®¯" + "°±²³Žµ¶·ž¹º»ŒœŸ¿" + letters
  private static let letters =
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ" + "ÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß" + "àáâãäåæçèéêëìíîï" + "ðñòóôõö÷øùúûüýþÿ"
  private static let centralWindows = "€~‚~„…†‡~‰Š‹ŚŤŽŹ" + "~‘’“”•–—~™š›śťžź"
  private static let centralSigns = "\u{A0}ˇ˘Ł¤Ą¦§¨©Ş«¬\u{AD}®Ż" + "°±˛ł´µ¶·¸ąş»Ľ˝ľż"
  private static let latin2Signs = "\u{A0}Ą˘Ł¤ĽŚ§¨ŠŞŤŹ\u{AD}ŽŻ" + "°ą˛ł´ľśˇ¸šşťź˝žż"
  private static let centralLetters =
    "ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎ" + "ĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢß" + "ŕáâăäĺćçčéęëěíîď" + "đńňóôőö÷řůúűüýţ˙"
  private static let dos =
    "ÇüéâäàåçêëèïîìÄÅ" + "ÉæÆôöòûùÿÖÜø£Ø×ƒ" + "áíóúñÑªº¿®¬½¼¡«»" + "░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐"
    + "└┴┬├─┼ãÃ╚╔╩╦╠═╬¤" + "ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀" + "ÓßÔÒõÕµþÞÚÛÙýÝ¯´" + "\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}"
}
