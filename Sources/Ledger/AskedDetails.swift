/// Details that every document of a night is asked for. Most exports have not all of these columns: to find out once that no document has one is a
/// fiftieth of asking a million documents, a twelfth of a night.
public struct AskedDetails: Sendable {
  public enum Detail: Int, CaseIterable, Sendable {
    case reference, paymentMethod, reminderBlock

    var name: StaticString {
      switch self {
      case .reference: "reference"
      case .paymentMethod: "payment_method"
      case .reminderBlock: "reminder_block"
      }
    }

    /// As it stands in details.
    fileprivate var key: StaticString {
      switch self {
      case .reference: "\"reference\""
      case .paymentMethod: "\"payment_method\""
      case .reminderBlock: "\"reminder_block\""
      }
    }
  }

  private var isThere = [Bool](repeating: false, count: Detail.allCases.count)
  /// So many bytes of the texts have been looked through.
  private var seen = 0

  /// Looks through what has come to the texts since the last look: best while it has just come, for then the processor has it at hand.
  mutating func look(at texts: TextArena) {
    guard texts.count > seen else { return }
    for detail in Detail.allCases where !isThere[detail.rawValue] {
      isThere[detail.rawValue] = texts.holds(detail.key, from: seen)
    }
    seen = texts.count
  }

  /// False: no document has it.
  public func mayHave(_ detail: Detail) -> Bool { isThere[detail.rawValue] }

  /// Those that no document has.
  var absent: [StaticString] { Detail.allCases.filter { !mayHave($0) }.map(\.name) }
}

extension DocumentTable {
  /// What the documents have of the details that each of them is asked for.
  public var askedDetails: AskedDetails {
    var asked = details
    asked.look(at: text)
    return asked
  }
}
