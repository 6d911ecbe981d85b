import Formats
import Intake
import Ledger
import Normalize
import Pipeline

/// The first line names a preset, the rest is a file for it: found, surveyed, translated and normalized as in a night.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: start, count: count)
  guard let end = bytes.firstIndex(of: 0x0A), end < 60,
    let mapping = Presets.named(String(decoding: bytes[..<end], as: UTF8.self))?.mapping.constant("company", "ACME")
  else { return -1 }
  let file = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[(end + 1)...])
  let feed = FeedDeclaration(name: "f", mapping: mapping.constant("currency", "EUR"))
  let head = FileHead(name: "f.csv", folder: "f", bytes: [UInt8](file.prefix(FileHead.limit)), size: file.count)
  do {
    let resolved = try FeedResolution.resolve(head, as: feed)
    var evidence = EncodingEvidence()
    evidence.add(file)
    let encoding =
      resolved.needsEncoding ? evidence.verdict(declared: nil, file: "f").encoding : resolved.encoding?.encoding
    var survey = StyleSurvey(mapping: resolved.mapping, file: "f")
    if survey.isNeeded {
      var first = resolved.reader(encoding: encoding)
      try first.push(file) { survey.look(at: $0) }
      try first.finish { survey.look(at: $0) }
    }
    let styles = try survey.settle()
    Property.reads(start + end + 1, count - end - 1) {
      let reader = resolved.reader(encoding: encoding)
      return resolved.mapping.isDirect
        ? reader as any RecordReader : Translation(reader: reader, mapping: resolved.mapping, styles: styles, file: "f")
    }
  } catch {}
  return 0
}
