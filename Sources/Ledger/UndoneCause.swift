/// Why a message counts for nothing any more: it is no reminder, its level was not reached, and what it claimed is not claimed.
public enum UndoneCause: String, Sendable, CaseIterable {
  /// It never left: its run was withdrawn, or nobody released it before the next run.
  case withdrawn, notReleased = "not-released"
  /// It left and reached nobody: it came back, or was taken out on its way.
  case bounced, failed, returned, recalled
  /// It was recalled before its window opened, and nobody has said that it was sent all the same.
  case unsent

  /// The same message may be sent under the same id; one that left never is.
  public var neverLeft: Bool { self == .withdrawn || self == .notReleased }

  /// It left all the same: whoever was to get it did not.
  public var hasLeft: Bool { neverSent == nil }

  /// The word of the message history for one of which nobody has told that it was sent; nil: it left.
  public var neverSent: String? {
    switch self {
    case .withdrawn, .notReleased: rawValue
    case .unsent: "recalled"
    case .bounced, .failed, .returned, .recalled: nil
    }
  }

  /// Whether news of the message says that it has left all the same: it counts again. One that a person has taken back is not known to have
  /// reached somebody because it was handed on.
  public func isDisproved(by kind: DeliveryEvent.Kind) -> Bool {
    switch kind {
    case .delivered, .optedOut: neverSent != nil
    case .submitted: neverSent != nil && self != .withdrawn
    case .bounced, .failed, .returned, .withdrawn: false
    }
  }
}

extension DeliveryEvent.Kind {
  /// Why the message reached nobody; nil: it did, or may have.
  public var undoneCause: UndoneCause? {
    switch self {
    case .bounced: .bounced
    case .failed: .failed
    case .returned: .returned
    case .withdrawn: .recalled
    case .submitted, .delivered, .optedOut: nil
    }
  }
}
