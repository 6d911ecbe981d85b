/// A currency by its ISO 4217 code. Currencies are never added together.
public struct Currency: Hashable, Comparable, Sendable {
  /// The three capital letters, packed: `EUR` is 0x455552. Kept as a number so that a million items compare quickly.
  public let packed: UInt32

  /// Nil for a code that is not in ISO 4217's list of active currencies.
  public init?(_ code: some StringProtocol) {
    var code = String(code)
    guard let value = code.withUTF8({ Currency(code: UnsafeRawBufferPointer($0)) }) else { return nil }
    self = value
  }

  public init?(code: UnsafeRawBufferPointer) {
    guard code.count == 3 else { return nil }
    let packed = UInt32(code[0]) << 16 | UInt32(code[1]) << 8 | UInt32(code[2])
    guard Currency.known.contains(packed) else { return nil }
    self.packed = packed
  }

  /// For codes that were checked when they came in: rows of the state.
  @inlinable public init(trusted packed: UInt32) { self.packed = packed }

  public var code: String {
    String(unsafeUninitializedCapacity: 3) { buffer in
      buffer[0] = UInt8(truncatingIfNeeded: packed >> 16)
      buffer[1] = UInt8(truncatingIfNeeded: packed >> 8)
      buffer[2] = UInt8(truncatingIfNeeded: packed)
      return 3
    }
  }

  /// Writes the three letters of the code.
  public func write(to bytes: UnsafeMutableRawBufferPointer) {
    bytes[0] = UInt8(truncatingIfNeeded: packed >> 16)
    bytes[1] = UInt8(truncatingIfNeeded: packed >> 8)
    bytes[2] = UInt8(truncatingIfNeeded: packed)
  }

  /// Digits after the decimal point: 2 for EUR, 0 for JPY, 3 for KWD (ISO 4217, "minor unit").
  public var exponent: Int {
    switch packed {
    case 0x424946, 0x434C50, 0x444A46, 0x474E46, 0x495344, 0x4A5059, 0x4B4D46, 0x4B5257, 0x505947, 0x525746, 0x554758,
      0x555949, 0x564E44, 0x565556, 0x584146, 0x584F46, 0x585046:
      0  // BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF
    case 0x424844, 0x495144, 0x4A4F44, 0x4B5744, 0x4C5944, 0x4F4D52, 0x544E44: 3  // BHD IQD JOD KWD LYD OMR TND
    case 0x434C46, 0x555957: 4  // CLF UYW
    default: 2
    }
  }

  /// 10 to the power of `exponent`.
  public var minorPerMajor: Int64 {
    switch exponent {
    case 0: 1
    case 2: 100
    case 3: 1000
    default: 10_000
    }
  }

  @inlinable public static func == (a: Currency, b: Currency) -> Bool { a.packed == b.packed }
  @inlinable public static func < (a: Currency, b: Currency) -> Bool { a.packed < b.packed }

  /// Every currency of the list, in alphabetical order.
  public static var all: [Currency] { known.sorted().map { Currency(trusted: $0) } }

  /// ISO 4217 list one, active currencies as of 2026-01-01; fund codes and precious metals left out.
  private static let known: Set<UInt32> = {
    let codes =
      "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF "
      + "CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD "
      + "HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD "
      + "MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN "
      + "PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY "
      + "TTD TWD TZS UAH UGX USD UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG"
    return Set(
      codes.split(separator: " ").map { code in code.utf8.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } })
  }()
}

extension Currency: CustomStringConvertible {
  public var description: String { code }
}
