import Formats
import Ledger
import Testing

/// A record as it was shown or passed over: its bytes and its place.
private struct Met: Hashable {
  var bytes: [UInt8]
  var position: RecordPosition
}

/// Numbers that look like chance, the same for the same start.
private struct Dice: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 29
  }
}

@Suite("CSV lines that are known")
struct PassedLinesTests {
  private static let records = [
    "1,plain", "2,\"quoted, with a comma\"", "3,\"two\nlines\"", "\"4\",\"say \"\"hi\"\"\"", "5,Müller & Söhne", "6,",
    "7,5\" pipe",
    "8,\"ends\r\nlike a line\"", "9,tab\there",
  ]
  private static let ends = ["\n", "\n", "\n", "\r\n", "\r\n", "\r", "\n\n"]

  private func text(_ dice: inout Dice) -> [UInt8] {
    var text = Bool.random(using: &dice) ? "\u{FEFF}a,b\r\n" : "a,b\n"
    for _ in 0..<60 {
      text += PassedLinesTests.records.randomElement(using: &dice)! + PassedLinesTests.ends.randomElement(using: &dice)!
    }
    if Bool.random(using: &dice) { text += "10,the last" }
    return Array(text.utf8)
  }

  private func read(
    _ text: [UInt8], _ dice: inout Dice, known: Set<[UInt8]>
  ) throws -> (shown: [Met], passed: [Met]) {
    var reader = CSVReader(file: "f.csv")
    var (shown, passed): ([Met], [Met]) = ([], [])
    func show(_ view: RecordView) { shown.append(Met(bytes: [UInt8](view.source), position: view.position)) }
    var rest = text[...]
    while !rest.isEmpty {
      let piece = Array(rest.prefix(Int.random(in: 1...200, using: &dice)))
      rest = rest.dropFirst(piece.count)
      try piece.withUnsafeBytes { piece in
        try reader.push(
          piece,
          passing: { line, position in
            guard known.contains([UInt8](line)) else { return false }
            passed.append(Met(bytes: [UInt8](line), position: position))
            return true
          }, show)
      }
    }
    try reader.finish(show)
    return (shown, passed)
  }

  @Test("All others are shown as ever, and each stands where it stands", arguments: 1...60)
  func passes(seed: UInt64) throws {
    var dice = Dice(state: seed)
    let text = text(&dice)
    let all = try read(text, &dice, known: [])
    #expect(all.passed.isEmpty)
    let lines = Set(all.shown.map(\.bytes)).filter { !$0.contains(0x0A) && !$0.contains(0x0D) }
    let known = Set(lines.sorted { $0.lexicographicallyPrecedes($1) }.filter { _ in Bool.random(using: &dice) })
    let (shown, passed) = try read(text, &dice, known: known)
    let met = (shown + passed).sorted { $0.position.record < $1.position.record }
    #expect(met == all.shown)
    #expect(passed.allSatisfy { known.contains($0.bytes) })
    #expect(known.isEmpty || !passed.isEmpty)
  }
}
