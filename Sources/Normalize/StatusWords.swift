/// What the status of a document says, in the words of exports in English, German, French, Spanish, Italian and Dutch.
struct StatusWords {
  enum Meaning { case open, void, draft, unknown }

  private var last: [UInt8] = []
  private var meaning = Meaning.open

  /// Most rows of a file have the word of the row before.
  @inline(__always)
  mutating func meaning(of text: UnsafeRawBufferPointer) -> Meaning {
    if text.isEmpty { return .open }
    if text.count == last.count, last.withUnsafeBytes({ text.elementsEqual($0) }) { return meaning }
    return look(text)
  }

  @inline(never)
  private mutating func look(_ text: UnsafeRawBufferPointer) -> Meaning {
    last = Array(text)
    let word = String(decoding: text, as: UTF8.self).lowercased()
    meaning =
      StatusWords.void.contains(word)
      ? .void : StatusWords.draft.contains(word) ? .draft : StatusWords.open.contains(word) ? .open : .unknown
    return meaning
  }

  private static let void: Set<String> = [
    "void", "voided", "cancelled", "canceled", "deleted", "reversed", "storniert", "storno", "annulliert", "gelöscht",
    "annulé", "annulée", "supprimé", "supprimée", "anulado", "anulada", "cancelado", "cancelada", "eliminado",
    "eliminada",
    "annullato", "annullata", "stornato", "stornata", "cancellato", "cancellata", "geannuleerd", "verwijderd",
  ]
  private static let draft: Set<String> = [
    "draft", "entwurf", "brouillon", "borrador", "bozza", "concept", "kladde",
  ]
  private static let open: Set<String> = [
    "open", "unpaid", "paid", "partial", "partially paid", "partly paid", "overdue", "due", "outstanding", "sent",
    "issued",
    "posted", "approved", "authorised", "authorized", "active", "closed", "final", "finalised", "finalized", "new",
    "late",
    "offen", "unbezahlt", "bezahlt", "teilbezahlt", "teilweise bezahlt", "überfällig", "fällig", "gesendet",
    "versendet",
    "versandt", "gebucht", "ouvert", "ouverte", "impayé", "impayée", "payé", "payée", "partiellement payé",
    "partiellement payée", "en retard", "envoyé", "envoyée", "comptabilisé", "comptabilisée", "abierto", "abierta",
    "pendiente", "pagado", "pagada", "vencido", "vencida", "enviado", "enviada", "aperto", "aperta", "pagato", "pagata",
    "scaduto", "scaduta", "inviato", "inviata", "openstaand", "betaald", "verlopen", "verzonden",
  ]
}
