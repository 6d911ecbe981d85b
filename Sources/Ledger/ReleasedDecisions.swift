extension Decision {
  /// Whether one of these releases, that is in force on a day, ends this decision about a customer as a whole. A release about one document does not.
  public func isReleased(by decisions: [Decision], asOf: CalendarDate) -> Bool {
    decisions.contains { release in
      release.documentID == nil && release.from.map { $0 <= asOf } ?? true && isMeant(by: release)
    }
  }

  /// Whether a release names this decision and is about its customer, or about just its document.
  public func isMeant(by release: Decision) -> Bool {
    release.kind == .release && release.company == company && release.customerID == customerID
      && (release.documentID == nil || release.documentID == documentID) && isNamed(by: release)
  }
}
