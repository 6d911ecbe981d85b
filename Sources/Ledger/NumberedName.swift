/// The order of names as people number them: `delta-9.csv` before `delta-10.csv`. All else goes by bytes.
public enum NumberedName {
  public static func precedes(_ a: String, _ b: String) -> Bool {
    let (x, y) = (parts(a), parts(b))
    for (one, other) in zip(x, y) where one != other {
      if let first = one.number, let second = other.number {
        // Without zeros before them the longer number is the greater one.
        return first.count != second.count ? first.count < second.count : first.lexicographicallyPrecedes(second)
      }
      return one.bytes.lexicographicallyPrecedes(other.bytes)
    }
    return x.count != y.count ? x.count < y.count : ByteOrder.precedes(a, b)
  }

  private struct Part: Equatable {
    var bytes: [UInt8]
    var isNumber: Bool
    var number: ArraySlice<UInt8>? { isNumber ? bytes.drop { $0 == UInt8(ascii: "0") } : nil }

    static func == (a: Part, b: Part) -> Bool {
      a.isNumber && b.isNumber ? a.number == b.number : a.bytes == b.bytes
    }
  }

  private static func parts(_ name: String) -> [Part] {
    var parts: [Part] = []
    for byte in name.utf8 {
      let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      if parts.last?.isNumber == isDigit {
        parts[parts.count - 1].bytes.append(byte)
      } else {
        parts.append(Part(bytes: [byte], isNumber: isDigit))
      }
    }
    return parts
  }
}
