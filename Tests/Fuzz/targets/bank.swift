import Formats

/// The first line names the format.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: start, count: count)
  guard let end = bytes.firstIndex(of: 0x0A), end < 20,
    let format = SourceShape.Format(rawValue: String(decoding: bytes[..<end], as: UTF8.self)),
    BankFormat.reader(format, file: "fuzz", mask: AccountMask(salt: "fuzz")) != nil
  else { return -1 }
  _ = BankFormat.sniff(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[(end + 1)...]))
  Property.reads(start + end + 1, count - end - 1) {
    BankFormat.reader(format, file: "fuzz", mask: AccountMask(salt: "fuzz")) ?? CSVReader(file: "never")
  }
  return 0
}
