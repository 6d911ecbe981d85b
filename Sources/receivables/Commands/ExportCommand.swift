import Formats
import Ledger

/// `export`: everything that is held about a customer, for whoever asks what that is.
enum ExportCommand {
  static let command = Command(
    "export",
    "Prints everything that is held about a customer, as JSON: state, original lines, published rows, messages.",
    options: [.company, .customer, .now]
  ) { invocation in
    guard let company = invocation[.company], let customer = invocation[.customer] else {
      throw Failure(.usage, "export needs --company C and --customer ID")
    }
    let installation = try Installation.load(invocation.configPath)
    let state = try State.look(installation.database)
    guard let traces = try state.erasures.traces(company: company, customer: customer) else {
      throw EraseCommand.unknown(company, customer)
    }
    let export = CustomerExport(installation, state, company: company, customerID: customer, traces)
    Terminal.write(try export.json().written(.pretty) + "\n")
    return .done
  }
}
