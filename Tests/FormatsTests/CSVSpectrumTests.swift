import Formats
import Testing

/// The twelve situations of csv-spectrum (max-mapper, BSD-2) in texts of our own: what every reader of CSV has to agree on.
@Suite("CSV: the twelve situations of csv-spectrum")
struct CSVSpectrumTests {
  static let table: [CSVRow] = [
    CSVRow(
      what: "comma_in_quotes", input: "id,address,zip\n7,\"Mainz, DE\",08123\n", rows: [["7", "Mainz, DE", "08123"]]),
    CSVRow(what: "empty", input: "a,b,c\n1,\"\",\"\"\n2,3,4\n", rows: [["1", "", ""], ["2", "3", "4"]]),
    CSVRow(what: "empty_crlf", input: "a,b,c\r\n1,\"\",\"\"\r\n2,3,4\r\n", rows: [["1", "", ""], ["2", "3", "4"]]),
    CSVRow(
      what: "escaped_quotes", input: "a,b\n1,\"so \"\"they\"\" say\"\n3,4\n",
      rows: [["1", "so \"they\" say"], ["3", "4"]]),
    CSVRow(what: "json", input: "k,v\n1,\"{\"\"due\"\": [10.5, 2]}\"\n", rows: [["1", "{\"due\": [10.5, 2]}"]]),
    CSVRow(
      what: "location_coordinates", input: "phone,at,city\n0123,50\u{FFFD}0'37.8\"N 8\u{FFFD}16'17.9\"E,Mainz\n",
      rows: [["0123", "50\u{FFFD}0'37.8\"N 8\u{FFFD}16'17.9\"E", "Mainz"]]),
    CSVRow(
      what: "newlines", input: "a,b\n1,2\n\"first \nsecond\",5\n7,8\n",
      rows: [["1", "2"], ["first \nsecond", "5"], ["7", "8"]]),
    CSVRow(
      what: "newlines_crlf", input: "a,b\r\n1,2\r\n\"first \r\nsecond\",5\r\n7,8\r\n",
      rows: [["1", "2"], ["first \r\nsecond", "5"], ["7", "8"]]),
    CSVRow(
      what: "quotes_and_newlines", input: "a,b\n1,\"one \n\"\"two\"\" \nthree\"\n3,4\n",
      rows: [["1", "one \n\"two\" \nthree"], ["3", "4"]]),
    CSVRow(what: "simple", input: "a,b,c\n1,2,3\n", rows: [["1", "2", "3"]]),
    CSVRow(what: "simple_crlf", input: "a,b,c\r\n1,2,3\r\n", rows: [["1", "2", "3"]]),
    CSVRow(what: "utf8", input: "a,b,c\n1,2,3\n4,5,ʤ\n", rows: [["1", "2", "3"], ["4", "5", "ʤ"]]),
  ]

  @Test("both readers give the same", arguments: table)
  func spectrum(_ row: CSVRow) {
    let bytes = Array(row.input.utf8)
    for result in [
      read(bytes, with: CSVReader(file: "f")), read(bytes, with: SheetReader(SheetShape(), file: "f")),
    ] {
      #expect(result.fields == row.rows)
      #expect(result.refusal == nil)
      #expect(result.records.flatMap(\.problems).isEmpty)
    }
  }
}
