extension HTML {
  /// The head of every page we write: nothing is loaded from anywhere, no script runs, nothing is told to anybody, light and dark.
  mutating func head(title: String, style: StaticString) {
    element("head") { html in
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
      html.element("style") { $0.markup(style) }
    }
  }
}
