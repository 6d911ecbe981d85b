/// The parts of a camt message that begin and end.
enum CamtUnit: Int {
  case statement, balance, entry, details, transaction
  /// All charges of an entry or transaction, and one of them.
  case charges, charge
  /// One structured remittance of a transaction.
  case structured
  /// One adjustment of it.
  case adjustment
}

/// The values of a camt message that mean something to receivables.
enum CamtLeaf: Int {
  // of a statement
  case statementID, accountIBAN, accountOther, accountCurrency
  case balanceCode, balanceAmount, balanceCurrency, balanceSign
  case totalCount, totalSum, totalNet, totalNetSign, creditCount, creditSum, debitCount, debitSum
  // of an entry
  case entryAmount, entryCurrency, entrySign, entryReversal, entryStatus, entryBooked, entryValue, entryServiceRef
  case entryRef, entryDomain, entryFamily, entrySubFamily, entryProprietary, entryInformation
  // of the transactions of an entry
  case batchCount, batchTotal, batchCurrency
  // of a transaction
  case amount, amountCurrency, transactionAmount, transactionCurrency, counterAmount, counterCurrency, sign
  case endToEndID, transactionID, serviceRef, domain, family, subFamily, proprietary, information
  case debtorName, debtorAccount, ultimateDebtor, creditorName, creditorAccount, ultimateCreditor
  case unstructured, creditorReference, documentNumber, additionalRemittance, remittedAmount
  case discountApplied, creditNoteAmount, adjustment, adjustmentSign, adjustmentReason
  /// Where one adjustment ends; holds no text of the file.
  case adjustmentEnd
  /// Where one structured remittance ends; holds no text of the file.
  case structuredEnd
  case returnCode, returnProprietary, returnInformation
  // of charges
  case chargeAmount, chargeCurrency, chargeSign, chargeTotal
}

extension XMLPaths {
  /// camt.052, camt.053 and camt.054 in the versions 2 to 12: names that changed stand beside each other.
  static let camt: XMLPaths = {
    var paths = XMLPaths()
    for (message, statement) in [
      ("BkToCstmrStmt", "Stmt"), ("BkToCstmrAcctRpt", "Rpt"), ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
    ] {
      let base = "Document/\(message)/\(statement)"
      paths.unit(base, CamtUnit.statement)
      paths.addStatement(base)
      paths.addEntry(base + "/Ntry")
      paths.addTransaction(base + "/Ntry/NtryDtls/TxDtls")
    }
    return paths
  }()

  private mutating func add(_ base: String, _ leaves: [(String, CamtLeaf)]) {
    for (path, leaf) in leaves { self.leaf(base + "/" + path, leaf) }
  }

  private mutating func addStatement(_ base: String) {
    unit(base + "/Bal", CamtUnit.balance)
    add(
      base,
      [
        ("Id", .statementID), ("Acct/Id/IBAN", .accountIBAN), ("Acct/Id/Othr/Id", .accountOther),
        ("Acct/Id/PrtryAcct/Id", .accountOther), ("Acct/Ccy", .accountCurrency),
        ("Bal/Tp/CdOrPrtry/Cd", .balanceCode), ("Bal/Amt", .balanceAmount), ("Bal/Amt@Ccy", .balanceCurrency),
        ("Bal/CdtDbtInd", .balanceSign),
        ("TxsSummry/TtlNtries/NbOfNtries", .totalCount), ("TxsSummry/TtlNtries/Sum", .totalSum),
        ("TxsSummry/TtlNtries/TtlNetNtryAmt", .totalNet), ("TxsSummry/TtlNtries/CdtDbtInd", .totalNetSign),
        ("TxsSummry/TtlNtries/TtlNetNtry/Amt", .totalNet), ("TxsSummry/TtlNtries/TtlNetNtry/CdtDbtInd", .totalNetSign),
        ("TxsSummry/TtlCdtNtries/NbOfNtries", .creditCount), ("TxsSummry/TtlCdtNtries/Sum", .creditSum),
        ("TxsSummry/TtlDbtNtries/NbOfNtries", .debitCount), ("TxsSummry/TtlDbtNtries/Sum", .debitSum),
      ])
  }

