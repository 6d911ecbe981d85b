import Formats
import Ledger

/// An amount for each of some currencies, as pipeline.json gives it: `{ "EUR": "10.00", "USD": "12.00" }`.
public struct CurrencyAmounts: Equatable, Sendable {
  /// One per currency, in alphabetical order.
  public private(set) var amounts: [Money]

  public init(_ amounts: [Money] = []) { self.amounts = amounts.sorted { $0.currency < $1.currency } }

  /// Nil where the setting does not name the currency.
  public subscript(currency: Currency) -> Money? { amounts.first { $0.currency == currency } }
  public var isEmpty: Bool { amounts.isEmpty }
}

extension SettingType where Value == Currency {
  public static var currency: Self {
    let name = "a currency code (ISO 4217)"
    return SettingType(
      name: name, schema: ["type": "string", "pattern": "^[A-Z]{3}$"],
      read: { json, problems in
        guard let code = json.string else {
          problems.wrongType(json, takes: name)
          return nil
        }
        if let currency = Currency(code) { return currency }
        problems.impossible(json, takes: name, help: Currency.suggestion(for: code))
        return nil
      }, write: { .text($0.code) })
  }
}

extension Currency {
  /// The code most likely meant; the currencies most traded come first, so that `ERU` is EUR and not ERN.
  static func suggestion(for code: String) -> String {
    let common = ["AUD", "CAD", "CHF", "CZK", "DKK", "EUR", "GBP", "JPY", "NOK", "PLN", "SEK", "USD"]
    let nearest = nearestName(to: code, in: common) ?? nearestName(to: code, in: Currency.all.map(\.code))
    return nearest.map { "did you mean `\($0)`?" } ?? "such as EUR"
  }
}

extension SettingType where Value == CurrencyAmounts {
  /// Amounts of zero or more, each a decimal text with a point and no more decimals than its currency has.
  public static var amounts: Self {
    let name = "amounts by currency, such as `{ \"EUR\": \"10.00\" }`"
    return SettingType(
      name: name,
      schema: [
        "type": "object", "propertyNames": ["pattern": "^[A-Z]{3}$"],
        "additionalProperties": ["type": "string", "pattern": #"^[0-9]+(\.[0-9]+)?$"#],
      ],
      read: { json, problems in
        guard case .object(let members) = json.content else {
          problems.wrongType(json, takes: name)
          return nil
        }
        return CurrencyAmounts(members.compactMap { amount($0, &problems) })
      }, write: { .object($0.amounts.map { JSONMember($0.currency.code, .text($0.decimal)) }) })
  }

  private static func amount(_ member: JSONMember, _ problems: inout SettingProblems) -> Money? {
    guard let currency = Currency(member.key) else {
      problems.report(
        at: member.place, "`\(member.key)` is not a currency code (ISO 4217)", code: "impossible-value",
        help: Currency.suggestion(for: member.key))
      return nil
    }
    guard let text = member.value.string else {
      problems.key = member.key
      let help = "amounts are texts, so that nothing is rounded: \"10.00\""
      problems.wrongType(member.value, takes: "an amount in double quotes", help: help)
      return nil
    }
    switch Result(catching: { () throws(Money.Problem) in try Money(text, currency) }) {
    case .success(let money) where money.minorUnits >= 0: return money
    case .success: report(member, "is negative", "write zero or more", &problems)
    case .failure(.notANumber): report(member, "is not an amount", "digits and a point only: \"1000.00\"", &problems)
    case .failure(.tooManyDecimals(let allowed)):
      let decimals = allowed == 0 ? "no decimals" : allowed.counted("decimal")
      report(member, "has too many decimals", "\(currency) has \(decimals)", &problems)
    case .failure(.tooLarge): report(member, "is too large", "", &problems)
    }
    return nil
  }

  private static func report(
    _ member: JSONMember, _ what: String, _ help: String, _ problems: inout SettingProblems
  ) {
    problems.report(
      at: member.value.place, "the \(member.key) amount `\(member.value.string ?? "")` \(what)",
      code: "impossible-value",
      help: help)
  }
}

extension SettingType where Value == CalendarDate {
  public static var date: Self {
    let name = "a date (YYYY-MM-DD)"
    return SettingType(
      name: name, schema: ["type": "string", "format": "date"],
      read: { json, problems in
        guard let text = json.string else {
          problems.wrongType(json, takes: name)
          return nil
        }
        if let date = CalendarDate(text) { return date }
        problems.impossible(json, takes: name, help: "such as 2026-12-01; is it a day of the calendar?")
        return nil
      }, write: { .text($0.description) })
  }
}

/// A rate in ten-thousandths of a percent: 8.5 % is 85000. Never a binary float.
public struct Percentage: Equatable, Sendable {
  public var tenThousandths: Int
  public init(tenThousandths: Int) { self.tenThousandths = tenThousandths }
}

extension SettingType where Value == Percentage {
  /// A decimal text with at most four decimals, 0 to 100.
  public static var percentage: Self {
    let name = "a percentage as a text from \"0\" to \"100\", such as `\"8.5\"`"
    return SettingType(
      name: name, schema: ["type": "string", "pattern": #"^[0-9]{1,3}(\.[0-9]{1,4})?$"#],
      read: { json, problems in
        guard var text = json.string else {
          problems.wrongType(json, takes: name, help: "put it in double quotes, so that nothing is rounded")
          return nil
        }
        let value = text.withUTF8 { bytes in
          Result(catching: { () throws(Money.Problem) in try Money.parse(UnsafeRawBufferPointer(bytes), exponent: 4) })
        }
        if case .success(let value) = value, (0...1_000_000).contains(value) {
          return Percentage(tenThousandths: Int(value))
        }
        problems.impossible(json, takes: name)
        return nil
      },
      write: { value in
        var bytes: [UInt8] = []
        Money.write(Int64(value.tenThousandths), exponent: 4, to: &bytes)
        return .text(String(decoding: bytes, as: UTF8.self))
      })
  }
}
