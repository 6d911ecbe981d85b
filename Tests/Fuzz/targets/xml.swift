import Formats

@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  Property.reads(start, count) { XMLReader(root: nil, record: nil, file: "fuzz.xml") }
  return 0
}
