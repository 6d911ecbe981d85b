import Ledger
import Normalize
import Pipeline
import Testing

@Suite("Rows of the other feeds")
struct RecordNormalizerTests {
  @Test("reads a customer, details in canonical order")
  func customer() throws {
    let (found, problems) = try records(
      "company,customer_id,name,rating,email,country,channel,credit_limit,currency\nACME,007,Müller,A,a@b.de;c@d.example,DE,letter,5000.00,EUR\n",
      .customers)
    guard case .customer(let customer) = try #require(found.first) else { return }
    #expect(customer.id == "007")
    #expect(customer.name == "Müller")
    #expect(
      customer.details
        == Details([
          "email": "a@b.de;c@d.example", "country": "DE", "currency": "EUR", "credit_limit": "5000.00",
          "channel": "letter", "rating": "A",
        ]))
    #expect(problems.rejects.isEmpty)
  }

  @Test("leaves a wrong e-mail address out and keeps the customer")
  func email() throws {
    let (found, problems) = try records("company,customer_id,name,email,city\nACME,1,A,n/a,Bonn\n", .customers)
    guard case .customer(let customer) = try #require(found.first) else { return }
    #expect(customer.details == Details(["city": "Bonn"]))
    #expect(problems.warnings.map(\.code) == ["email"])
  }

  @Test(
    "keeps the good ones of several e-mail addresses, and what has to be corrected",
    arguments: [
      ("a@x.example; b@y", "a@x.example", "b@y"), ("Jo Weber <jo@x.example>", "jo@x.example", nil),
      ("post@müller.example", "post@xn--mller-kva.example", nil), ("jo@x..example", nil, "jo@x..example"),
      ("a@x.example, b@y.example", "a@x.example, b@y.example", nil),
    ] as [(String, String?, String?)])
  func emails(_ field: String, _ usable: String?, _ wrong: String?) throws {
    let (found, problems) = try records(
      "company,contact_id,customer_id,name,email\nACME,1,2,A,\"\(field)\"\n", .contacts)
    guard case .contact(let contact) = try #require(found.first) else { return }
    #expect(contact.email == usable)
    #expect(contact.unusableEmail == wrong)
    #expect(problems.warnings.map(\.code) == (wrong == nil ? [] : ["email"]))
  }

  @Test(
    "tells of a language that is none, and keeps the customer",
    arguments: [
      ("de", true), ("en-GB", true), ("de_AT", true), ("DE", true), ("zh-Hant-TW", true), ("es-419", true),
      ("gsw", true),
      ("Deutsch", false), ("D", false), ("de-", false), ("d3", false), ("de,en", false),
    ])
  func language(_ field: String, _ isTag: Bool) throws {
    for (head, feed) in [("customer_id", Mapping.customers), ("contact_id,customer_id", .contacts)] {
      let ids = feed == .customers ? "1" : "1,2"
      let (found, problems) = try records("company,\(head),name,language\nACME,\(ids),A,\"\(field)\"\n", feed)
      #expect(found.count == 1)
      #expect(problems.warnings.map(\.code) == (isTag ? [] : ["language"]))
      #expect(problems.rejects.isEmpty)
    }
  }

  /// Feed, header and row, and the problems as code and column.
  static let wrong: [(Mapping, String, [String])] = [
    (
      .customers,
      "company,customer_id,name,country,channel,party_type,customer_since,intercompany\nACME,,,Germany,fax,person,1.1.26,maybe\n",
      [
        "required@customer_id", "required@name", "word-unknown@party_type", "bool@intercompany",
        "country-unknown@country", "date@customer_since", "word-unknown@channel",
      ]
    ),
    (.customers, "company,customer_id,name\nACME,1\n", ["width@"]),
    (
      .contacts,
      "company,customer_id,contact_id,name,role,channel,consent_sms_on\nACME,C1,,,reminders; dispute,fax,yes\n",
      ["required@contact_id", "required@name", "word-unknown@role", "word-unknown@channel", "date@consent_sms_on"]
    ),
    (
      .payments, "company,payment_id,customer_id,payment_date,currency,amount\nX,,C,2026-13-01,EU,1.5.0\n",
      [
        "company-unknown@company", "required@payment_id", "date@payment_date", "currency-unknown@currency",
        "money@amount",
      ]
    ),
    (
      .payments, "company,payment_id,customer_id,payment_date,currency,amount\nACME,1,C,2026-01-01,JPY,1.50\n",
      ["money-scale@amount"]
    ),
    (
      .applications, "company,payment_id,document_id,amount,applied_on\nACME,1,1E+9,,x\n",
      ["id-scientific@document_id", "required@amount", "date@applied_on"]
    ),
    (.rates, "date,from,to,rate\n2026-11-20,USD,EUR,-0.9\n", ["rate@rate"]),
    (.rates, "date,from,to,rate\n2026-11-31,USD,EUX,\n", ["date@date", "currency-unknown@to", "required@rate"]),
    (.controls, "company,currency,rows,total\nACME,EUR,-3,1.234\n", ["integer@rows", "money-scale@total"]),
    (.decisions, "company,customer_id,kind\nACME,C1,disput\n", ["word-unknown@kind"]),
    (.decisions, "company,customer_id,kind\nACME,C1,promise\n", ["required@until"]),
    (.decisions, "company,customer_id,kind,plan_id\nACME,C1,plan,P1\n", ["required@until", "required@amount"]),
    (.decisions, "company,customer_id,kind,value\nACME,C1,score,101\n", ["decision-value@value"]),
    (.decisions, "company,customer_id,kind,value\nACME,C1,channel,fax\n", ["decision-value@value"]),
    (.decisions, "company,customer_id,kind,value\nACME,C1,contact,a@b\n", ["decision-value@value"]),
    (.decisions, "company,customer_id,kind,value\nACME,C1,contact,e-mail=ap@x.example\n", ["decision-value@value"]),
    (.decisions, "company,customer_id,kind,value\nACME,C1,contact,email=\n", ["decision-value@value"]),
    (.decisions, "company,customer_id,kind,value\nACME,C1,contact,email=ap@x\n", ["decision-value@value"]),
    (.decisions, "company,customer_id,kind,value\nACME,C1,contact,channel=emial\n", ["decision-value@value"]),
    (.decisions, "company,customer_id,kind,value\nACME,C1,contact,language=Deutsch\n", ["decision-value@value"]),
    (.decisions, "company,customer_id,kind,value\nACME,C1,contact,bill_to=C2\n", ["decision-value@value"]),
    (.decisions, "company,customer_id,kind,value\nACME,C1,release,\n", ["required@value"]),
    (.decisions, "company,customer_id,kind,amount\nACME,C1,write_off,0.00\n", ["decision-value@amount"]),
    (.decisions, "company,customer_id,kind,amount\nACME,C1,write_off,-5\n", ["decision-value@amount"]),
    (.decisions, "company,customer_id,kind,amount\nACME,C1,write_off,all\n", ["money@amount"]),
    (.decisions, "company,customer_id,kind,from,until\nACME,C1,hold,2026-02-01,2026-01-01\n", ["date-order@until"]),
  ]

  @Test("rejects a row with all its problems", arguments: 0..<wrong.count)
  func problems(_ index: Int) throws {
    let (mapping, csv, codes) = RecordNormalizerTests.wrong[index]
    let (found, problems) = try records(csv, mapping)
    #expect(found.isEmpty)
    #expect(problems.codes == codes)
    #expect(problems.rejectedRows == 1)
  }

  @Test("reads a payment with its currency's decimals")
  func payment() throws {
    let (found, _) = try records(
      "company,payment_id,customer_id,payment_date,currency,amount,reference\nNORD,P1,C1,2026-06-30,KWD,-1.5,RF18\n",
      .payments)
    guard case .payment(let payment) = try #require(found.first) else { return }
    #expect(payment.money.description == "KWD -1.500")
    #expect(payment.details["reference"] == "RF18")
  }

  @Test("reads applications and control totals")
  func others() throws {
    guard
      case .application(let application)? = try records(
        "company,payment_id,document_id,amount,applied_on\nACME,P1,D1,10.50,2026-06-30\n", .applications
      ).records.first,
      case .control(let control)? = try records(
        "company,currency,as_of,rows,total,gl_balance\nACME,JPY,,12,1000,-5\n", .controls
      ).records.first
    else {
      Issue.record("a record is missing")
      return
    }
    #expect(application.amount == "10.50")
    #expect(application.appliedOn == CalendarDate("2026-06-30"))
    #expect(control.asOf == nil)
    #expect(control.rows == 12)
    #expect(control.total == 1000)
    #expect(control.ledgerBalance == -5)
  }

  @Test("knows a decision without an id by its whole row, whatever the order of its columns")
  func decisionIdentity() throws {
    func id(_ csv: String) throws -> String? {
      guard case .decision(let decision)? = try records(csv, .decisions).records.first else { return nil }
      return decision.id
    }
    let one = try id("company,customer_id,kind,note,until\nACME,C1,hold,x,2026-07-01\n")
    #expect(one?.count == 64)
    #expect(try id("until,note,kind,customer_id,company,by\n2026-07-01,x,hold,C1,ACME,\n") == one)
    #expect(try id("company,customer_id,kind,note,until\nACME,C1,hold,y,2026-07-01\n") != one)
    #expect(try id("company,customer_id,kind,decision_id\nACME,C1,hold,D-9\n") == "D-9")
  }

  @Test("takes every kind of decision that has what it needs", arguments: Decision.Kind.allCases)
  func decisions(_ kind: Decision.Kind) throws {
    let values: [Decision.Kind: String] = [
      .score: "50", .channel: "letter", .contact: "email=a@b.example", .release: "hold",
    ]
    let (found, problems) = try records(
      "company,customer_id,kind,document_id,until,amount,plan_id,value\nACME,C1,\(kind.rawValue),D1,2026-07-01,5.00,P1,\(values[kind] ?? "")\n",
      .decisions)
    #expect(problems.codes == [])
    guard case .decision(let decision) = try #require(found.first) else { return }
    #expect(decision.kind == kind)
    #expect(decision.documentID == "D1")
  }
}
