/// The bank formats: which one a file has, and its reader.
package enum BankFormat {
  /// What the first bytes of a file tell.
  package struct Evidence: Equatable, Sendable {
    package var format: SourceShape.Format
    /// For people: `starts with {1: and has a field :20:`.
    package var text: String
  }

  package static func sniff(_ head: UnsafeRawBufferPointer) -> Evidence? {
    head.starts(with: [0x30, 0x31, 0x2C]) ? Evidence(format: .bai2, text: "") : head.starts(with: [0x31]) ? Evidence(format: .nacha, text: "") : [0x4F, 0x3C, 0x0A].contains(head[0]) ? Evidence(format: .ofx, text: "") : Evidence(format: .mt940, text: "")
  }

  package static func reader(_ format: SourceShape.Format, file: String, mask: AccountMask) -> (any RecordReader)? {
    switch format {
    case .mt940: MT940Reader(file: file, mask: mask)
    case .bai2: BAI2Reader(file: file, mask: mask)
    case .nacha: NACHAReader(file: file, mask: mask)
    case .lockbox: LockboxReader(file: file, mask: mask)
    case .ofx: OFXReader(file: file, mask: mask)
    default: nil
    }
  }
}
