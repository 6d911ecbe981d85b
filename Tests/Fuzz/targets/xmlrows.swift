import Formats
import Ledger

/// Short names, so that a fuzzer finds them: every kind of path, condition, row and value above.
private func reader() -> XMLRowReader {
  var shape = XMLRowShape(row: ["/r/s/w[k='1']", "/n:r/s/x", "/q"])
  shape.namespaces = ["n": "@root"]
  shape.above = [("h", ["../h", "../../h[@i='1']/v"]), ("i", ["../@i"])]
  shape.each = "d/t[@c='1']"
  let columns = [
    "a", "a/b", "a[*]", "a/@i", "@i", ".", "p[k='1']/v", "p[k='2']/v[*]", "p[@i='1']/o[k='1']/v", "n:a", "each:v",
    "each:@c",
    "each:position()", "local-name()", "^h", "^i",
  ]
  return XMLRowReader(shape, columns: columns, file: "fuzz.xml")
}

@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  Property.reads(start, count) { reader() }
  _ = XMLRoot.sniff(UnsafeRawBufferPointer(start: start, count: count))
  // A path is text of a person: it is understood or refused, never a trap.
  let path = String(decoding: UnsafeBufferPointer(start: start, count: min(count, 64)), as: UTF8.self)
  _ = XMLRowReader.problems(XMLRowShape(row: [path]), columns: [path, "^x"])
  return 0
}
