import Ledger

/// Which documents tonight's payments may be about: asked of every open document once, so that the stage is given thousands and not a
/// million.
public struct CashWishes: Sendable {
  private var keys = KeySet()
  /// The numbers that the texts of these keys end with: letters with one number behind them, as most ids are, have no key that ends with
  /// another, and so nearly none has its keys made.
  private var ends = KeySet()
  private var references = KeySet()
  /// Ids that rows of the applications feed name, byte by byte: of whoever the document is.
  private var told = KeySet()
  private var amounts = KeySet()
  /// Ids as payments and applications write them, by company: also looked for among documents that were closed before.
  public private(set) var ids: [String: Set<String>] = [:]

  public init(_ entries: [CashApplication.Entry]) {
    for entry in entries {
      let written = entry.receipt.writtenText
      add(entry.receipt, entry.explicit, written, PayerText(written))
    }
  }

  init(_ cases: [CashCase]) { for one in cases { add(one.receipt, one.explicit, one.writtenText, one.text) } }

  private mutating func add(_ receipt: Receipt, _ explicit: [Application], _ written: String, _ text: PayerText) {
    let payment = receipt.payment
    text.eachKey {
      keys.insert($0)
      ends.insert($1)
    }
    for reference in CreditorReference.all(in: written) {
      references.insert(IDKeys.whole(reference))
      want(CreditorReference.body(reference).drop { $0 == "0" })
    }
    for reference in QRReference.all(in: written) {
      references.insert(IDKeys.whole(reference))
      want(QRReference.body(reference))
    }
    if let reference = receipt.reference {
      references.insert(IDKeys.whole(reference))
      ids[payment.company, default: []].insert(reference)
    }
    for application in explicit {
      ids[payment.company, default: []].insert(application.documentID)
      told.insert(KeyHash(application.documentID.utf8).value)
    }
    for word in CashWishes.words(payment.details["remittance"] ?? "") {
      ids[payment.company, default: []].insert(word)
    }
    if receipt.left > 0 { amounts.insert(UInt64(bitPattern: receipt.left)) }
    if receipt.left < 0, payment.movement == .sent { amounts.insert(UInt64(bitPattern: receipt.left)) }
  }

  private mutating func want(_ text: Substring) {
    keys.insert(IDKeys.whole(text))
    ends.insert(IDKeys.end(of: text))
  }

  /// Words with a digit, as they stand: what may be the whole id of a document.
  public static func words(_ text: String) -> [String] {
    text.split(whereSeparator: { $0 == " " || $0 == "," || $0 == ";" || $0.isNewline }).prefix(40).map(String.init)
      .filter { word in word.utf8.count >= 3 && word.utf8.contains(where: Alphanumeric.isDigit) }
  }

  /// True where a payment may mean a document with this id.
  @inline(__always)
  public func wants(id: UnsafeRawBufferPointer) -> Bool {
    if !told.isEmpty, told.contains(KeyHash(id).value) { return true }
    if let end = IDKeys.end(ofPlain: id), !ends.contains(end) { return false }
    var isWanted = false
    IDKeys(id).each { key, _ in isWanted = isWanted || keys.contains(key) }
    return isWanted
  }

  func wants(id: String) -> Bool {
    var id = id
    return id.withUTF8 { wants(id: UnsafeRawBufferPointer($0)) }
  }

  /// False: no payment says anything, and references need not be looked at.
  public var wantsReferences: Bool { !references.isEmpty || !keys.isEmpty }
  /// True where a payment may mean a document that carries this reference.
  public func wants(reference: UnsafeRawBufferPointer) -> Bool {
    var hash = KeyHash()
    for byte in reference where Alphanumeric.isOne(byte) { hash.add(Alphanumeric.capital(byte)) }
    if references.contains(hash.value) { return true }
    if let end = IDKeys.end(ofPlain: reference), !ends.contains(end) { return false }
    var isWanted = false
    IDKeys(reference).each { key, likeness in isWanted = isWanted || likeness >= .folded && keys.contains(key) }
    return isWanted
  }

  /// True where a payment has exactly this amount.
  @inline(__always)
  public func wants(amount: Int64) -> Bool { amounts.contains(UInt64(bitPattern: amount)) }
}
