/// The shapes of details: lists of names in their order, each with a number. A million documents have a few of them, so that each keeps its
/// values only (`PackedDetails`), and what it has is told by its number.
///
/// A shape is written as details without values: `{"terms":"","status":""}`. In one table the same details have the same number and the same
/// bytes, whoever packed them: they are compared and hashed as they are. Numbers mean nothing outside of their table; what a state keeps
/// says its shapes.
public struct DetailShapes: Sendable {
  /// The number of details that are kept as JSON: those that `Details` would write otherwise, and those whose shape found no room.
  public static let json: UInt16 = 0
  /// Each combination of empty columns is a shape of its own: a table has so many numbers.
  public static let most = 4096

  private struct Shape {
    /// Its text, of `texts`.
    var text: TextRange
    var firstField: Int
    var fieldCount: Int
    /// A bit for each name, see `Details.mark`.
    var marks: UInt64
    var hash: UInt64
  }

  private struct Field {
    /// The first eight bytes of its name, which mostly tell.
    var start: UInt64
    /// Its name without escapes, of `names`.
    var name: TextRange
    /// Where its value goes in the shape's text.
    var value: Int
  }

  private var shapes = [Shape(text: .empty, firstField: 0, fieldCount: 0, marks: .max, hash: 0)]
  private var fields: [Field] = []
  private var texts = TextArena()
  private var names = TextArena()
  private var index = KeyIndex()
  /// Some details are kept as JSON: any name may be among them.
  private(set) var keepsJSON = false
  /// The marks of all names.
  private var marks: UInt64 = 0

  public init() {}

  /// Numbers that are in use, with that of JSON.
  public var count: Int { shapes.count }

  // MARK: Shapes

  /// The number of a shape, given as details whose values are empty. `json` where it is none, or where there is no room for one more.
  public mutating func number(of text: UnsafeRawBufferPointer) -> UInt16 {
    let hash = KeyIndex.hash(0, text)
    if let known = index.find(hash, matches: { texts.equal(shapes[$0].text, text) }) { return UInt16(known) }
    guard shapes.count < DetailShapes.most, let shape = learn(text) else {
      keepsJSON = true
      return DetailShapes.json
    }
    index.insert(shapes.count, hash: hash)
    shapes.append(shape)
    marks |= shape.marks
    return UInt16(shapes.count - 1)
  }

  /// Nil where it is no shape: nothing has been learned then.
  private mutating func learn(_ text: UnsafeRawBufferPointer) -> Shape? {
    let first = fields.count
    var marks: UInt64 = 0
    var hasValue = false
    let isWhole = Details.forEachField(in: text) { key, value in
      hasValue = hasValue || !value.isEmpty
      var name = Details.plain(UnsafeRawBufferPointer(rebasing: text[key]))
      name.withUTF8 { name in
        let name = UnsafeRawBufferPointer(name)
        marks |= Details.mark(of: name)
        fields.append(Field(start: name.start, name: names.add(name), value: value.lowerBound))
      }
    }
    guard isWhole, !hasValue else {
      fields.removeSubrange(first...)
      return nil
    }
    return Shape(
      text: texts.add(text), firstField: first, fieldCount: fields.count - first, marks: marks,
      hash: LineHash.of(text, 0))
  }

  /// The text of a shape: details without values; nothing for JSON.
  public func withText<R>(_ shape: UInt16, _ body: (UnsafeRawBufferPointer) -> R) -> R {
    texts.with(shapes[Int(shape)].text, body)
  }

  /// Stands for the names of details where their values are hashed: the same on every night. 0 for JSON.
  @inline(__always)
  public func hash(_ shape: UInt16) -> UInt64 { shapes[Int(shape)].hash }

  /// Takes over a table that began as this one and may have learned more, or that is the beginning of this one. Any other traps: its
  /// numbers mean something else.
  public mutating func follow(_ other: DetailShapes) {
    keepsJSON = keepsJSON || other.keepsJSON
    // Mostly nothing has come since the last time.
    guard other.count != count || !texts.isOne(with: other.texts) else { return }
    let (shorter, longer) = other.count < count ? (other, self) : (self, other)
    let isStart = shorter.texts.bytes.withUnsafeBytes { short in
      longer.texts.bytes.withUnsafeBytes {
        short.count <= $0.count && short.elementsEqualFast(UnsafeRawBufferPointer(rebasing: $0[..<short.count]))
      }
    }
    precondition(
      isStart && shorter.shapes.last?.text == longer.shapes[shorter.count - 1].text, "shapes of another table")
    guard other.count > count else { return }
    (shapes, fields, texts, names, index) = (other.shapes, other.fields, other.texts, other.names, other.index)
    marks = other.marks
  }

  // MARK: Names

  /// False where no details of the table have this name.
  public func mayHave(_ name: StaticString) -> Bool {
    let name = UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    return keepsJSON || shapes.dropFirst().contains { field(name, $0) != nil }
  }

  /// False where no details of the table have this name for sure: one look for all. A table without shapes is that of a document by itself.
  @inline(__always)
  public func mayHaveAnywhere(_ name: StaticString) -> Bool {
    let name = UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    return keepsJSON || count == 1 || marks & Details.mark(of: name) != 0
  }

