import Testing

@testable import Ledger

/// Details as values of shapes: the JSON comes back byte for byte, whatever it is.
@Suite struct DetailShapesTests {
  static let long = String(repeating: "x", count: 300)

  /// Details as `Details` writes them: each has a shape.
  static let plain: [String] = [
    "{}", #"{"terms":"NET14"}"#,
    #"{"purchase_order":"PO-788645","terms":"NET14","salesperson":"T. Novák","status":"OPEN"}"#,
    #"{"terms":""}"#, #"{"":"x"}"#, #"{"":""}"#, #"{"a":"1","a":"2"}"#, #"{"note":"say \"yes\"\nor \\"}"#,
    #"{"say \"x\"":"1","tab\u0009":"2"}"#, #"{"note":"\"terms\":\"none\""}"#, #"{"名前":"株式会社","straße":"ß🙂"}"#,
    "{\"n\":\"\(long)\",\"m\":\"1\"}", "{\"n\":\"\(String(repeating: "y", count: 254))\"}",
    "{\"n\":\"\(String(repeating: "y", count: 255))\",\"m\":\"\(String(repeating: "z", count: 70_000))\"}",
    "{" + (0..<200).map { "\"column \($0)\":\"\($0)\"" }.joined(separator: ",") + "}",
  ]

  /// Anything else: kept as it is.
  static let odd: [String] = [
    "", "{", "}", "{}}", "{{}", " {}", "{} ", #"{"a"}"#, #"{"a":1}"#, #"{"a":"1",}"#, #"{"a": "1"}"#, #"{"a":"1" }"#,
    #"{"a":"1""b":"2"}"#,
    #"{"a":"1","b"}"#, #"{"a":"1","b":}"#, #"{"a":"1","b":"2"#, #"{"a":"1\"}"#, #"{"a":"1\\\"}"#, #"{"a":"b\"#,
    #"{"a:"1"}"#,
    #"{"a":"1"},"b":"2"}"#, #"["a"]"#, "details",
  ]

  private static func pack(_ json: String, _ shapes: inout DetailShapes, _ arena: inout TextArena) -> PackedDetails {
    Array(json.utf8).withUnsafeBytes { shapes.add($0, to: &arena) }
  }