  private mutating func addEntry(_ base: String) {
    unit(base, CamtUnit.entry)
    unit(base + "/NtryDtls", CamtUnit.details)
    add(
      base,
      [
        ("Amt", .entryAmount), ("Amt@Ccy", .entryCurrency), ("CdtDbtInd", .entrySign), ("RvslInd", .entryReversal),
        ("Sts", .entryStatus), ("Sts/Cd", .entryStatus), ("BookgDt/Dt", .entryBooked), ("BookgDt/DtTm", .entryBooked),
        ("ValDt/Dt", .entryValue), ("ValDt/DtTm", .entryValue), ("AcctSvcrRef", .entryServiceRef),
        ("NtryRef", .entryRef), ("BkTxCd/Domn/Cd", .entryDomain), ("BkTxCd/Domn/Fmly/Cd", .entryFamily),
        ("BkTxCd/Domn/Fmly/SubFmlyCd", .entrySubFamily), ("BkTxCd/Prtry/Cd", .entryProprietary),
        ("AddtlNtryInf", .entryInformation), ("NtryDtls/Btch/NbOfTxs", .batchCount),
        ("NtryDtls/Btch/TtlAmt", .batchTotal), ("NtryDtls/Btch/TtlAmt@Ccy", .batchCurrency),
      ])
    addCharges(base)
  }

  private mutating func addTransaction(_ base: String) {
    unit(base, CamtUnit.transaction)
    unit(base + "/RmtInf/Strd", CamtUnit.structured)
    unit(base + "/RmtInf/Strd/RfrdDocAmt/AdjstmntAmtAndRsn", CamtUnit.adjustment)
    add(
      base,
      [
        ("Amt", .amount), ("Amt@Ccy", .amountCurrency), ("AmtDtls/TxAmt/Amt", .transactionAmount),
        ("AmtDtls/TxAmt/Amt@Ccy", .transactionCurrency), ("AmtDtls/CntrValAmt/Amt", .counterAmount),
        ("AmtDtls/CntrValAmt/Amt@Ccy", .counterCurrency), ("CdtDbtInd", .sign),
        ("Refs/EndToEndId", .endToEndID), ("Refs/TxId", .transactionID), ("Refs/AcctSvcrRef", .serviceRef),
        ("BkTxCd/Domn/Cd", .domain), ("BkTxCd/Domn/Fmly/Cd", .family), ("BkTxCd/Domn/Fmly/SubFmlyCd", .subFamily),
        ("BkTxCd/Prtry/Cd", .proprietary), ("AddtlTxInf", .information),
        ("RmtInf/Ustrd", .unstructured), ("RmtInf/Strd/CdtrRefInf/Ref", .creditorReference),
        ("RmtInf/Strd/RfrdDocInf/Nb", .documentNumber), ("RmtInf/Strd/AddtlRmtInf", .additionalRemittance),
        ("RmtInf/Strd/CdtrRefInf/CdtrRef", .creditorReference), ("RmtInf/Strd/RfrdDocInf/RfrdDocNb", .documentNumber),
        ("RmtInf/Strd/RfrdDocAmt/RmtdAmt", .remittedAmount),
        ("RmtInf/Strd/RfrdDocAmt/DscntApldAmt", .discountApplied),
        ("RmtInf/Strd/RfrdDocAmt/DscntApldAmt/Amt", .discountApplied),
        ("RmtInf/Strd/RfrdDocAmt/CdtNoteAmt", .creditNoteAmount),
        ("RmtInf/Strd/RfrdDocAmt/AdjstmntAmtAndRsn/Amt", .adjustment),
        ("RmtInf/Strd/RfrdDocAmt/AdjstmntAmtAndRsn/CdtDbtInd", .adjustmentSign),
        ("RmtInf/Strd/RfrdDocAmt/AdjstmntAmtAndRsn/Rsn", .adjustmentReason),
        ("RmtInf/Strd/RfrdDocAmt/AdjstmntAmtAndRsn/AddtlInf", .adjustmentReason),
        ("RtrInf/Rsn/Cd", .returnCode), ("RtrInf/RtrRsn/Cd", .returnCode), ("RtrInf/Rsn/Prtry", .returnProprietary),
        ("RtrInf/RtrRsn/Prtry", .returnProprietary), ("RtrInf/AddtlInf", .returnInformation),
      ])
    for (party, name) in [
      ("Dbtr", CamtLeaf.debtorName), ("UltmtDbtr", .ultimateDebtor), ("Cdtr", .creditorName),
      ("UltmtCdtr", .ultimateCreditor),
    ] {
      add(base, [("RltdPties/\(party)/Nm", name), ("RltdPties/\(party)/Pty/Nm", name)])
    }
    for (party, account) in [("DbtrAcct", CamtLeaf.debtorAccount), ("CdtrAcct", .creditorAccount)] {
      add(base, [("RltdPties/\(party)/Id/IBAN", account), ("RltdPties/\(party)/Id/Othr/Id", account)])
    }
    addCharges(base)
  }

