import Ledger

/// What a document remembers once messages about it count for nothing: withdrawn, never released, or come back.
public enum TakingBack {
  /// A message that told a document something.
  public struct Line: Sendable {
    public var asOf: CalendarDate
    public var messageLevel: Int
    public var payBy: CalendarDate?
    /// It called for the message, and rose or repeated its level with it.
    public var isTrigger: Bool
    public var levelBefore: Int
    public var levelAfter: Int
    public var isUndone: Bool

    public init(
      asOf: CalendarDate, messageLevel: Int, payBy: CalendarDate?, isTrigger: Bool, levelBefore: Int, levelAfter: Int,
      isUndone: Bool
    ) {
      self.asOf = asOf
      self.messageLevel = messageLevel
      self.payBy = payBy
      self.isTrigger = isTrigger
      self.levelBefore = levelBefore
      self.levelAfter = levelAfter
      self.isUndone = isUndone
    }
  }

  /// The memory as it would be had the undone messages never been.
  /// - Parameters:
  ///   - lines: all messages about the document, oldest first.
  ///   - first: level and date of the last reminder that the ERP gave at first sight.
  /// - Returns: the memory unchanged where a later message, or a due date that moved, has overtaken the undone ones.
  public static func memory(
    _ memory: ItemMemory, lines: [Line], first: (level: Int, remindedOn: CalendarDate?)
  ) -> ItemMemory {
    guard let last = lines.last, last.isUndone else { return memory }
    var before = memory
    if lines.contains(where: { $0.isUndone && $0.messageLevel == 0 }) { before.preDueNotice = nil }
    let triggers = lines.filter { $0.isTrigger && $0.messageLevel > 0 }
    guard let latest = triggers.last, latest.isUndone, memory.level == latest.levelAfter,
      memory.lastRemindedOn == latest.asOf
    else {
      // Listed beside others it moved nothing; the date by which to pay may be of that message.
      if let date = last.payBy, date == memory.payBy { before.payBy = payBy(lines.filter { !$0.isUndone }) }
      return before
    }
    // One that stands has put its level on top of those undone before it: one message may have been lost and sent again under its id.
    before.level = triggers.reversed().prefix { $0.isUndone }.last?.levelBefore ?? memory.level
    let kept = triggers.filter { !$0.isUndone }
    before.lastRemindedOn = kept.last?.asOf ?? first.remindedOn
    let reached = kept.last { $0.levelAfter != $0.levelBefore } ?? kept.first
    before.levelReachedOn = reached?.asOf ?? (first.level > 0 ? first.remindedOn : nil)
    before.payBy = payBy(lines.filter { !$0.isUndone })
    return before
  }

  /// The memory as it is with messages that stand, put on top of what a document remembered before them: its file was taken back, and they
  /// went out all the same.
  /// - Parameters:
  ///   - lines: messages about the document, oldest first; none undone.
  ///   - notice: what it remembers of notices before the due date.
  public static func again(_ before: ItemMemory, lines: [Line], notice: Int?) -> ItemMemory {
    var memory = before
    if lines.contains(where: { $0.messageLevel == 0 }) { memory.preDueNotice = notice }
    for line in lines where line.messageLevel > 0 {
      guard line.isTrigger else { continue }
      if line.levelAfter != line.levelBefore || memory.levelReachedOn == nil { memory.levelReachedOn = line.asOf }
      memory.level = line.levelAfter
      memory.lastRemindedOn = line.asOf
    }
    if lines.contains(where: { $0.messageLevel > 0 }) { memory.payBy = payBy(lines) ?? before.payBy }
    return memory
  }

  /// As `MemoryAfter` keeps it: of the last message whose level is the document's.
  private static func payBy(_ lines: [Line]) -> CalendarDate? {
    var payBy: CalendarDate?
    for line in lines where line.messageLevel > 0 {
      let isOwn = line.levelAfter == line.messageLevel
      if isOwn, let date = line.payBy { payBy = date }
      if line.isTrigger, !isOwn || line.payBy == nil { payBy = nil }
    }
    return payBy
  }
}
