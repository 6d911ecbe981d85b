/// The texts that documents point into: the arenas of a book, or of one document that was made by itself.
///
/// A night has a million documents, and each passes through a dozen hands. So a document is numbers and places of texts, all documents
/// of a book share one of these, and to hand a document on costs one reference count. A text becomes a `String` where somebody asks for
/// one; files are written from the bytes.
public final class DocumentTexts: Sendable {
  public let companies: [String]
  /// Ids of customers.
  @usableFromInline let customers: TextArena
  /// Details of documents.
  @usableFromInline let documents: TextArena
  /// Their keys: mostly in the same arena.
  @usableFromInline let keys: TextArena
  /// What names the details have.
  let shapes: DetailShapes

  public convenience init(companies: [String], customers: TextArena, documents: TextArena, shapes: DetailShapes) {
    self.init(companies, customers: customers, documents: documents, keys: documents, shapes: shapes)
  }

  private init(
    _ companies: [String], customers: TextArena, documents: TextArena, keys: TextArena, shapes: DetailShapes
  ) {
    self.companies = companies
    self.customers = customers
    self.documents = documents
    self.keys = keys
    self.shapes = shapes
  }

  /// The same texts with keys that lie elsewhere, for documents whose rows say so.
  public func with(keys: TextArena) -> DocumentTexts {
    DocumentTexts(companies, customers: customers, documents: documents, keys: keys, shapes: shapes)
  }

  /// Whether details are the same as JSON, byte for byte, as some of the same texts or of others.
  func areSame(_ own: PackedDetails, _ others: PackedDetails, of other: DocumentTexts) -> Bool {
    guard own.shape != DetailShapes.json, others.shape != DetailShapes.json else {
      return shapes.withJSON(own, in: documents) { json in
        other.shapes.withJSON(others, in: other.documents) { json.elementsEqualFast($0) }
      }
    }
    let haveSameNames =
      self === other
      ? own.shape == others.shape
      : shapes.withText(own.shape) { text in other.shapes.withText(others.shape) { text.elementsEqualFast($0) } }
    return haveSameNames && documents.equal(own.values, others.values, of: other.documents)
  }
}

extension Book {
  /// What the documents of the book point into. While somebody holds it, adding a text to the book copies the arena: to be taken once the
  /// files are read.
  public var documentTexts: DocumentTexts {
    DocumentTexts(
      companies: companies, customers: customers.text, documents: documents.text, shapes: documents.shapes)
  }

  /// The document of a row; a void one has a balance of zero.
  @inlinable
  public func document(at row: Int, _ texts: DocumentTexts) -> Document {
    document(documents.rows[row], texts)
  }

  @inlinable
  public func document(_ row: DocumentRow, _ texts: DocumentTexts) -> Document {
    var row = row
    row.customerText = customers.rows[Int(row.customer)].id
    if row.flags.contains(.void) { row.balance = 0 }
    return Document(row, texts)
  }
}
