import Ledger
import Pipeline

/// Files in.
struct RunInputs {
  let night: Night
  let report: RunReport

  private static let columns = [
    Column(title: "File"), Column(title: "Feed"), Column(title: "What became of it"),
    Column(title: "Rows", isNumber: true), Column(title: "Accepted", isNumber: true),
    Column(title: "Unchanged", isNumber: true), Column(title: "Rejected", isNumber: true), Column(title: "sha256"),
  ]

  func write(_ html: inout HTML) {
    html.element("section", ["aria-labelledby": "files"]) { html in
      html.element("h2", ["id": "files"], text: "Files in")
      guard !report.files.isEmpty else { return html.element("p", text: "No files were waiting.") }
      html.element("div", ["class": "card"]) { html in
        html.table("Files in the order in which they were read", RunInputs.columns) { html in
          for file in report.files { row(file, &html) }
        }
        proof(&html)
        sums(&html)
      }
    }
  }

  private func proof(_ html: inout HTML) {
    guard !report.rowProofs.isEmpty else { return }
    let columns =
      [Column(title: "Feed")]
      + ["Rows", "Changed or new", "Unchanged", "Repeated", "Rejected"].map { Column(title: $0, isNumber: true) }
      + [Column(title: "Check")]
    html.table("Every row of the accepted files is accounted for", columns) { html in
      for proof in report.rowProofs {
        html.row { html in
          html.rowHead(proof.feed)
          for count in [proof.rows, proof.changed, proof.unchanged, proof.repeated, proof.rejected] {
            html.number(Figures.integer(count))
          }
          html.cell(proof.ties ? "✓ ties" : "✗ does not tie")
        }
      }
    }
  }

  private func sums(_ html: inout HTML) {
    if !report.records.isEmpty {
      let columns = [
        Column(title: "Company"), Column(title: "Currency"), Column(title: "Feed"),
        Column(title: "Rows", isNumber: true),
        Column(title: "Read and stored", isNumber: true),
      ]
      html.table("What payments and applications add up to, as read and as stored", columns) { html in
        for line in report.records {
          html.row { html in
            html.rowHead(line.company, class: "keep")
            html.cell(line.currency.code)
            html.cell(line.feed)
            html.number(Figures.integer(line.rows))
            html.amount(line.amount, line.currency)
          }
        }
      }
    }
    guard !report.cash.isEmpty else { return }
    let amounts = ["To place", "Applied", "Unapplied", "Dealt with before", "Applied beyond"]
    let columns =
      [Column(title: "Company"), Column(title: "Currency"), Column(title: "Payments", isNumber: true)]
      + amounts.map { Column(title: $0, isNumber: true) } + [Column(title: "Check")]
    html.table("Where the money went", columns) { html in
      for proof in report.cash {
        html.row { html in
          html.rowHead(proof.company, class: "keep")
          html.cell(proof.currency.code)
          html.number(Figures.integer(proof.payments))
          for amount in [proof.amount, proof.applied, proof.unapplied, proof.dealtWith, proof.beyond] {
            html.amount(amount, proof.currency)
          }
          html.cell(proof.ties ? "✓ ties" : "✗ does not tie")
        }
      }
    }
  }

  private func row(_ file: RunReport.File, _ html: inout HTML) {
    html.row { html in
      html.element("th", ["scope": "row", "class": "wrap"]) { $0.element("bdi", text: file.name) }
      html.cell(file.feed)
      html.element("td") { html in
        html.element("span", ["class": "badge"], text: file.status.rawValue)
        if let code = file.code { html.text(" \(code)") }
      }
      html.number(Figures.integer(file.rows))
      html.number(Figures.integer(file.acceptedRows))
      html.number(Figures.integer(file.unchanged))
      html.number(Figures.integer(file.rejectedRows))
      html.element("td") { $0.element("code", text: String(file.sha256.prefix(12))) }
    }
  }
}

/// Opening plus movements is closing, and what proves it.
struct RunMovements {
  let night: Night
  let report: RunReport

  func write(_ html: inout HTML) {
    html.element("section", ["aria-labelledby": "balances"]) { html in
      html.element("h2", ["id": "balances"], text: "Balances")
      guard !report.movements.isEmpty || !report.controls.isEmpty else {
        return html.element("p", text: "Nothing was open and nothing is.")
      }
      html.element("div", ["class": "card"]) { html in
        rollForward(&html)
        controls(&html)
        changes(&html)
      }
    }
  }

