import Formats
import Ledger
import Pipeline

// Words of a file that a proposed mapping has to know: states of documents, what the ERP says of its reminders, countries.
extension MappingDraft {
  /// Words for drafts and for what is void, where some word of the column is known at all; then any other is `[choice]`.
  mutating func readStatus() {
    guard let column = place("status"), let at = mapping.fields.firstIndex(where: { $0.name == "status" }) else {
      return
    }
    let words = Set(values(column)).sorted()
    guard !words.isEmpty else { return }
    let entries = words.compactMap { word in StatusWords.meaning(word).map { (word: word, meaning: $0) } }
    let unknown = MappingDraft.listed(words.filter { StatusWords.meaning($0) == nil })
    guard !entries.isEmpty else {
      leaveOpen("status")
      remarks.append(
        "`\(name(column))`: none of its words is known (\(unknown)), so drafts and void documents count as open")
      return
    }
    var rule = ColumnRule(from: [name(column)])
    rule.words = WordMap(entries, otherwise: nil)
    mapping.fields[at].value = .column(rule)
    remarks.append(
      "words of `\(name(column))` are known from the first rows only: \(MappingDraft.listed(entries.map(\.word)))")
    guard !unknown.isEmpty else { return }
    remarks.append(
      "say in the `map` of status what these mean, rows with them are rejected: \(unknown) (`draft`, `void`, or the word itself)"
    )
  }

  /// What the ERP says of its own reminders, and of how a customer pays.
  mutating func readDunning() {
    if let column = place("reminder_level") {
      let levels = values(column)
      if let other = levels.first(where: { Int($0) == nil }) {
        leaveOpen("reminder_level")
        remarks.append("`\(name(column))` has no plain numbers (\(other)): say in a `map` which level it is")
      }
    }
    for field in ["last_reminded_on", "reminder_block_until", "discount_date"] {
      guard let column = place(field),
        let other = values(column).first(where: { !$0.contains(where: \.isNumber) || $0.contains("%") })
      else { continue }
      leaveOpen(field)
      remarks.append("`\(name(column))` has no dates (\(other)): it is not taken for \(field)")
    }
    if let until = place("reminder_block_until"), place("reminder_block") == nil,
      mapping["reminder_block_until"]?.from.isEmpty == false,
      let at = mapping.fields.firstIndex(where: { $0.name == "reminder_block" })
    {
      // A day alone says that there is a block.
      mapping.fields[at].value = .choose(
        [RowTest([name(until)], .isEmpty(false))], then: .constant(name(until)), otherwise: nil)
    }
    if let column = place("reminder_block"), !values(column).isEmpty {
      remarks.append(
        "`\(name(column))`: whatever is no word for no is a block: \(MappingDraft.listed(Set(values(column)).sorted()))"
      )
    }
    if let column = place("payment_method"), mapping["payment_method"] != nil, !values(column).isEmpty {
      remarks.append(
        "`\(name(column))`: who pays by direct debit or card is not reminded; a code of the ERP has to be said in a `map`: "
          + MappingDraft.listed(Set(values(column)).sorted()))
    }
  }

  /// Names of countries, by the words that presets have. A code of two letters needs none.
  mutating func readCountries() {
    guard let column = place("country"), let at = mapping.fields.firstIndex(where: { $0.name == "country" }) else {
      return
    }
    let words = Set(values(column)).sorted()
    guard words.contains(where: { $0.utf8.count != 2 || !$0.allSatisfy { ("A"..."Z").contains($0) } }) else { return }
    mapping.fields[at].value = Countries.value(of: name(column))
    let unknown = words.filter { !Countries.isKnown($0) }
    remarks.append(
      "countries of `\(name(column))` are known by name; one that is not known is left empty"
        + (unknown.isEmpty ? "" : ": \(MappingDraft.listed(unknown))"))
  }

  static func listed(_ words: [String]) -> String {
    words.prefix(8).joined(separator: ", ") + (words.count > 8 ? ", ..." : "")
  }
}

/// Words of exports for the state of a document, folded as names of columns are.
enum StatusWords {
  private static let draft = words(
    "draft|in draft|parked|entwurf|in entwurf|geparkt|vorerfasst|brouillon|bozza|in bozza|borrador|en borrador|concept")
  private static let void = words(
    "void|voided|cancelled|canceled|deleted|reversed|storniert|storno|annulliert|geloscht|annule|annulee|supprime|supprimee|annullato|annullata|"
      + "stornato|stornata|anulado|anulada|cancelado|cancelada|geannuleerd|verwijderd")
  private static let open = words(
    "open|opened|posted|sent|issued|approved|authorised|authorized|submitted|final|due|not due|overdue|unpaid|paid|partially paid|partly paid|partial|"
      + "offen|gebucht|versendet|verschickt|freigegeben|fallig|uberfallig|gemahnt|unbezahlt|bezahlt|teilbezahlt|teilweise bezahlt|ouvert|"
      + "ouverte|emis|emise|envoye|envoyee|valide|validee|comptabilise|comptabilisee|en retard|impaye|impayee|paye|payee|"
      + "partiellement paye|partiellement payee|aperto|aperta|emesso|emessa|inviato|inviata|confermato|confermata|scaduto|scaduta|pagato|"
      + "pagata|parzialmente pagato|parzialmente pagata|abierto|abierta|emitido|emitida|enviado|enviada|contabilizado|contabilizada|"
      + "vencido|vencida|pagado|pagada|parcialmente pagado|parcialmente pagada|openstaand|verzonden|geboekt|vervallen|betaald|"
      + "deels betaald|gedeeltelijk betaald")

  /// `draft`, `void`, or the word itself where the document counts as it is; nil where it is not known.
  static func meaning(_ word: String) -> String? {
    let folded = HeaderLexicon.fold(word)
    if draft.contains(folded) { return "draft" }
    if void.contains(folded) { return "void" }
    return open.contains(folded) ? word : nil
  }

  private static func words(_ list: String) -> Set<String> { Set(list.split(separator: "|").map { String($0) }) }
}
