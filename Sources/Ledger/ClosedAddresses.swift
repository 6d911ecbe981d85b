/// Addresses that messages do not go to any more, whoever has them: one came back from there, or its reader wants no more of them. A postal
/// address is not among them: with another name on the letter it may be right.
public struct ClosedAddresses: Sendable {
  private var blocks: [String: [ChannelBlock]] = [:]

  public init() {}

  public var isEmpty: Bool { blocks.isEmpty }

  /// - Parameter address: one address of those the message went to.
  public mutating func close(_ address: String, _ block: ChannelBlock) {
    blocks[ClosedAddresses.key(block.channel, address), default: []].append(block)
  }

  /// What closed an address on a channel, oldest first; empty: it is open.
  public func blocks(of channel: Channel, _ address: String) -> [ChannelBlock] {
    blocks[ClosedAddresses.key(channel, address)] ?? []
  }

  private static func key(_ channel: Channel, _ address: String) -> String {
    "\(channel.rawValue)\u{1F}\(address.lowercased())"
  }
}
