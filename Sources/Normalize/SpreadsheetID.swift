/// What a spreadsheet leaves where an id was: a formula, the mark of a text, an error of a formula, a column that was too narrow.
enum SpreadsheetID {
  /// As programs write them in the languages of exports.
  private static let errors: Set<String> = [
    "#NV", "#N/A", "#N/D", "#N/B", "#N/DISP", "#I/T", "#REF!", "#BEZUG!", "#RIF!", "#VERW!", "#¡REF!", "#VALUE!",
    "#WERT!", "#VALEUR!", "#VALORE!",
    "#WAARDE!", "#¡VALOR!", "#VALOR!", "#NAME?", "#NOM?", "#NOME?", "#NAAM?", "#¿NOMBRE?", "#NUM!", "#ZAHL!",
    "#NOMBRE!", "#GETAL!", "#¡NUM!",
    "#NULL!", "#NUL!", "#NULLO!", "#LEEG!", "#¡NULO!", "#DIV/0!", "#DEEL/0!", "#¡DIV/0!", "#SPILL!", "#CALC!",
    "#FIELD!", "#GETTING_DATA",
  ]

  static func fault(_ bytes: UnsafeRawBufferPointer, _ column: String) -> Fault? {
    let text = String(decoding: bytes, as: UTF8.self)
    switch text.first {
    case "#" where text.count > 1 && text.allSatisfy({ $0 == "#" }) || errors.contains(text.uppercased()):
      return Fault(
        column, "id-spreadsheet", "\(FieldText.quoted(bytes)) is what a spreadsheet shows where it has no id to show",
        "the id is lost: correct the table that the file was made of, or export again and do not save the file with a spreadsheet"
      )
    case "=":
      return Fault(
        column, "id-spreadsheet", "\(FieldText.quoted(bytes)) is an id in a formula for spreadsheets",
        "export it as plain text, or take the formula off in the mapping: \"steps\": [{ \"strip\": \"=\\\"\" }]")
    case "'" where isMarked(text.dropFirst()):
      return Fault(
        column, "id-spreadsheet", "\(FieldText.quoted(bytes)) has the apostrophe of a spreadsheet in front",
        "export it as plain text, or take it off in the mapping: \"steps\": [{ \"dropPrefix\": [\"'\"] }]")
    default: return nil
    }
  }

  /// A number behind an apostrophe: no name, such as `'t Hoekje`.
  private static func isMarked(_ rest: Substring) -> Bool {
    rest.contains { $0.isNumber } && rest.allSatisfy { $0.isASCII && !$0.isWhitespace && $0 != "'" }
  }
}
