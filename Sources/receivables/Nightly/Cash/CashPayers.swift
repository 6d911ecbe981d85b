import Cash
import Ledger
import Store

/// Who has paid: as the payment says, by its account, by its name.
struct CashPayers {
  private let state: State
  private let book: Book

  init(_ state: State, _ book: Book) { (self.state, self.book) = (state, book) }

  /// The payer of each; nil where nothing says who paid.
  func find(_ entries: [CashApplication.Entry]) throws -> [CashPayer?] {
    let named = customersNamed(entries)
    return try entries.indices.map { at in
      let payment = entries[at].receipt.payment
      guard payment.customerID.isEmpty else { return CashPayer.find(payment, accounts: [], names: []) }
      let account = payment.details["payer_account"] ?? ""
      let name = PayerName.key(payment.details["payer_name"] ?? "")
      let accounts =
        account.isEmpty ? [] : try state.cash.customers(company: payment.company, .account, account)
      var names = name.isEmpty ? [] : try state.cash.customers(company: payment.company, .name, name)
      if names.isEmpty { names = named[CompanyKey(payment.company, name)] ?? [] }
      return CashPayer.find(payment, accounts: accounts, names: names)
    }
  }

  /// Customers that are called as one of these unknown payers, by company and name.
  private func customersNamed(_ entries: [CashApplication.Entry]) -> [CompanyKey: [String]] {
    var wanted: Set<String> = []
    for at in entries.indices where entries[at].receipt.payment.customerID.isEmpty {
      let name = PayerName.key(entries[at].receipt.payment.details["payer_name"] ?? "")
      if !name.isEmpty { wanted.insert(name) }
    }
    guard !wanted.isEmpty else { return [:] }
    var found: [CompanyKey: [Int]] = [:]
    for (at, row) in book.customers.rows.enumerated() {
      let name = PayerName.key(book.customers.text.string(row.name))
      guard wanted.contains(name) else { continue }
      found[CompanyKey(book.companies[Int(row.company)], name), default: []].append(at)
    }
    return withoutFormer(found).mapValues { $0.map(book.customers.id) }
  }

  /// A customer whom the ERP has set inactive, and who owes nothing, does not make the name of another doubtful: ERPs set duplicates inactive.
  private func withoutFormer(_ named: [CompanyKey: [Int]]) -> [CompanyKey: [Int]] {
    var former = Set(named.values.lazy.filter { $0.count > 1 }.joined().filter { book.customer($0).isInactive })
    guard !former.isEmpty else { return named }
    for document in book.documents.rows where document.balance != 0 { former.remove(Int(document.customer)) }
    return named.mapValues { rows in
      let present = rows.filter { !former.contains($0) }
      return present.isEmpty ? rows : present
    }
  }
}
