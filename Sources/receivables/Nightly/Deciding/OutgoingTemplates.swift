import Decide
import Emit
import Ledger
import Pipeline

extension OutgoingChannels {
  /// What the artefacts carry on a day and on some day; text messages take templates that have one, WhatsApp those that its provider has approved.
  convenience init(_ configuration: Configuration, _ library: TemplateLibrary, asOf: CalendarDate) {
    var approved: Set<String> = []
    for case .reminders(let settings) in configuration.emit { approved.formUnion(settings.whatsapp.map(\.template)) }
    let channels = configuration.channels
    self.init(
      tonight: configuration.channels(on: asOf), someNight: channels,
      templates: [.whatsapp: approved, .sms: channels.contains(.sms) ? Set(library.names(for: .sms)) : []])
  }
}
