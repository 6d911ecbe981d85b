import Testing

@testable import Documents

/// That other programs read what is written here is proved by Tests/validators, with the letters of the sample.
@Suite struct QRCodeTests {
  /// Version 1, level M, mask 2: the symbol of ISO/IEC 18004 annex I.
  @Test func theSymbolOfTheStandard() throws {
    let code = try #require(QRCode("01234567", mask: 2))
    let rows = (0..<code.size).map { row in
      String((0..<code.size).map { code[row, $0] ? "#" : "." })
    }
    #expect(
      rows == [
        "#######..#.##.#######", "#.....#..####.#.....#", "#.###.#.#.....#.###.#", "#.###.#.##....#.###.#",
        "#.###.#.#.###.#.###.#", "#.....#.#...#.#.....#", "#######.#.#.#.#######", "........#..##........",
        "#.#####..#..#.#####..", "...#.#.##.#.#..#.##..", "..#...##.#.#.#..#####", "....#....#.....####..",
        "...######..#.#..#....", "........#.#####..##..", "#######..##.#.##.....", "#.....#.#.#####...#.#",
        "#.###.#.#...#..#.##..", "#.###.#.##..#..#.....", "#.###.#.#.##.#..#.#..", "#.....#........##.##.",
        "#######.####.#..#.#..",
      ])
  }

  /// Version 1 holds 128 bits of data at level M, version 2 224, version 13 331 bytes. Digits after letters take less than bytes would: those of 22
  /// characters need version 2, those of 34 version 3.
  @Test(arguments: [
    ("1", 21), (String(repeating: "a", count: 14), 21), (String(repeating: "a", count: 15), 25),
    ("DE89370400440532013000", 21), ("de89370400440532013000", 21), ("DE89370400440532013000370400440532", 25),
    ("de89370400440532013000370400440532", 25),
    (String(repeating: "a", count: 331), 69),
  ])
  func asSmallAsItCanBe(text: String, size: Int) { #expect(QRCode(text)?.size == size) }

  @Test func whatDoesNotFitHasNoCode() { #expect(QRCode(String(repeating: "a", count: 332)) == nil) }

  /// All masks say the same; without one the easiest to read is taken, whichever way the text came.
  @Test func theMaskIsOneOfEight() throws {
    let code = try #require(QRCode("RF18539007547034"))
    #expect((0..<8).contains { QRCode("RF18539007547034", mask: $0) == code })
    #expect(Set((0..<8).compactMap { QRCode("RF18539007547034", mask: $0)?.rows }).count == 8)
  }
}
