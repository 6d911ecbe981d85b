extension Substring {
  /// Without blanks at its ends.
  public var withoutOuterBlanks: Substring {
    var text = drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text
  }
}
