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
    /// An earlier night has taken it back already.
    public var isTakenBack: Bool

    public init(
      asOf: CalendarDate, messageLevel: Int, payBy: CalendarDate?, isTrigger: Bool, levelBefore: Int, levelAfter: Int,
      isUndone: Bool, isTakenBack: Bool = false
    ) {
      self.asOf = asOf
      self.messageLevel = messageLevel
      self.payBy = payBy
      self.isTrigger = isTrigger
      self.levelBefore = levelBefore
      self.levelAfter = levelAfter
      self.isUndone = isUndone
      self.isTakenBack = isTakenBack
    }

    /// It called for a reminder; notices before the due date have no level.
    fileprivate var isReminder: Bool { isTrigger && messageLevel > 0 }
  }

  /// The memory as it would be had the undone messages never been.
  /// - Parameters:
  ///   - lines: all messages about the document, oldest first.
  ///   - first: level and date of the last reminder that the ERP gave at first sight.
  /// - Returns: the memory unchanged where a later reminder, or a due date that moved, has overtaken the undone ones. A notice about something else that lists
  ///   the document overtakes none.
  public static func memory(
    _ memory: ItemMemory, lines all: [Line], first: (level: Int, remindedOn: CalendarDate?)
  ) -> ItemMemory {
    var before = memory
    if all.last(where: { !$0.isTakenBack })?.isUndone == true,
      all.contains(where: { $0.isUndone && $0.messageLevel == 0 })
    {
      before.preDueNotice = nil
    }
    let lines = all.filter { $0.messageLevel > 0 }
    guard let last = lines.last(where: { !$0.isTakenBack }), last.isUndone else { return before }
    let kept = counting(lines)
    // What came after the last one that stands; of these, those that an earlier night has taken back are in the memory no more.
    let undone = lines.suffix(while: \.isUndone).filter(\.isReminder)
    guard let at = undone.lastIndex(where: { !$0.isTakenBack }), memory.level == undone[at].levelAfter,
      memory.lastRemindedOn == undone[at].asOf
    else {
      // Listed beside others it moved nothing; the date by which to pay may be of that message.
      if let date = last.payBy, date == memory.payBy { before.payBy = payBy(kept) }
      return before
    }
    for line in undone[...at].reversed() where line.levelAfter == before.level { before.level = line.levelBefore }
    let reminders = kept.filter(\.isReminder)
    before.lastRemindedOn = reminders.last?.asOf ?? first.remindedOn
    let reached = reminders.last { $0.levelAfter != $0.levelBefore } ?? reminders.first
    before.levelReachedOn = reached?.asOf ?? (first.level > 0 ? first.remindedOn : nil)
    before.payBy = payBy(kept)
    return before
  }

  /// The lines that count: of messages that stand, and of those on whose level a later one that stands was put.
  private static func counting(_ lines: [Line]) -> [Line] {
    let last = lines.lastIndex { !$0.isUndone } ?? 0
    return lines.indices.filter { place in
      let line = lines[place]
      guard line.isUndone else { return true }
      return place < last && line.levelAfter != line.levelBefore && lines[place + 1].levelBefore == line.levelAfter
    }.map { lines[$0] }
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

extension Array {
  /// The longest end of it of which all fit.
  fileprivate func suffix(while fits: (Element) -> Bool) -> ArraySlice<Element> {
    self[(lastIndex { !fits($0) }.map { $0 + 1 } ?? startIndex)...]
  }
}
