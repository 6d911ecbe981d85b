import Ledger

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
      html.element("head") { head(&$0) }
      html.element("body") { html in
        header(&html)
        html.element("main") { body(&$0) }
        html.element("footer") { $0.element("p", text: footer) }
      }
    }
    return html.bytes
  }

  private func head(_ html: inout HTML) {
    html.empty("meta", ["charset": "utf-8"])
    html.empty(
      "meta",
      [
        "http-equiv": "Content-Security-Policy",
        "content":
          "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'",
      ])
    html.empty("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
    html.empty("meta", ["name": "color-scheme", "content": "light dark"])
    html.empty("meta", ["name": "referrer", "content": "no-referrer"])
    html.empty("meta", ["name": "robots", "content": "noindex, nofollow"])
    html.empty("link", ["rel": "icon", "href": "data:,"])
    html.element("title", text: title)
    html.element("style") { $0.markup(Page.style) }
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
