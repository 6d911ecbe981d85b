import Formats
import Foundation
import Testing

@testable import Pipeline

/// docs/ says what the declarations say. `UPDATE_GOLDEN=1` writes it anew.
@Suite struct SettingsDocumentationTests {
  private let docs = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("docs")

  private func expectFile(_ name: String, holds text: String) throws {
    let file = docs.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try FileManager.default.createDirectory(at: docs, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    let there = try? String(contentsOf: file, encoding: .utf8)
    #expect(there == text, "docs/\(name) is out of date: run the tests with UPDATE_GOLDEN=1")
  }

  @Test func schemaIsUpToDate() throws { try expectFile("pipeline.schema.json", holds: Configuration.jsonSchema()) }

  @Test func handbookIsUpToDate() throws { try expectFile("configuration.md", holds: Configuration.handbook()) }

  @Test func everySettingIsInTheHandbookWithASentence() {
    let handbook = Configuration.handbook()
    for object in Configuration.description.all {
      #expect(handbook.contains("## \(object.title)\n"))
      #expect(object.doc.hasSuffix("."))
      #expect(Set(object.rows.map(\.key)).count == object.rows.count)
      for row in object.rows {
        #expect(handbook.contains("| `\(row.key)` | "))
        #expect(row.doc.hasSuffix(".") && row.doc.count > 10, "\(object.title) \(row.key)")
      }
    }
  }

  @Test func everyLinkOfTheHandbookHasAHeading() {
    let anchors = Set(Configuration.description.all.map { SettingsDescription.anchor($0.title) })
    for piece in Configuration.handbook().split(separator: "](#").dropFirst() {
      #expect(anchors.contains(String(piece.prefix { $0 != ")" })))
    }
  }

  @Test func schemaRefersOnlyToWhatItDefines() throws {
    let schema = try JSONReader.read(Array(Configuration.jsonSchema().utf8), file: "schema")
    let defined = Set((schema["$defs"]?.members ?? []).map { "#/$defs/" + $0.key })
    func references(_ json: JSONValue) -> [String] {
      (json["$ref"]?.string).map { [$0] } ?? [] + json.members.flatMap { references($0.value) }
        + json.elements.flatMap(references)
    }
    #expect(!defined.isEmpty && Set(references(schema)).isSubset(of: defined))
  }

  /// Another implementation of JSON Schema agrees: what is right passes, and a slip that the types show fails.
  @Test(.enabled(if: hasPythonSchema))
  func pythonAgreesWithTheSchema() throws {
    let right = [Sample.full, Sample.file(), Sample.policy(#""windows": [ { "from": 9, "to": 17 } ]"#)]
    let wrong =
      ["{}", "[]"]
      + [
        ("\"maxRejects\"", "\"maxReject\""), ("\"percent\": 2", "\"percent\": 200"), ("\"10.00\"", "10.00"),
        ("\"snapshot\"", "\"snap\""), ("\"artifact\": \"changes\"", "\"artifact\": \"change\""), ("\"days\": -3,", ""),
        ("\"repeatEvery\": 30", "\"repeatEvery\": \"30\""), ("\"bounds\": [15, 45]", "\"bounds\": []"),
      ].map { Sample.full.replacingFirst($0.0, with: $0.1) }
    #expect(try pythonVerdicts(right + wrong) == right.map { _ in "valid" } + wrong.map { _ in "invalid" })
  }

  private func pythonVerdicts(_ texts: [String]) throws -> [String] {
    let script = """
      import json, sys, jsonschema
      schema = json.loads(sys.stdin.readline())
      jsonschema.Draft202012Validator.check_schema(schema)
      validator = jsonschema.Draft202012Validator(schema)
      for line in sys.stdin: print("valid" if validator.is_valid(json.loads(line)) else "invalid")
      """
    let lines = try ([Configuration.jsonSchema()] + texts).map { text in
      try JSONReader.read(Array(text.utf8), file: "text").written(.compact) + "\n"
    }
    let output = try Self.python(["-W", "ignore", "-c", script], input: lines.joined()).output
    return output.split(separator: "\n").map(String.init)
  }

  private static let hasPythonSchema =
    (try? python(["-W", "ignore", "-c", "import jsonschema; jsonschema.Draft202012Validator"]))?.status == 0

  private static func python(_ arguments: [String], input: String = "") throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3"] + arguments
    let (stdin, stdout) = (Pipe(), Pipe())
    process.standardInput = stdin
    process.standardOutput = stdout
    process.standardError = FileHandle.nullDevice
    try process.run()
    try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try stdin.fileHandleForWriting.close()
    let output = stdout.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}
