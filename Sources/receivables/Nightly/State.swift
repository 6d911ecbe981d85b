import Ledger
import Store

/// The state of an installation: the database and its groups of tables.
struct State {
  let database: Database
  let runs: RunTables
  let arrivals: ArrivalTables
  let missingRows: MissingRowTables
  let contacts: ContactTables
  let payments: PaymentTables
  let promisersPayments: PromisersPayments
  let cash: CashTables
  let decisions: DecisionTables
  let messages: MessageTables
  let charges: ChargeTables
  let deliveries: DeliveryTables
  let invitations: InvitationTables
  let access: AccessTables
  let trail: TrailTable
  let positions: PositionTables
  let feeds: FeedTables
  let headers: FeedHeaders
  let crashes: CrashTables
  let erasures: ErasureTables
  let retention: RetentionTables
  let releases: ReleaseTables
  let undone: UndoneTables
  let undo: UndoTables
  let closings: ClosingTables
  let credit: CreditTables
  let lists: ListTables
  let closedSales: ClosedSales
  let settlementSums: SettlementSums
  let settlementDays: SettlementDays

  init(_ database: Database) {
    self.database = database
    runs = RunTables(database)
    arrivals = ArrivalTables(database)
    missingRows = MissingRowTables(database)
    contacts = ContactTables(database)
    payments = PaymentTables(database)
    promisersPayments = PromisersPayments(database)
    cash = CashTables(database)
    decisions = DecisionTables(database)
    messages = MessageTables(database)
    charges = ChargeTables(database)
    deliveries = DeliveryTables(database)
    invitations = InvitationTables(database)
    access = AccessTables(database)
    trail = TrailTable(database)
    positions = PositionTables(database)
    feeds = FeedTables(database)
    headers = FeedHeaders(database)
    crashes = CrashTables(database)
    erasures = ErasureTables(database)
    retention = RetentionTables(database)
    releases = ReleaseTables(database)
    undone = UndoneTables(database)
    undo = UndoTables(database)
    closings = ClosingTables(database)
    credit = CreditTables(database)
    lists = ListTables(database)
    closedSales = ClosedSales(database)
    settlementSums = SettlementSums(database)
    settlementDays = SettlementDays(database)
  }

  /// Opens for a run and brings the layout up to date.
  static func open(_ path: String) throws -> State {
    let database = try Database.open(path: path)
    try Migrations.migrate(database)
    return State(database)
  }

  /// Opens to look: an empty state in memory where there is none yet. Writes nothing.
  static func look(_ path: String) throws -> State {
    guard try Path.exists(path) else {
      let database = try Database.inMemory()
      try Migrations.migrate(database)
      return State(database)
    }
    do throws(any Error) {
      let database = try Database.openReadOnly(path: path)
      _ = try database.rows("SELECT COUNT(*) FROM run") { $0.int(0) }
      if try Migrations.isOlder(database) {
        throw Failure(
          .usage, "the state is of an older receivables", help: "the next `receivables run` brings it up to date")
      }
      return State(database)
    } catch let error as StoreError {
      guard error.cause == .permission else { throw error }
      throw Failure(
        .integrity, "the last run was cut off and has not been finished", help: "type: receivables run")
    }
  }

  /// For commands that must not come between a run and its end.
  func refuseCutOffRun() throws {
    guard let cut = try runs.unfinished() else { return }
    throw Failure(.integrity, "run \(cut.run) was cut off and has not been finished", help: "type: receivables run")
  }
}
