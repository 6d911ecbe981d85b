import Foundation
import Ledger
import Testing

@testable import Documents

/// Real messages, written to a folder and read again with Python's `email`, which nobody of us wrote.
@Suite struct MailSampleTests {
  /// Each sample under its file name: every template in both languages, and the awkward ones.
  private func samples() throws -> [(name: String, message: MailMessage)] {
    var samples: [(String, MailMessage)] = []
    for (level, template) in ["pre-due", "gentle", "firm", "final"].enumerated() {
      let content = level == 0 ? TemplateSamples.preDue() : TemplateSamples.full(level: level, template: template)
      for tag in ["en", "de"] {
        let text = try TemplateBuiltinTests.text(content, template, tag)
        samples.append(("\(template).\(tag)", try message(text)))
      }
    }
    samples.append(
      ("on-account", try message(try TemplateBuiltinTests.text(TemplateSamples.onAccount(), "gentle", "de-CH"))))
    return samples + (try awkward())
  }

  private func message(_ text: RenderedText) throws -> MailMessage {
    MailMessage(
      from: Mailbox(try MailAddress(parsing: "ar@acme.example"), name: "Acme Werkzeuge GmbH (Buchhaltung)"),
      replyTo: Mailbox(try MailAddress(parsing: "jo@acme.example"), name: "Jo Füchsle"),
      to: [Mailbox(try MailAddress(parsing: "erika@kunde.example"), name: "Müller & Söhne GmbH & Co. KG, Einkauf")],
      subject: "[Acme AR] " + text.subject, date: MailDate(unixSeconds: 1_795_226_400),
      id: "0123456789abcdef0123456789abcdef", body: MailBody(text))
  }

  /// Long lists, long names, many recipients, threads, attachments with names outside ASCII, lines that servers touch.
  private func awkward() throws -> [(String, MailMessage)] {
    let items = (1...300).map { number in
      (
        TemplateSamples.item("RE-\(1_000_000 + number)", due: number % 90 + 1, amount: Int64(number) * 1_234_567),
        ItemOutcome.Inclusion.trigger, 2
      )
    }
    var long = try message(
      try TemplateBuiltinTests.text(TemplateSamples.content(level: 2, template: "firm", items: items), "firm", "de"))
    long.to = try (1...25).map {
      Mailbox(
        try MailAddress(parsing: "empfänger".filter(\.isASCII) + "\($0)@kunde.example"), name: "Empfänger Nr. \($0)")
    }
    long.cc = [
      Mailbox(
        try MailAddress(
          parsing: String(repeating: "c", count: 64) + "@" + String(repeating: "d.", count: 90) + "example"))
    ]
    long.subject = String(repeating: "Überfällige Größenordnung 👩‍👩‍👧‍👦 – ", count: 8)
    long.references = (1...9).map { "\($0)23456789abcdef0123456789abcdef@acme.example" }
    var files = try message(try TemplateBuiltinTests.text(TemplateSamples.onAccount(), "gentle", "en"))
    files.attachments = [
      MailAttachment(fileName: "RE-2026-000123.pdf", bytes: Array("%PDF-1.7 not really".utf8)),
      MailAttachment(
        fileName: "Rechnung Nr. 2026/000150 für Müller & Söhne.pdf".replacing("/", with: "-"),
        bytes: (0...255).map { $0 }),
      MailAttachment(fileName: String(repeating: "ß", count: 80) + ".pdf", bytes: [0]),
    ]
    var touched = files
    touched.attachments = []
    touched.body = MailBody(
      blocks: [
        .paragraph(".\nFrom here\n--\n=20\n" + String(repeating: "ü", count: 500) + " end"), .smallPrint("§ \u{A0} x"),
      ],
      subject: "x", language: .english)
    return [("long", long), ("files", files), ("touched", touched)]
  }

  @Test func pythonReadsEveryMessageWithoutADefect() throws {
    let keep = ProcessInfo.processInfo.environment["MAIL_SAMPLES"]
    let folder =
      keep.map { URL(fileURLWithPath: $0) }
      ?? FileManager.default.temporaryDirectory.appendingPathComponent("mail-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { if keep == nil { try? FileManager.default.removeItem(at: folder) } }
    var files: [String] = []
    for (name, message) in try samples() {
      let bytes = try message.bytes()
      #expect(try message.bytes() == bytes)
      let file = folder.appendingPathComponent(name + ".eml")
      try Data(bytes).write(to: file)
      if keep != nil { try Data(message.body.html.utf8).write(to: folder.appendingPathComponent(name + ".html")) }
      files.append(file.path)
    }
    let output = try run(files)
    #expect(output.status == 0, "\(output.text)")
  }

  private func run(_ files: [String]) throws -> (status: Int32, text: String) {
    // The link to this file in a private package leads to the real one.
    let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    let tool = here.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
      "tools/check_mail.py")
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", tool.path] + files
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }
}
