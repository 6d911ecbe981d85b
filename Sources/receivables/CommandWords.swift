import Glibc

/// The words of the command line, the program's name first; none where nobody tells.
///
/// Swift's runtime looks for them beside the environment, for which it needs `/proc`, and comes back with nothing where a preloaded library
/// (faketime) has moved that. Then the kernel knows them, or the stack does.
enum CommandWords {
  static func all() -> [String] {
    if CommandLine.argc > 0 { return CommandLine.arguments }
    return ofKernel() ?? ofStack() ?? []
  }

  private static func ofKernel() -> [String]? {
    guard let bytes = try? ReadableFile("/proc/self/cmdline").all() else { return nil }
    return bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast().map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// In a chroot or container without `/proc`: pointers to the words lie below those of the environment, as the kernel put them there, with
  /// an empty one between. What they point to lies above them all.
  private static func ofStack() -> [String]? {
    typealias Words = UnsafePointer<UnsafePointer<CChar>?>
    guard let name = dlsym(nil, "program_invocation_name")?.load(as: UnsafePointer<CChar>?.self),
      let environment = dlsym(nil, "environ")?.load(as: Words?.self)
    else { return nil }
    return withUnsafePointer(to: UInt8(0)) { here in
      var words: [String] = []
      var place = environment - 1
      // An environment that was moved does not lie above what is on the stack now.
      guard UnsafeRawPointer(place) > UnsafeRawPointer(here), place.pointee == nil else { return nil }
      while UnsafeRawPointer(place - 1) > UnsafeRawPointer(here) {
        place -= 1
        guard let word = place.pointee, UnsafeRawPointer(word) > UnsafeRawPointer(place) else { return nil }
        words.append(String(cString: word))
        if word == name { return words.reversed() }
      }
      return nil
    }
  }
}
