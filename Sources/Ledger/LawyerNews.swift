/// What happened tonight to a document that a lawyer or an agency has: whoever it was given to has to hear of it.
public struct LawyerNews: Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    /// Another customer pays for it now.
    case moved
    /// The last reminder came back, or was withdrawn: nobody has read it.
    case unheard
    /// The run that handed it over was withdrawn: it is ours again.
    case withdrawn
    /// It is open no more, for this cause; nil: nobody knows.
    case settled(ChangeCause?)
    /// It was cancelled.
    case voided
    /// It was settled, and is open again.
    case reopened
  }
  public var kind: Kind
  /// When it was handed over.
  public var handedOverOn: CalendarDate

  public init(_ kind: Kind, handedOverOn: CalendarDate) { (self.kind, self.handedOverOn) = (kind, handedOverOn) }
}
