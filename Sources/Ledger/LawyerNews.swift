/// What happened tonight to a document that a lawyer or an agency has: whoever it was given to has to hear of it.
public struct LawyerNews: Equatable, Sendable {
  public enum Kind: Sendable {
    /// Another customer pays for it now.
    case moved
    /// The last reminder came back, or was withdrawn: nobody has read it.
    case unheard
  }
  public var kind: Kind
  /// When it was handed over.
  public var handedOverOn: CalendarDate

  public init(_ kind: Kind, handedOverOn: CalendarDate) { (self.kind, self.handedOverOn) = (kind, handedOverOn) }
}
