/// When a letter is posted, and when it is expected to arrive.
public struct LetterDelivery: Equatable, Sendable {
  public var postedOn: CalendarDate
  /// First and last day on which it is expected.
  public var earliest: CalendarDate
  public var latest: CalendarDate

  public init(postedOn: CalendarDate, earliest: CalendarDate, latest: CalendarDate) {
    self.postedOn = postedOn
    self.earliest = earliest
    self.latest = latest
  }
}

/// How long letters are under way, in calendar days from posting to arrival. Figures to plan by and no promise of a carrier: by country of the
/// receiver where the sender sits there too, one range for all mail abroad, and what a user knows better.
public struct PostalTimes: Equatable, Sendable {
  /// By country of the receiver; these count whatever country the letter comes from.
  public private(set) var known: [String: ClosedRange<Int>]

  public init(known: [String: ClosedRange<Int>] = [:]) { self.known = known }

  /// Standard letters within a country, as carriers and regulators state the time in which nearly all arrive, a weekend counted in. Written down
  /// on 2026-11-28 from general knowledge of the services named; compare with your carrier's.
  static let domestic: [String: ClosedRange<Int>] = [
    "AT": 2...5,  // Post AG, Eco
    "CH": 2...5,  // Post CH, B-Post
    "DE": 2...6,  // Deutsche Post: 95 % on the third, 99 % on the fourth working day
    "ES": 3...6,  // Correos, carta ordinaria
    "FR": 3...5,  // La Poste, lettre verte
    "GB": 2...5,  // Royal Mail, second class
    "IT": 4...8,  // Poste Italiane, posta ordinaria
    "NL": 2...4,  // PostNL
    "PL": 3...6,  // Poczta Polska, list ekonomiczny
    "US": 7...10,  // USPS, marketing and first-class mail from a mail house
  ]
  /// Within a country that is not listed, and from one country to another.
  static let elsewhere = 3...7
  static let abroad = 7...14

  /// Days under way.
  /// - Parameters: ISO 3166-1 codes; an empty one of the receiver is the sender's country.
  public func days(from sender: String, to receiver: String) -> ClosedRange<Int> {
    let receiver = receiver.isEmpty ? sender : receiver
    if let own = known[receiver] { return own }
    return receiver == sender ? PostalTimes.domestic[receiver] ?? PostalTimes.elsewhere : PostalTimes.abroad
  }

  /// Days under way that no letter goes below, whatever the countries.
  public var shortest: Int {
    let listed = PostalTimes.domestic.filter { known[$0.key] == nil }.values
    return (listed.map(\.lowerBound) + known.values.map(\.lowerBound) + [PostalTimes.elsewhere.lowerBound]).min() ?? 0
  }

  /// Post is collected on business days.
  /// - Parameter day: the first day on which the letter may be posted.
  public func delivery(
    on day: CalendarDate, from sender: String, to receiver: String, _ calendar: BusinessCalendar
  ) -> LetterDelivery {
    let posted = calendar.next(from: day)
    let days = days(from: sender, to: receiver)
    return LetterDelivery(
      postedOn: posted, earliest: posted.adding(days: days.lowerBound), latest: posted.adding(days: days.upperBound))
  }
}
