import Glibc

/// Standard output: answers of commands. What happens on the way goes to the log.
enum Terminal {
  static func say(_ text: String) { write(text + "\n") }

  static func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = Glibc.write(1, rest.baseAddress!, rest.count)
        if count < 0, errno == EINTR { continue }
        if count <= 0 { return }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
  }
}
