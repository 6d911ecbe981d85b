import Ledger
import Pipeline

/// `run.html`: the run report for people. What needs somebody stands first.
struct RunPage {
  let night: Night
  let report: RunReport

  func bytes() -> [UInt8] {
    let page = Page(
      title: "\(night.testMark)Run \(night.run)", heading: "\(night.testMark)Run report",
      subtitle: "What the night read, changed and decided",
      facts: [("As of", Figures.date(night.asOf)), ("Run", night.run)],
      footer: "Written by \(night.program). This file holds no script and loads nothing.")
    return page.write { html in
      notices(&html)
      html.element("section", ["aria-labelledby": "glance"]) { html in
        html.element("h2", ["id": "glance"], text: "At a glance")
        html.tiles(tiles)
      }
      RunInputs(night: night, report: report).write(&html)
      RunMovements(night: night, report: report).write(&html)
      RunMessages(night: night, report: report).write(&html)
      measures(&html)
      warnings(&html)
    }
  }

  /// Files that were not let in, rejected rows, companies whose data is stale.
  private func notices(_ html: inout HTML) {
    let out = report.files.filter { $0.status == .held || $0.status == .rejected }
    for file in out {
      html.notice(file.status == .held ? "Held file" : "Rejected file", isGrave: true) { html in
        let code = file.code.map { " [\($0)]" } ?? ""
        html.element("p", text: "\(file.name) (\(file.feed)): \(file.message ?? "not let in")\(code)")
        if let help = file.help, !help.isEmpty {
          html.element("p") { $0.element("code", text: help) }
        }
      }
    }
    for company in night.companies {
      guard let stale = company.stale else { continue }
      html.notice("Stale data", isGrave: true) { html in
        html.element("p", text: "\(company.company.name): \(stale). No reminders go out for it.")
      }
    }
    let rehearsed = night.companies.filter { !$0.isLive }.map(\.company.name)
    guard !rehearsed.isEmpty else { return }
    html.notice("Not live") { html in
      html.element("p", text: "Reminders are rehearsed and sent to nobody: \(rehearsed.joined(separator: ", ")).")
    }
  }

  private var tiles: [Tile] {
    let accepted = report.files.filter { $0.status == .accepted }.count
    let sent = report.messages.filter { $0.count.isSent }.reduce(0) { $0 + $1.number }
    let silent = report.messages.filter { !$0.count.isSent && !$0.count.isInvitation }.reduce(0) { $0 + $1.number }
    let rejected = report.files.reduce(0) { $0 + $1.rejectedRows }
    let unchanged = report.files.reduce(0) { $0 + $1.unchanged }
    return [
      Tile(
        label: "Files taken", value: "\(Figures.integer(accepted)) of \(Figures.integer(report.files.count))",
        isLead: true),
      Tile(
        label: "Messages out", value: Figures.integer(sent), note: "to customers, by all channels", isLead: true),
      Tile(
        label: "Nothing sent", value: Figures.integer(silent), note: "customers and currencies, each with its reason",
        isLead: true),
      Tile(label: "Rows accepted", value: Figures.integer(report.files.reduce(0) { $0 + $1.acceptedRows })),
      Tile(label: "Rows unchanged", value: Figures.integer(unchanged)),
      Tile(label: "Rows rejected", value: Figures.integer(rejected)),
      Tile(
        label: "Documents changed", value: Figures.integer(report.changes.reduce(0) { $0 + $1.number })),
    ]
  }

  private func measures(_ html: inout HTML) {
    guard !report.portfolio.isEmpty else { return }
    html.element("section", ["aria-labelledby": "measures"]) { html in
      html.element("h2", ["id": "measures"], text: "Portfolio measures")
      for measures in report.portfolio {
        html.element("div", ["class": "card"]) { html in
          html.element("h3", text: "\(night.name(measures.company)), \(measures.currency)")
          html.tiles(MeasureTiles.tiles(measures))
        }
      }
      html.element("p", text: AgingNotes.leftOut)
    }
  }

  private func warnings(_ html: inout HTML) {
    html.element("section", ["aria-labelledby": "warnings"]) { html in
      html.element("h2", ["id": "warnings"], text: "Warnings")
      guard !report.warnings.isEmpty else { return html.element("p", text: "None.") }
      html.element("div", ["class": "card"]) { html in
        let columns = [Column(title: "Code"), Column(title: "What"), Column(title: "Times", isNumber: true)]
        html.table("What a person should know", columns) { html in
          for warning in report.warnings {
            html.row { html in
              html.rowHead(warning.code, class: "keep")
              html.cell(warning.message)
              html.number(Figures.integer(warning.count))
            }
          }
        }
      }
    }
  }
}

extension Night {
  /// The company's name, or its id where tonight's configuration does not know it.
  func name(_ id: String) -> String { company(id)?.company.name ?? id }
}
