import Formats
import Ledger
import Pipeline

/// `run.json`. Amounts are strings with plain decimals, days and percentages numbers; what is not known is null.
struct RunJSON {
  let night: Night
  let report: RunReport

  func bytes() -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("version", 1)
      json.member("run", night.run)
      json.member("asOf", night.asOf.description)
      json.member("program", night.program)
      json.member("companies", array: { json in for company in night.companies { write(company, &json) } })
      json.member("files", array: { json in for file in report.files { write(file, &json) } })
      json.member("rows", object: { json in writeRows(&json) })
      json.member("proof", object: { json in writeProof(&json) })
      json.member("movements", array: { json in for movement in report.movements { write(movement, &json) } })
      json.member("controls", array: { json in for control in report.controls { write(control, &json) } })
      json.member("records", array: { json in for sum in report.records { write(sum, &json, hasBalance: false) } })
      json.member("changes", array: { json in for change in report.changes { write(change, &json) } })
      json.member("messages", array: { json in for message in report.messages { write(message, &json) } })
      json.member("portfolio", array: { json in for measures in report.portfolio { write(measures, &json) } })
      json.member("warnings", array: { json in for warning in report.warnings { write(warning, &json) } })
    }
    return json.bytes
  }

  private func write(_ company: CompanyNight, _ json: inout JSONWriter) {
    json.object { json in
      json.member("company", company.company.id)
      json.member("name", company.company.name)
      json.member("dataAsOf", optional: company.dataAsOf?.description)
      json.member("stale", optional: company.stale)
      json.member("live", company.isLive)
    }
  }

  private func write(_ file: RunReport.File, _ json: inout JSONWriter) {
    json.object { json in
      json.member("feed", file.feed)
      json.member("name", file.name)
      json.member("sha256", file.sha256)
      json.member("bytes", file.bytes)
      json.member("status", file.status.rawValue)
      json.member("rows", file.rows)
      json.member("accepted", file.acceptedRows)
      json.member("unchanged", file.unchanged)
      json.member("rejected", file.rejectedRows)
      json.member("skipped", file.skipped)
      json.member("leftOut", file.leftOut)
      json.member("code", ifPresent: file.code)
      json.member("message", ifPresent: file.message)
      json.member("help", ifPresent: file.help)
    }
  }

  private func writeRows(_ json: inout JSONWriter) {
    json.member("accepted", report.files.reduce(0) { $0 + $1.acceptedRows })
    json.member("unchanged", report.files.reduce(0) { $0 + $1.unchanged })
    json.member("rejected", report.files.reduce(0) { $0 + $1.rejectedRows })
  }

  /// Rows in = changed + unchanged + repeated + rejected; opening + movements = closing. A run that does not tie publishes nothing.
  private func writeProof(_ json: inout JSONWriter) {
    json.member(
      "rows",
      array: { json in
        for proof in report.rowProofs {
          json.object { json in
            json.member("feed", proof.feed)
            json.member("rows", proof.rows)
            json.member("changed", proof.changed)
            json.member("unchanged", proof.unchanged)
            json.member("repeated", proof.repeated)
            json.member("rejected", proof.rejected)
            json.member("ties", proof.ties)
          }
        }
      })
    json.member(
      "balances",
      array: { json in
        for movement in report.movements {
          json.object { json in
            json.member("company", movement.company)
            json.member("currency", movement.currency.code)
            json.member("opening", movement.opening, movement.currency)
            json.member("movements", movement.sum, movement.currency)
            json.member("closing", movement.closing, movement.currency)
            json.member("ties", movement.ties)
          }
        }
      })
    json.member("cash", array: { json in for proof in report.cash { write(proof, &json) } })
  }

  private func write(_ proof: RunReport.CashProof, _ json: inout JSONWriter) {
    let amounts = [
      ("amount", proof.amount), ("applied", proof.applied), ("unapplied", proof.unapplied),
      ("dealtWith", proof.dealtWith), ("beyond", proof.beyond),
    ]
    json.object { json in
      json.member("company", proof.company)
      json.member("currency", proof.currency.code)
      json.member("payments", proof.payments)
      for (name, amount) in amounts { json.member(name, amount, proof.currency) }
      json.member("ties", proof.ties)
    }
  }

  private func write(_ movement: RunReport.Movement, _ json: inout JSONWriter) {
    let amounts = [
      ("opening", movement.opening), ("new", movement.new), ("reopened", movement.reopened),
      ("changed", movement.changed), ("partPaid", movement.partPaid), ("paid", movement.paid),
      ("voided", movement.voided), ("closing", movement.closing),
    ]
    json.object { json in
      json.member("company", movement.company)
      json.member("currency", movement.currency.code)
      for (name, amount) in amounts { json.member(name, amount, movement.currency) }
    }
  }

  /// - Parameter hasBalance: false for payments and applications: whoever adds up what is open does not meet them.
  private func write(_ control: RunReport.Control, _ json: inout JSONWriter, hasBalance: Bool = true) {
    json.object { json in
      json.member("feed", control.feed)
      json.member("company", control.company)
      json.member("currency", control.currency.code)
      json.member("rows", control.rows)
      json.member("amount", control.amount, control.currency)
      if hasBalance { json.member("balance", control.balance, control.currency) }
      if let expected = control.expected { json.member("expected", expected, control.currency) }
    }
  }

  private func write(_ change: (company: String, kind: ChangeKind, number: Int), _ json: inout JSONWriter) {
    json.object { json in
      json.member("company", change.company)
      json.member("change", change.kind.rawValue)
      json.member("number", change.number)
    }
  }

  private func write(_ message: (count: RunReport.MessageCount, number: Int), _ json: inout JSONWriter) {
    json.object { json in
      json.member("company", message.count.company)
      json.member("channel", message.count.channel)
      json.member("kind", message.count.isInvitation ? "invitation" : "reminder")
      json.member("level", message.count.level)
      json.member("outcome", message.count.outcome)
      json.member("number", message.number)
    }
  }

  private func write(_ measures: PortfolioMeasures, _ json: inout JSONWriter) {
    json.object { json in
      json.member("company", measures.company)
      json.member("currency", measures.currency.code)
      json.member("receivables", measures.receivables, measures.currency)
      json.member("notPastDue", measures.notPastDue, measures.currency)
      json.member("sales", measures.sales, measures.currency)
      json.member("salesDays", measures.salesDays)
      json.member("dsoSimple", hundredths: measures.dsoSimple)
      json.member("dsoCountback", hundredths: measures.dsoCountback)
      json.member("countbackAtLeast", measures.countbackExhausted)
      json.member("dsoBestPossible", hundredths: measures.dsoBestPossible)
      json.member("averageDaysDelinquent", hundredths: measures.averageDaysDelinquent)
      json.member("collectionEffectiveness", hundredths: measures.collectionEffectiveness)
      json.member("salesKnownFrom", optional: measures.salesKnownFrom.map { "\($0)" })
    }
  }

  private func write(_ warning: RunReport.Warning, _ json: inout JSONWriter) {
    json.object { json in
      json.member("code", warning.code)
      json.member("message", warning.message)
      json.member("count", warning.count)
    }
  }
}

extension JSONWriter {
  fileprivate mutating func member(_ key: String, optional text: String?) {
    self.key(key)
    if let text { string(text) } else { null() }
  }

  fileprivate mutating func member(_ key: String, _ minorUnits: Int64, _ currency: Currency) {
    member(key, Money(minorUnits: minorUnits, currency: currency).decimal)
  }

  fileprivate mutating func member(_ key: String, hundredths value: Int?) {
    self.key(key)
    guard let value else { return null() }
    var bytes: [UInt8] = []
    Money.write(Int64(value), exponent: 2, to: &bytes)
    number(String(decoding: bytes, as: UTF8.self))
  }
}
