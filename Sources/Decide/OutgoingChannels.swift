import Ledger

/// By which channels messages leave the house, and whose words can go by them.
public final class OutgoingChannels: Sendable {
  /// What an artefact carries tonight; what would go out by another is decided again, `window`.
  let tonight: Set<Channel>
  /// What one carries on some night; others are no way to reach anybody.
  let someNight: Set<Channel>
  /// The templates that can go by channels which need words of their own: a text message, or what the WhatsApp provider has approved.
  /// A channel that is not named takes every template.
  let templates: [Channel: Set<String>]

  public init(
    tonight: Set<Channel> = Set(Channel.allCases), someNight: Set<Channel> = Set(Channel.allCases),
    templates: [Channel: Set<String>] = [:]
  ) {
    self.tonight = tonight
    self.someNight = someNight
    self.templates = templates
  }

  /// Whether messages leave by it on some night; nothing is known where no artefact carries any.
  func mayLeave(by channel: Channel) -> Bool { someNight.isEmpty || someNight.contains(channel) }

  func takes(_ template: String, by channel: Channel) -> Bool { templates[channel]?.contains(template) ?? true }
}