  private mutating func addCharges(_ base: String) {
    unit(base + "/Chrgs", CamtUnit.charges)
    unit(base + "/Chrgs/Rcrd", CamtUnit.charge)
    for one in ["Chrgs", "Chrgs/Rcrd"] {
      add(
        base + "/" + one,
        [("Amt", .chargeAmount), ("Amt@Ccy", .chargeCurrency), ("CdtDbtInd", .chargeSign)])
    }
    add(base, [("Chrgs/TtlChrgsAndTaxAmt", .chargeTotal)])
  }
}

/// The values of a statement, entry or transaction while they come in.
struct CamtValues {
  private var values: [(leaf: CamtLeaf, text: String)] = []
  var count: Int { values.count }

  mutating func add(_ leaf: CamtLeaf, _ text: String) { if !text.isEmpty { values.append((leaf, text)) } }

  /// The first that is not empty.
  subscript(leaf: CamtLeaf) -> String { values.first { $0.leaf == leaf }?.text ?? "" }

  func all(_ leaf: CamtLeaf) -> [String] { values.filter { $0.leaf == leaf }.map(\.text) }

  /// Where a part ends.
  mutating func end(_ leaf: CamtLeaf) { values.append((leaf, "")) }

  private static let words: [CamtLeaf] = [
    .unstructured, .creditorReference, .documentNumber, .additionalRemittance, .remittedAmount, .structuredEnd,
    .information, .discountApplied, .creditNoteAmount, .adjustment, .adjustmentSign, .adjustmentReason, .adjustmentEnd,
  ]
  /// So many values say who has paid what; a batch may have a hundred thousand transactions.
  private static let most = 1000

  /// Becomes what it has in common with another transaction's, and the words of both.
  mutating func join(_ other: CamtValues) {
    values.removeAll { !CamtValues.words.contains($0.leaf) && other[$0.leaf] != $0.text }
    guard values.count < CamtValues.most else { return }
    values += other.values.filter { CamtValues.words.contains($0.leaf) }
  }

  /// The structured remittances, each with its own values.
  var structured: [CamtValues] { parts(endedBy: .structuredEnd) }

  func parts(endedBy leaf: CamtLeaf) -> [CamtValues] {
    values.split(omittingEmptySubsequences: false) { $0.leaf == leaf }.dropLast().map {
      var one = CamtValues()
      one.values = Array($0)
      return one
    }
  }

  /// `DBIT` is negative; nil for anything else than it and `CRDT`.
  func sign(_ leaf: CamtLeaf) -> Int? {
    switch self[leaf] {
    case "CRDT": 1
    case "DBIT": -1
    default: nil
    }
  }
}
