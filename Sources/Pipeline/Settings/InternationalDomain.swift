/// The name of a domain with letters outside of ASCII, as mail servers know it: `müller.example` is `xn--mller-kva.example` (RFC 5890, RFC 3492).
///
/// Only letters of which nobody doubts what they stand for: small and capital Latin, Greek and Cyrillic letters, Chinese, Japanese and Korean.
/// ß and final sigma, which older mail programs take for other letters, compatibility forms and letters made of parts are left to people.
enum InternationalDomain {
  /// Nil: it is left to people.
  static func ascii(_ domain: Substring) -> String? {
    var labels: [String] = []
    for label in domain.split(separator: ".", omittingEmptySubsequences: false) {
      guard let known = ascii(label: label) else { return nil }
      labels.append(known)
    }
    return labels.joined(separator: ".")
  }

  private static func ascii(label: Substring) -> String? {
    if label.utf8.allSatisfy({ $0 < 0x80 }) { return String(label) }
    let scalars = Array(label.lowercased().unicodeScalars)
    guard scalars.allSatisfy(isLetter) else { return nil }
    return punycode(scalars).map { "xn--" + $0 }
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2D, 0x30...0x39, 0x61...0x7A: true
    case 0xE0...0xF6, 0xF8...0x131, 0x135...0x13E, 0x142...0x148, 0x14B...0x17E, 0x218...0x21B: true
    case 0x3AC...0x3C1, 0x3C3...0x3CE, 0x430...0x45F, 0x491: true
    case 0x3041...0x3094, 0x30A1...0x30FA, 0x30FC, 0x4E00...0x9FFF, 0xAC00...0xD7A3: true
    default: false
    }
  }

  /// RFC 3492, section 6.3. A label of 63 characters does not overflow.
  private static func punycode(_ scalars: [Unicode.Scalar]) -> String? {
    guard scalars.count <= 63 else { return nil }
    var out = scalars.filter(\.isASCII).map { UInt8($0.value) }
    let basic = out.count
    if basic > 0 { out.append(0x2D) }
    var (n, delta, bias, handled) = (128, 0, 72, basic)
    while handled < scalars.count {
      guard let next = scalars.lazy.map({ Int($0.value) }).filter({ $0 >= n }).min() else { return nil }
      delta += (next - n) * (handled + 1)
      n = next
      for scalar in scalars {
        if Int(scalar.value) < n { delta += 1 }
        guard Int(scalar.value) == n else { continue }
        append(delta, bias, to: &out)
        bias = adapted(delta, handled + 1, isFirst: handled == basic)
        (delta, handled) = (0, handled + 1)
      }
      (delta, n) = (delta + 1, n + 1)
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// A number of digits of varying base, the lowest first.
  private static func append(_ delta: Int, _ bias: Int, to out: inout [UInt8]) {
    var rest = delta
    var k = 36
    while true {
      let threshold = min(max(k - bias, 1), 26)
      if rest < threshold { break }
      out.append(digit(threshold + (rest - threshold) % (36 - threshold)))
      rest = (rest - threshold) / (36 - threshold)
      k += 36
    }
    out.append(digit(rest))
  }

  private static func digit(_ value: Int) -> UInt8 { UInt8(value < 26 ? 0x61 + value : 0x30 + value - 26) }

  private static func adapted(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
    var delta = isFirst ? delta / 700 : delta / 2
    delta += delta / count
    var k = 0
    while delta > 455 {
      delta /= 35
      k += 36
    }
    return k + 36 * delta / (delta + 38)
  }
}