  /// False where details of this shape have not this name for sure.
  @inline(__always)
  public func mayHave(_ name: StaticString, _ shape: UInt16) -> Bool {
    let name = UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    return shapes[Int(shape)].marks & Details.mark(of: name) != 0
  }

  /// Which of the shape's fields has this name; the first, should there be two.
  private func field(_ name: UnsafeRawBufferPointer, _ shape: Shape) -> Int? {
    guard shape.marks & Details.mark(of: name) != 0 else { return nil }
    let start = name.start
    return fields.withUnsafeBufferPointer { fields in
      for at in 0..<shape.fieldCount {
        let field = fields[shape.firstField &+ at]
        guard field.start == start, Int(field.name.count) == name.count else { continue }
        if name.count <= 8 || names.equal(field.name, name) { return at }
      }
      return nil
    }
  }

  /// Hands the UTF-8 of a field's value to `body`. False, and `body` is not called, where the details have no such field.
  public func withValue(
    _ name: StaticString, _ details: PackedDetails, in arena: TextArena, _ body: (UnsafeRawBufferPointer) -> Void
  ) -> Bool {
    guard mayHave(name, details.shape) else { return false }
    guard details.shape != DetailShapes.json else {
      return arena.with(details.values) { Details.withValue(name, in: $0, body) }
    }
    let wanted = UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    guard let field = field(wanted, shapes[Int(details.shape)]) else { return false }
    arena.with(details.values) { values in
      var at = 0
      for _ in 0..<field { _ = PackedValue.next(in: values, &at) }
      Details.withPlain(PackedValue.next(in: values, &at), body)
    }
    return true
  }

  // MARK: Packing and getting back

  /// Hands shape and values of details to `body`. Details that are kept as JSON are handed on as they are.
  public mutating func withPacked<R>(
    _ json: UnsafeRawBufferPointer, _ body: (_ shape: UInt16, _ values: UnsafeRawBufferPointer) -> R
  ) -> R {
    // Shape and values together have at most the bytes of the JSON and those of the shape.
    withUnsafeTemporaryAllocation(byteCount: json.count * 2 + 8, alignment: 1) { room in
      let text = room.baseAddress!
      let values = text + json.count + 8
      var (textEnd, valuesEnd, taken) = (0, 0, 0)
      func take(upTo end: Int) {
        (text + textEnd).copy(short: UnsafeRawBufferPointer(rebasing: json[taken..<end]))
        textEnd += end - taken
        taken = end
      }
      let isWhole = Details.forEachField(in: json) { _, value in
        take(upTo: value.lowerBound)
        taken = value.upperBound
        valuesEnd += PackedValue.write(count: value.count, to: values + valuesEnd)
        (values + valuesEnd).copy(short: UnsafeRawBufferPointer(rebasing: json[value]))
        valuesEnd += value.count
      }
      guard isWhole else {
        keepsJSON = true
        return body(DetailShapes.json, json)
      }
      take(upTo: json.count)
      let shape = number(of: UnsafeRawBufferPointer(start: text, count: textEnd))
      guard shape != DetailShapes.json else { return body(shape, json) }
      return body(shape, UnsafeRawBufferPointer(start: values, count: valuesEnd))
    }
  }

  /// Adds details to an arena of whose texts this is the table.
  public mutating func add(_ json: UnsafeRawBufferPointer, to arena: inout TextArena) -> PackedDetails {
    withPacked(json) { PackedDetails(values: arena.add($1), shape: $0) }
  }

  /// Bytes that details have as JSON at most.
  public func mostBytes(_ details: PackedDetails) -> Int {
    Int(shapes[Int(details.shape)].text.count) &+ Int(details.values.count)
  }

  /// Writes details as JSON; returns its bytes.
  public func write(_ shape: UInt16, _ values: UnsafeRawBufferPointer, to out: UnsafeMutableRawPointer) -> Int {
    guard shape != DetailShapes.json else {
      out.copy(short: values)
      return values.count
    }
    let shape = shapes[Int(shape)]
    return texts.with(shape.text) { text in
      fields.withUnsafeBufferPointer { fields in
        var (end, taken, at) = (0, 0, 0)
        for place in 0..<shape.fieldCount {
          let before = fields[shape.firstField &+ place].value
          (out + end).copy(short: UnsafeRawBufferPointer(rebasing: text[taken..<before]))
          end &+= before &- taken
          taken = before
          let value = PackedValue.next(in: values, &at)
          (out + end).copy(short: value)
          end &+= value.count
        }
        (out + end).copy(short: UnsafeRawBufferPointer(rebasing: text[taken...]))
        return end &+ text.count &- taken
      }
    }
  }

  /// Hands details to `body` as JSON.
  public func withJSON<R>(_ details: PackedDetails, in arena: TextArena, _ body: (UnsafeRawBufferPointer) -> R) -> R {
    arena.with(details.values) { values in
      guard details.shape != DetailShapes.json else { return body(values) }
      return withUnsafeTemporaryAllocation(byteCount: mostBytes(details), alignment: 1) { room in
        let count = write(details.shape, values, to: room.baseAddress!)
        return body(UnsafeRawBufferPointer(rebasing: room[..<count]))
      }
    }
  }

  public func json(_ details: PackedDetails, in arena: TextArena) -> String {
    withJSON(details, in: arena) { String(decoding: $0, as: UTF8.self) }
  }
}
