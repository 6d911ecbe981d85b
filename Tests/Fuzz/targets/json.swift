import Formats
import Ledger

@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
  do {
    let value = try JSONReader.read(bytes, file: "fuzz.json")
    // What is written reads as the same value.
    let text = value.written(.compact)
    let again = try JSONReader.read(Array(text.utf8), file: "again.json")
    Property.expect(again.written(.compact) == text, "written and read again: \(text)")
  } catch {}
  return 0
}
