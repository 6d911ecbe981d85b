import Formats
import Glibc

/// What a run tells while it works: lines on standard error, as text or as JSON, without personal data; and a bar on a terminal.
final class Log {
  enum Style: String, CaseIterable { case text, json }
  enum Progress: String, CaseIterable { case auto, always, never }

  private let style: Style
  private let showsBar: Bool
  private let isSilent: Bool
  private let started = Clock.monotonic()
  private var barIsDrawn = false
  var run = ""
  /// Stages that are done and their CPU time, for the metrics file.
  private(set) var stages: [(name: String, milliseconds: Int)] = []

  /// - Parameter isSilent: tells problems only.
  init(style: Style, progress: Progress, isSilent: Bool = false) {
    self.style = style
    self.isSilent = isSilent
    showsBar = progress == .always || (progress == .auto && style == .text && isatty(2) == 1)
  }

  /// One event. `values` are numbers and names, never names of people.
  func event(_ stage: String, _ event: String, _ values: KeyValuePairs<String, String> = [:]) {
    clearBar()
    guard !isSilent else { return }
    switch style {
    case .text:
      let details = values.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
      write("\(stage): \(event)\(details.isEmpty ? "" : "  " + details)\n")
    case .json:
      var line = "{\"ms\":\((Clock.monotonic() - started) / 1_000_000),\"level\":\"info\""
      if !run.isEmpty { line += ",\"run\":\(Log.quoted(run))" }
      line += ",\"stage\":\(Log.quoted(stage)),\"event\":\(Log.quoted(event))"
      for (key, value) in values {
        line += ",\(Log.quoted(key)):\(Int(value).map(String.init) ?? Log.quoted(value))"
      }
      write(line + "}\n")
    }
  }

  /// Runs a stage and tells how long it took, in wall and CPU milliseconds.
  func stage<T>(_ name: String, _ body: () throws -> T) rethrows -> T {
    let (wall, cpu) = (Clock.monotonic(), Log.cpuMilliseconds())
    let result = try body()
    let used = Log.cpuMilliseconds() - cpu
    stages.append((name, used))
    event(name, "done", ["wall_ms": "\((Clock.monotonic() - wall) / 1_000_000)", "cpu_ms": "\(used)"])
    return result
  }

  /// Runs two stages that take turns, account by account, and tells each with its share of the time, as its turns were measured.
  func stages<T>(_ turns: StageTurns, _ body: () throws -> T) rethrows -> T {
    let (wall, cpu) = (Clock.monotonic(), Log.cpuMilliseconds())
    let result = try body()
    let (allWall, allCPU) = ((Clock.monotonic() - wall) / 1_000_000, Log.cpuMilliseconds() - cpu)
    let first = (wall: turns.ofFirst(Int(allWall)), cpu: turns.ofFirst(allCPU))
    for (name, wall, cpu) in [
      (turns.first, first.wall, first.cpu), (turns.second, Int(allWall) - first.wall, allCPU - first.cpu),
    ] {
      stages.append((name, cpu))
      event(name, "done", ["wall_ms": "\(wall)", "cpu_ms": "\(cpu)"])
    }
    return result
  }

  func problem(_ text: String) {
    clearBar()
    switch style {
    case .text: write(text + "\n")
    case .json: write("{\"level\":\"error\",\"message\":\(Log.quoted(text))}\n")
    }
  }

  /// Draws the bar: how much of a stage is done.
  func progress(_ stage: String, _ done: Int, of total: Int) {
    guard showsBar, total > 0 else { return }
    let width = 30
    let filled = min(width, done * width / total)
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
    write("\r\(stage) [\(bar)] \(min(100, done * 100 / total)) %\u{1B}[K")
    barIsDrawn = true
  }

  private func clearBar() {
    guard barIsDrawn else { return }
    write("\r\u{1B}[K")
    barIsDrawn = false
  }

  func end() { clearBar() }

  private func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = Glibc.write(2, rest.baseAddress!, rest.count)
        if count <= 0 { return }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
  }

  private static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": out += "\\\(scalar)"
      case "\n": out += "\\n"
      case "\u{0}"..<" ": out += " "
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }

  /// Of this process and of those that it has waited for.
  private static func cpuMilliseconds() -> Int {
    var others = rusage()
    getrusage(RUSAGE_CHILDREN.rawValue, &others)
    let times = [others.ru_utime, others.ru_stime]
    return cpuNanoseconds() / 1_000_000 + times.reduce(0) { $0 + $1.tv_sec * 1000 + Int($1.tv_usec) / 1000 }
  }

  fileprivate static func cpuNanoseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}

/// The CPU time of two stages that take turns for each account. Of many accounts one in 128 is measured: asking the clock is a system
/// call.
final class StageTurns {
  let first: String
  let second: String
  private var used = (first: 0, second: 0)
  private var since: Int?
  /// So many accounts stand behind one that is measured.
  private var each = 1

  init(_ first: String, _ second: String) { (self.first, self.second) = (first, second) }

  /// An account begins, with a turn of the second stage.
  func begin(_ place: Int, of count: Int) {
    each = count < 4096 ? 1 : 128
    since = place & (each - 1) == 0 ? Log.cpuNanoseconds() : nil
  }

  /// Work of the second stage for many accounts at once: all of it is measured, and it is no account's own.
  func together<T>(_ body: () throws -> T) rethrows -> T {
    let before = Log.cpuNanoseconds()
    defer {
      let took = Log.cpuNanoseconds() - before
      used.second += took / each
      if let since { self.since = since + took }
    }
    return try body()
  }

  /// A turn of the second stage has ended; of the first.
  func secondEnds() { if let span { used.second += span } }
  func firstEnds() { if let span { used.first += span } }

  private var span: Int? {
    guard let since else { return nil }
    let now = Log.cpuNanoseconds()
    self.since = now
    return now - since
  }

  /// How much of a whole was the first stage's.
  func ofFirst(_ whole: Int) -> Int {
    let both = used.first + used.second
    return both == 0 ? 0 : Int(Double(whole) * Double(used.first) / Double(both))
  }
}
