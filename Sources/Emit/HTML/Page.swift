import Ledger
import Pipeline

extension Night {
  /// What stands before the title of every page of a rehearsal.
  var testMark: String { rehearsal == nil ? "" : "TEST: " }

  /// Whether a message counts for nothing and has to say so: of a rehearsal, or of a customer or company that is not live.
  func isTest(_ decision: UnitDecision) -> Bool { decision.isRehearsal || rehearsal != nil }
}

/// The frame that all HTML reports share: one self-contained file without script or remote content, for a screen of any width,
/// light or dark, and for paper.
struct Page {
  /// For the window title; the report's name and whose it is.
  var title: String
  /// The one h1, and the line under it.
  var heading: String
  var subtitle: String
  /// Labelled facts at the right of the head: as-of date, run.
  var facts: [(label: String, value: String)]
  /// Small print at the end.
  var footer: String

  func write(_ body: (inout HTML) -> Void) -> [UInt8] {
    var html = HTML()
    html.markup("<!DOCTYPE html>\n")
    html.element("html", ["lang": "en"]) { html in
      html.head(title: title, style: Page.style)
      html.element("body") { html in
        header(&html)
        html.element("main") { body(&$0) }
        html.element("footer") { $0.element("p", text: footer) }
      }
    }
    return html.bytes
  }

  private func header(_ html: inout HTML) {
    html.element("header") { html in
      html.element("div") { html in
        html.element("h1", text: heading)
        html.element("p", text: subtitle)
      }
      html.element("dl", ["class": "facts"]) { html in
        for fact in facts {
          html.element("div") { html in
            html.element("dt", text: fact.label)
            html.element("dd", text: fact.value)
          }
        }
      }
    }
  }
}
