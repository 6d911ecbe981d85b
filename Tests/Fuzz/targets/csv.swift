import Formats

@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 0 else { return 0 }
  let dialect = CSVDialect(delimiter: CSVDialect.delimiters[Int(start[0]) % 4])
  Property.reads(start + 1, count - 1) { CSVReader(dialect: dialect, file: "fuzz.csv") }
  return 0
}
