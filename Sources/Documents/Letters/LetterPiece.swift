/// What a company prints around its letters: it is written into a print file once and shared by all pages.
public struct CompanyStationery: Hashable, Sendable {
  /// The sender's name, large, and at most two lines below it: what it does, its web address.
  public var letterhead: [String]
  /// Name, street and place of the sender, for mail that cannot be delivered.
  public var returnAddress: [String]
  /// Columns of small lines at the bottom of each page: company, bank, contact.
  public var footer: [[String]]
  /// A word on every page, such as TEST or COPY; nil for real mail.
  public var mark: String?

  public init(letterhead: [String], returnAddress: [String], footer: [[String]], mark: String? = nil) {
    self.letterhead = letterhead
    self.returnAddress = returnAddress
    self.footer = footer
    self.mark = mark
  }
}

/// The words of a page number in the customer's language: "Page {page} of {pages}".
public struct PageLabel: Equatable, Sendable {
  public var pattern: String

  public init(_ pattern: String) { self.pattern = pattern }

  func text(page: Int, of pages: Int) -> String {
    var out = ""
    var rest = pattern[...]
    // By bytes: a brace begins no character of several code points that means something here.
    while let open = rest.utf8.firstIndex(of: UInt8(ascii: "{")) {
      out += rest[..<open]
      rest = rest[open...]
      if rest.utf8.starts(with: "{page}".utf8) {
        out += String(page)
        rest = rest[rest.utf8.index(open, offsetBy: 6)...]
      } else if rest.utf8.starts(with: "{pages}".utf8) {
        out += String(pages)
        rest = rest[rest.utf8.index(open, offsetBy: 7)...]
      } else {
        out.append(rest.removeFirst())
      }
    }
    return out + rest
  }
}

/// One letter to one customer, with final texts in the customer's language.
public struct LetterPiece: Equatable, Sendable {
  public var stationery: CompanyStationery
  /// The recipient, at most six lines, the country last. Empty lines are left out.
  public var addressLines: [String]
  public var infoBlock: [KeyValue]
  public var subject: String
  public var blocks: [Block]
  /// Left out where it would cost a page.
  public var paymentCode: PaymentCode?
  public var pageLabel: PageLabel
  /// A small line at the top of following pages; nil repeats the subject.
  public var continuationLine: String?

  public init(
    stationery: CompanyStationery, addressLines: [String], infoBlock: [KeyValue] = [], subject: String, blocks: [Block],
    paymentCode: PaymentCode? = nil, pageLabel: PageLabel, continuationLine: String? = nil
  ) {
    self.stationery = stationery
    self.addressLines = addressLines
    self.infoBlock = infoBlock
    self.subject = subject
    self.blocks = blocks
    self.paymentCode = paymentCode
    self.pageLabel = pageLabel
    self.continuationLine = continuationLine
  }
}
