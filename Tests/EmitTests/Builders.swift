import Ledger
import Pipeline

@testable import Emit

/// A run's folder in memory.
final class MemorySink: ArtefactSink {
  private(set) var files: [(path: String, bytes: [UInt8], rows: Int?, isClosed: Bool)] = []

  func create(_ path: String) throws -> ArtefactFile {
    precondition(!files.contains { $0.path == path }, "\(path) is written twice")
    files.append((path, [], nil, false))
    return ArtefactFile(number: files.count - 1)
  }

  func write(_ bytes: UnsafeRawBufferPointer, to file: ArtefactFile) throws {
    files[file.number].bytes.append(contentsOf: bytes)
  }

  func close(_ file: ArtefactFile, rows: Int?) throws {
    files[file.number].rows = rows
    files[file.number].isClosed = true
  }

  subscript(path: String) -> String {
    guard let file = files.first(where: { $0.path == path && $0.isClosed }) else { return "no file \(path)" }
    return String(decoding: file.bytes, as: UTF8.self)
  }

  func rows(_ path: String) -> Int? { files.first { $0.path == path }?.rows }
}

let eur = Currency("EUR")!
let usd = Currency("USD")!
let jpy = Currency("JPY")!

func day(_ text: String) -> CalendarDate { CalendarDate(text)! }

let asOf = day("2026-11-21")

/// A night of one company, `ACME`, or of those given.
func night(_ companies: [CompanyNight] = [companyNight("ACME", "Acme Ltd")]) -> Night {
  Night(
    run: "2026-11-21-0001", asOf: asOf, clock: 1_795_226_400, utcOffset: 3600, program: "receivables 0.1.0",
    companies: companies)
}

func companyNight(_ id: String, _ name: String, dataAsOf: CalendarDate? = nil, stale: String? = nil) -> CompanyNight {
  var company = Company()
  company.id = id
  company.name = name
  return CompanyNight(company: company, dataAsOf: dataAsOf, stale: stale)
}

func customer(_ id: String, _ name: String, company: String = "ACME", _ details: KeyValuePairs<String, String> = [:])
  -> Customer
{
  Customer(company: company, id: id, name: name, details: Details(details))
}

/// An open item, due so many days before the as-of date (negative: after it).
func item(
  _ id: String, _ balance: Int64, late: Int, of customer: String = "C1", company: String = "ACME",
  currency: Currency = eur, kind: DocumentKind? = nil, instalment: String = "", level: Int = 0,
  details: KeyValuePairs<String, String> = [:]
) -> AccountItem {
  let due = asOf.adding(days: -late)
  var memory = ItemMemory()
  memory.level = level
  let document = Document(
    company: company, customerID: customer, id: id, instalment: instalment,
    kind: kind ?? (balance < 0 ? .creditNote : .invoice), documentDate: due.adding(days: -30), dueDate: due,
    currency: currency, amount: balance, balance: balance, details: Details(details))
  return AccountItem(document: document, dueDate: balance < 0 ? nil : due, memory: memory)
}

func account(_ customer: Customer, _ items: [AccountItem], score: CustomerScore? = nil) -> CustomerAccount {
  CustomerAccount(customer: customer, items: items, billed: items, score: score)
}
