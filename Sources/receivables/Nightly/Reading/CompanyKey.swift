/// Something that has an id or a name within a company: a payment, a document, a payer.
struct CompanyKey: Hashable, Comparable {
  let company: String
  let id: String
  init(_ company: String, _ id: String) { (self.company, self.id) = (company, id) }

  static func < (a: CompanyKey, b: CompanyKey) -> Bool { (a.company, a.id) < (b.company, b.id) }
}
