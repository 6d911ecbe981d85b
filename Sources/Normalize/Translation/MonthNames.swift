/// Names of the months in English, German, French, Spanish, Italian and Dutch, in full and cut short.
enum MonthNames {
  /// 1 to 12; nil for any other word. Capital letters do not count.
  static func month(_ name: UnsafeRawBufferPointer) -> Int? {
    guard name.count >= 3, name.count <= 12 else { return nil }
    let word = String(decoding: name, as: UTF8.self).lowercased()
    return words.firstIndex { $0.contains(word) }.map { $0 + 1 }
  }

  /// One list per month.
  private static let words: [[String]] = [
    ["january", "jan", "januar", "jänner", "janvier", "janv", "enero", "ene", "gennaio", "gen", "januari"],
    ["february", "feb", "februar", "février", "févr", "fév", "fevrier", "febrero", "febbraio", "februari"],
    ["march", "mar", "märz", "mär", "mrz", "maerz", "mars", "marzo", "maart", "mrt"],
    ["april", "apr", "avril", "avr", "abril", "abr", "aprile"],
    ["may", "mai", "mayo", "maggio", "mag", "mei"],
    ["june", "jun", "juni", "juin", "junio", "giugno", "giu"],
    ["july", "jul", "juli", "juillet", "juil", "julio", "luglio", "lug"],
    ["august", "aug", "août", "aout", "agosto", "ago", "augustus"],
    ["september", "sep", "sept", "septembre", "septiembre", "setiembre", "settembre", "set"],
    ["october", "oct", "oktober", "okt", "octobre", "octubre", "ottobre", "ott"],
    ["november", "nov", "novembre", "noviembre"],
    ["december", "dec", "dezember", "dez", "décembre", "déc", "decembre", "diciembre", "dic", "dicembre"],
  ]
}
