/// The parts of a payment status report, pain.002.
enum Pain002Unit: Int {
  case report, group, groupCount, instruction, instructionCount, transaction, reason
}

enum Pain002Leaf: Int {
  case messageID, created
  case originalMessageID, originalMessageName, groupStatus
  case detailStatus, detailCount
  case originalInstructionID, instructionStatus
  case statusID, endToEndID, originalID, status, reasonCode, reasonProprietary, reasonInformation
  case amount, currency, collectionDate, mandate, unstructured, creditorReference
  case debtorName, debtorAccount, creditorAccount
}

extension XMLPaths {
  /// Versions 2 to 14.
  static let pain002: XMLPaths = {
    var paths = XMLPaths()
    let base = "Document/CstmrPmtStsRpt"
    let instruction = base + "/OrgnlPmtInfAndSts"
    let transaction = instruction + "/TxInfAndSts"
    paths.unit(base, Pain002Unit.report)
    paths.unit(base + "/OrgnlGrpInfAndSts", Pain002Unit.group)
    paths.unit(base + "/OrgnlGrpInfAndSts/NbOfTxsPerSts", Pain002Unit.groupCount)
    paths.unit(instruction, Pain002Unit.instruction)
    paths.unit(instruction + "/NbOfTxsPerSts", Pain002Unit.instructionCount)
    paths.unit(transaction, Pain002Unit.transaction)
    func add(_ base: String, _ leaves: [(String, Pain002Leaf)]) {
      for (path, leaf) in leaves { paths.leaf(base + "/" + path, leaf) }
    }
    add(base, [("GrpHdr/MsgId", .messageID), ("GrpHdr/CreDtTm", .created)])
    add(
      base + "/OrgnlGrpInfAndSts",
      [("OrgnlMsgId", .originalMessageID), ("OrgnlMsgNmId", .originalMessageName), ("GrpSts", .groupStatus)])
    add(instruction, [("OrgnlPmtInfId", .originalInstructionID), ("PmtInfSts", .instructionStatus)])
    for counts in [base + "/OrgnlGrpInfAndSts", instruction] {
      add(counts + "/NbOfTxsPerSts", [("DtldSts", .detailStatus), ("DtldNbOfTxs", .detailCount)])
    }
    for place in [base + "/OrgnlGrpInfAndSts", instruction, transaction] {
      add(
        place + "/StsRsnInf",
        [("Rsn/Cd", .reasonCode), ("Rsn/Prtry", .reasonProprietary), ("AddtlInf", .reasonInformation)])
    }
    add(
      transaction,
      [
        ("StsId", .statusID), ("OrgnlEndToEndId", .endToEndID), ("OrgnlInstrId", .originalID),
        ("OrgnlTxId", .originalID),
        ("TxSts", .status),
      ])
    add(
      transaction + "/OrgnlTxRef",
      [
        ("Amt/InstdAmt", .amount), ("Amt/InstdAmt@Ccy", .currency), ("IntrBkSttlmAmt", .amount),
        ("IntrBkSttlmAmt@Ccy", .currency), ("ReqdColltnDt", .collectionDate), ("IntrBkSttlmDt", .collectionDate),
        ("MndtRltdInf/MndtId", .mandate), ("MndtRltdInf/DrctDbtMndt/MndtId", .mandate),
        ("RmtInf/Ustrd", .unstructured), ("RmtInf/Strd/CdtrRefInf/Ref", .creditorReference),
        ("RmtInf/Strd/CdtrRefInf/CdtrRef", .creditorReference), ("Dbtr/Nm", .debtorName), ("Dbtr/Pty/Nm", .debtorName),
        ("DbtrAcct/Id/IBAN", .debtorAccount), ("DbtrAcct/Id/Othr/Id", .debtorAccount),
        ("CdtrAcct/Id/IBAN", .creditorAccount), ("CdtrAcct/Id/Othr/Id", .creditorAccount),
      ])
    return paths
  }()
}

/// The values of a part of a report while they come in.
struct Pain002Values {
  private var values: [(leaf: Pain002Leaf, text: String)] = []
  var count: Int { values.count }

  mutating func add(_ leaf: Pain002Leaf, _ text: String) { if !text.isEmpty { values.append((leaf, text)) } }

  subscript(leaf: Pain002Leaf) -> String { values.first { $0.leaf == leaf }?.text ?? "" }

  func all(_ leaf: Pain002Leaf) -> [String] { values.filter { $0.leaf == leaf }.map(\.text) }

  /// `AC04`, else the bank's own code, else its words.
  var reason: String {
    [self[.reasonCode], self[.reasonProprietary], self[.reasonInformation]].first { !$0.isEmpty } ?? ""
  }
}
