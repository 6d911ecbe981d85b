import Formats
import Pipeline

/// `presets` and `preset show NAME`: what exports are understood without a mapping of one's own.
enum PresetCommands {
  static let list = Command("presets", "Lists the built-in presets.", options: [.json]) { invocation in
    if invocation.has(.json) {
      Terminal.say(Presets.json.written(.pretty))
      return .done
    }
    let width = Presets.all.map(\.name.count).max() ?? 0
    for preset in Presets.all {
      Terminal.say(preset.name + String(repeating: " ", count: width + 2 - preset.name.count) + preset.summary)
    }
    return .done
  }

  static let show = Command(
    "preset", operands: "show NAME", "Prints a preset as JSON, to start a mapping from.", count: 2...2
  ) { invocation in
    guard invocation.operands[0] == "show" else {
      throw Failure(.usage, "preset \(invocation.operands[0]): unknown", help: "receivables preset show NAME")
    }
    guard let preset = Presets.named(invocation.operands[1]) else {
      throw unknown(invocation.operands[1])
    }
    Terminal.say(preset.json)
    return .done
  }

  private static func unknown(_ name: String) -> Failure {
    let near = Presets.nearest(to: name).map { "did you mean \($0)? " } ?? ""
    return Failure(.usage, "no preset is called \(name)", help: near + "receivables presets lists them")
  }
}