  @Test(arguments: plain + odd)
  func comesBack(_ json: String) {
    var (shapes, arena) = (DetailShapes(), TextArena())
    _ = arena.add("what stands before")
    let packed = DetailShapesTests.pack(json, &shapes, &arena)
    let isPlain = DetailShapesTests.plain.contains(json)
    #expect((packed.shape == DetailShapes.json) == !isPlain)
    #expect(shapes.keepsJSON == !isPlain)
    #expect(Array(shapes.json(packed, in: arena).utf8) == Array(json.utf8))
    #expect(shapes.mostBytes(packed) >= json.utf8.count)
    // Once more: the same number and the same bytes.
    let again = DetailShapesTests.pack(json, &shapes, &arena)
    #expect(again.shape == packed.shape && arena.equal(again.values, packed.values, of: arena))
    if isPlain { #expect(packed.values.count < json.utf8.count) }
  }

  /// A field is found, and one that is not there is not, as in the JSON.
  @Test(arguments: plain)
  func fieldsAreThoseOfTheJSON(_ json: String) {
    var (shapes, arena) = (DetailShapes(), TextArena())
    let packed = DetailShapesTests.pack(json, &shapes, &arena)
    let details = Details(json: json)
    let names: [StaticString] = [
      "terms", "purchase_order", "salesperson", "status", "", "a", "note", "say \"x\"", "tab\t", "名前", "straße", "n",
      "m", "column 0",
      "column 199", "column 200", "reference", "purchase_orders", "purchase_orde",
    ]
    for name in names {
      var found: String?
      let has = shapes.withValue(name, packed, in: arena) { found = String(decoding: $0, as: UTF8.self) }
      #expect(found == details["\(name)"], "\(name)")
      #expect(has == (found != nil) && shapes.mayHave(name) == has)
      #expect(!has || shapes.mayHave(name, packed.shape))
    }
  }

  /// Where there are more shapes than numbers the rest stays JSON, each of it always.
  @Test func tooManyShapes() {
    var (shapes, arena) = (DetailShapes(), TextArena())
    let all = (0..<5000).map { "{\"column \($0)\":\"\($0)\",\"terms\":\"NET\($0)\"}" }
    let packed = all.map { DetailShapesTests.pack($0, &shapes, &arena) }
    #expect(packed.map { shapes.json($0, in: arena) } == all)
    #expect(packed.map(\.shape) == (1...5000).map { $0 < DetailShapes.most ? UInt16($0) : DetailShapes.json })
    let again = all.map { DetailShapesTests.pack($0, &shapes, &arena) }
    #expect(again.map(\.shape) == packed.map(\.shape))
    var terms: String?
    for place in [0, 4094, 4095, 4999] {
      #expect(shapes.withValue("terms", packed[place], in: arena) { terms = String(decoding: $0, as: UTF8.self) })
      #expect(terms == "NET\(place)")
    }
    #expect(shapes.mayHave("anything"))
  }

  @Test func randomDetails() {
    var (shapes, arena, seed) = (DetailShapes(), TextArena(), UInt64(7))
    func below(_ limit: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % limit
    }
    let letters = ["a", "b", "\"", "\\", "\n", "\u{1}", "é", "🙂", ",", ":", "{", "}", "long text of some bytes"]
    func word(_ most: Int) -> String { (0..<below(most + 1)).map { _ in letters[below(letters.count)] }.joined() }
    var packed: [(json: String, details: PackedDetails)] = []
    for _ in 0..<3000 {
      var (bytes, first) = ([UInt8(ascii: "{")], true)
      for _ in 0..<below(6) { Details.write(key: word(2), value: word(8), first: &first, to: &bytes) }
      bytes.append(UInt8(ascii: "}"))
      let json = String(decoding: bytes, as: UTF8.self)
      packed.append((json, DetailShapesTests.pack(json, &shapes, &arena)))
    }
    for one in packed {
      #expect(one.details.shape != DetailShapes.json || shapes.count == DetailShapes.most)
      #expect(shapes.json(one.details, in: arena) == one.json)
    }
    // Equal where the JSON is, and nowhere else.
    for (a, b) in zip(packed, packed.dropFirst())
      + packed.prefix(60).flatMap({ a in packed.prefix(60).map { (a, $0) } })
    {
      let isEqual = a.details.shape == b.details.shape && arena.equal(a.details.values, b.details.values, of: arena)
      #expect(isEqual == (a.json == b.json))
    }
  }

  /// Numbers of two tables mean nothing to each other; hashes and texts do.
  @Test func tablesApart() {
    var (one, other) = (DetailShapes(), DetailShapes())
    var (arena, others) = (TextArena(), TextArena())
    let json = #"{"terms":"NET14","status":"OPEN"}"#
    let a = DetailShapesTests.pack(json, &one, &arena)
    _ = DetailShapesTests.pack(#"{"terms":"NET14"}"#, &other, &others)
    let b = DetailShapesTests.pack(json, &other, &others)
    #expect(a.shape != b.shape && one.hash(a.shape) == other.hash(b.shape))
    #expect(one.hash(a.shape) != other.hash(1) && one.hash(a.shape) != one.hash(DetailShapes.json))
    let (x, y) = (texts(arena, one), texts(others, other))
    #expect(x.areSame(a, b, of: y))
    #expect(!x.areSame(a, PackedDetails(values: b.values, shape: 1), of: y))
    let kept = PackedDetails(json: others.add(json))
    let z = texts(others, other)
    #expect(x.areSame(a, kept, of: z) && z.areSame(kept, b, of: z))
    #expect(!x.areSame(a, PackedDetails(json: .empty), of: z))
  }

  private func texts(_ arena: TextArena, _ shapes: DetailShapes) -> DocumentTexts {
    DocumentTexts(companies: [], customers: TextArena(), documents: arena, shapes: shapes)
  }

  @Test func aTableFollowsOneThatBeganAsItself() {
    var (book, arena) = (DetailShapes(), TextArena())
    _ = DetailShapesTests.pack(#"{"a":"1"}"#, &book, &arena)
    var file = book
    let b = DetailShapesTests.pack(#"{"b":"1"}"#, &file, &arena)
    let before = book
    book.follow(file)
    #expect(book.json(b, in: arena) == #"{"b":"1"}"#)
    #expect(DetailShapesTests.pack(#"{"b":"2"}"#, &book, &arena).shape == b.shape)
    book.follow(before)
    #expect(book.count == 3 && !book.keepsJSON)
    _ = DetailShapesTests.pack("odd", &file, &arena)
    book.follow(file)
    #expect(book.count == 3 && book.keepsJSON)
  }

  /// A page that is damaged gives wrong values and is never read beyond its bytes.
  @Test(arguments: [[], [5], [200, 1, 2], [255, 1], [255, 255, 255, 255, 255], [0, 0, 0, 0]] as [[UInt8]])
  func damagedValues(_ values: [UInt8]) {
    var (shapes, arena) = (DetailShapes(), TextArena())
    var packed = DetailShapesTests.pack(#"{"a":"1","b":"2"}"#, &shapes, &arena)
    packed.values = values.withUnsafeBytes { arena.add($0) }
    #expect(shapes.json(packed, in: arena).utf8.count <= shapes.mostBytes(packed))
    #expect(shapes.withValue("b", packed, in: arena) { _ in })
  }
}
