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
  /// Names of details that no document has: for these none is looked through.
  private let absent: [Absent]

  private struct Absent: Sendable {
    let name: StaticString
    /// Its first eight bytes: they mostly tell.
    let start: UInt64
  }

  public convenience init(
    companies: [String], customers: TextArena, documents: TextArena, absent: [StaticString] = []
  ) {
    self.init(
      companies, customers: customers, documents: documents, keys: documents,
      absent: absent.map { Absent(name: $0, start: DocumentTexts.memory(of: $0).start) })
  }

  private init(
    _ companies: [String], customers: TextArena, documents: TextArena, keys: TextArena, absent: [Absent]
  ) {
    self.companies = companies
    self.customers = customers
    self.documents = documents
    self.keys = keys
    self.absent = absent
  }

  /// The same texts with keys that lie elsewhere, for documents whose rows say so.
  public func with(keys: TextArena) -> DocumentTexts {
    DocumentTexts(companies, customers: customers, documents: documents, keys: keys, absent: absent)
  }

  func mayHave(_ name: StaticString) -> Bool {
    let name = DocumentTexts.memory(of: name)
    return absent.withUnsafeBufferPointer { absent in
      !absent.contains { $0.start == name.start && DocumentTexts.memory(of: $0.name).elementsEqualFast(name) }
    }
  }

  private static func memory(of text: StaticString) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
  }
}

extension Book {
  /// What the documents of the book point into. While somebody holds it, adding a text to the book copies the arena: to be taken once the
  /// files are read.
  public var documentTexts: DocumentTexts {
    DocumentTexts(companies: companies, customers: customers.text, documents: documents.text)
  }

  /// The same for a walk over all documents, which asks each for the same details.
  public var documentTextsForAll: DocumentTexts {
    DocumentTexts(
      companies: companies, customers: customers.text, documents: documents.text,
      absent: documents.askedDetails.absent)
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
