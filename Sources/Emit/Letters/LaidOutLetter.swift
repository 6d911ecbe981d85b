import Documents
import Ledger
import Pipeline

/// A letter that is ready for its print file: on whose paper, to which address, in which pages.
struct LaidOutLetter {
  var paper: CompanyPaper
  var address: PostalAddress
  var kind: MailSetting.Kind
  var piece: LaidOutPiece

  init(_ letter: ReminderLetter, fonts: Fonts) throws(MessageProblem) {
    paper = letter.paper
    address = letter.address
    kind = letter.kind
    do throws(DocumentProblem) {
      piece = try LaidOutPiece(letter.piece, profile: paper.profile, fonts: fonts)
    } catch { throw .document(error) }
  }

  /// The same letter as it was made elsewhere. Nil: these are not its bytes.
  init?(
    from parcel: inout Parcel.Reader, kind: MailSetting.Kind, paper: CompanyPaper, stationery: CompanyStationery
  ) {
    guard let address = PostalAddress(from: &parcel),
      let piece = LaidOutPiece(drafts: &parcel, stationery: stationery, profile: paper.profile)
    else { return nil }
    (self.paper, self.address, self.kind, self.piece) = (paper, address, kind, piece)
  }

  func put(into parcel: inout Parcel) {
    address.put(into: &parcel)
    piece.draft(into: &parcel)
  }
}

extension PostalAddress {
  fileprivate init?(from parcel: inout Parcel.Reader) {
    guard let count = parcel.integer(), count >= 0 else { return nil }
    var lines: [String] = []
    for _ in 0..<count {
      guard let line = parcel.string() else { return nil }
      lines.append(line)
    }
    guard let postalCode = parcel.optionalString(), let country = parcel.string() else { return nil }
    (self.lines, self.postalCode, self.country) = (lines, postalCode, country)
  }

  fileprivate func put(into parcel: inout Parcel) {
    parcel.put(lines.count)
    for line in lines { parcel.put(line) }
    parcel.put(postalCode)
    parcel.put(country)
  }
}
