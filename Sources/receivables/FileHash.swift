import CSHA256
import Ledger

extension SHA256 {
  /// The hash for the bytes of files: by the processor's own instructions where it has them, else by the Swift of `Ledger`.
  static func ofFiles() -> SHA256 { SHA256(mixer: hasInstructions ? mixByInstructions : nil) }

  private static let hasInstructions = csha256_is_supported() != 0

  @Sendable private static func mixByInstructions(
    _ state: UnsafeMutablePointer<UInt32>, _ blocks: UnsafeRawBufferPointer, _ constants: UnsafePointer<UInt32>
  ) {
    csha256_mix(state, blocks.bindMemory(to: UInt8.self).baseAddress, blocks.count / 64, constants)
  }
}
