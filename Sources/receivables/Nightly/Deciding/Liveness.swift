import Ledger
import Pipeline
import Store

/// From when on messages of companies count. A company that is added to a pipeline with nights behind it begins with rehearsals, as one
/// whose feed comes back does: nobody has looked at its data yet.
struct Liveness {
  private let configuration: Configuration
  private let asOf: CalendarDate
  private let firstNights: [String: CalendarDate]
  private let added: [String: CalendarDate]

  init(_ state: State, _ configuration: Configuration, asOf: CalendarDate) throws {
    (self.configuration, self.asOf) = (configuration, asOf)
    firstNights = try state.runs.firstNights()
    added = try state.runs.addedCompanies()
  }

  /// As-of date of the company's first night; tonight's where it has none.
  func firstNight(_ company: Company) -> CalendarDate { firstNights[company.id] ?? asOf }

  /// Its first night, where others had nights before it and it has no `liveFrom` of its own.
  func addedOn(_ company: Company) -> CalendarDate? {
    guard company.liveFrom == nil else { return nil }
    return firstNights[company.id] == nil ? (firstNights.isEmpty ? nil : asOf) : added[company.id]
  }

  /// - Parameter backSince: the day on which its feed came back, where it was away for long.
  func isLive(_ company: Company, backSince: CalendarDate?) -> Bool {
    guard let liveFrom = company.liveFrom ?? configuration.decide.liveFrom, liveFrom <= asOf else { return false }
    return [backSince, addedOn(company)].allSatisfy { $0.map { $0 <= liveFrom } ?? true }
  }
}