  private func rollForward(_ html: inout HTML) {
    guard !report.movements.isEmpty else { return }
    let amounts = [
      "Opening", "New", "Reopened", "Changed", "Part paid", "Paid or closed", "Voided", "Closing",
    ].map { Column(title: $0, isNumber: true) }
    let columns = [Column(title: "Company"), Column(title: "Currency")] + amounts
    html.table("From the last run to this one: opening plus movements is closing", columns) { html in
      for line in report.movements {
        html.row { html in
          html.rowHead(night.name(line.company), class: "keep")
          html.cell(line.currency.code)
          for amount in [
            line.opening, line.new, line.reopened, line.changed, line.partPaid, line.paid, line.voided, line.closing,
          ] { html.amount(amount, line.currency) }
        }
      }
    }
  }

  private func controls(_ html: inout HTML) {
    guard !report.controls.isEmpty else { return }
    let columns = [
      Column(title: "Company"), Column(title: "Currency"), Column(title: "Feed"),
      Column(title: "Items", isNumber: true),
      Column(title: "Open balance", isNumber: true), Column(title: "Control total", isNumber: true),
      Column(title: "Check"),
    ]
    html.table("Control totals", columns) { html in
      for control in report.controls {
        html.row { html in
          html.rowHead(night.name(control.company), class: "keep")
          html.cell(control.currency.code)
          html.cell(control.feed)
          html.number(Figures.integer(control.rows))
          html.amount(control.balance, control.currency)
          html.number(control.expected.map { Figures.amount($0, control.currency) } ?? "–")
          html.cell(RunMovements.verdict(control))
        }
      }
    }
  }

  private static func verdict(_ control: RunReport.Control) -> String {
    guard let expected = control.expected else { return "no control row" }
    let difference = control.balance - expected
    return difference == 0 ? "✓ ties" : "✗ off by \(Figures.amount(difference, control.currency))"
  }

  private func changes(_ html: inout HTML) {
    guard !report.changes.isEmpty else { return }
    let columns = [Column(title: "Company"), Column(title: "Change"), Column(title: "Documents", isNumber: true)]
    html.table("Documents that changed", columns) { html in
      for change in report.changes {
        html.row { html in
          html.rowHead(night.name(change.company))
          html.cell(RunMovements.words(change.kind))
          html.number(Figures.integer(change.number))
        }
      }
    }
  }

  private static func words(_ kind: ChangeKind) -> String {
    switch kind {
    case .new: "new"
    case .changed: "changed"
    case .partPaid: "part paid"
    case .paid: "paid or closed"
    case .reopened: "reopened"
    case .voided: "voided"
    }
  }
}

extension RunReport.MessageCount {
  /// What a message is, in the column of levels.
  fileprivate var step: String {
    isInvitation ? "invitation to the portal" : level == 0 ? "before the due date" : "level \(level)"
  }
}

/// Who is reminded how, and who is not and why.
struct RunMessages {
  let night: Night
  let report: RunReport

  func write(_ html: inout HTML) {
    html.element("section", ["aria-labelledby": "messages"]) { html in
      html.element("h2", ["id": "messages"], text: "Messages")
      guard !report.messages.isEmpty else { return html.element("p", text: "Nobody was due for a reminder.") }
      html.element("div", ["class": "card"]) { html in
        sent(&html)
        silent("Who hears nothing, and why", counted: "Customers and currencies", &html) { !$0.isInvitation }
        silent("Who is not invited to the portal, and why", counted: "People", &html) { $0.isInvitation }
      }
    }
  }

  private func sent(_ html: inout HTML) {
    let rows = report.messages.filter { $0.count.isSent }
    guard !rows.isEmpty else { return html.element("p", text: "No message goes out tonight.") }
    let columns = [
      Column(title: "Company"), Column(title: "Channel"), Column(title: "Level"),
      Column(title: "Messages", isNumber: true),
    ]
    html.table("Messages that go out", columns) { html in
      for row in rows {
        html.row { html in
          html.rowHead(night.name(row.count.company))
          html.cell(row.count.channel)
          html.cell(row.count.step)
          html.number(Figures.integer(row.number))
        }
      }
    }
  }

  /// Level and channel do not matter to who hears nothing: one line per company and reason.
  private func silent(
    _ title: String, counted: String, _ html: inout HTML, where isMeant: (RunReport.MessageCount) -> Bool
  ) {
    var lines: [(count: RunReport.MessageCount, number: Int)] = []
    for row in report.messages where !row.count.isSent && isMeant(row.count) {
      if let last = lines.last, last.count.company == row.count.company, last.count.outcome == row.count.outcome {
        lines[lines.count - 1].number += row.number
      } else {
        lines.append(row)
      }
    }
    guard !lines.isEmpty else { return }
    let columns = [
      Column(title: "Company"), Column(title: "Reason"), Column(title: "Which means"),
      Column(title: counted, isNumber: true),
    ]
    html.table(title, columns) { html in
      for line in lines {
        html.row { html in
          html.rowHead(night.name(line.count.company))
          html.element("td") { $0.element("code", text: line.count.outcome) }
          html.cell(line.count.reason?.words ?? "")
          html.number(Figures.integer(line.number))
        }
      }
    }
  }
}
