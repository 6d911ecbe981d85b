/// The parts of an address, and how they share the lines that a window shows.
struct AddressParts {
  var name: String
  var person: String?
  var street: [String]
  /// Postal code and town, as the country writes them.
  var place: [String]
  /// The country; nil: it is the sender's.
  var abroad: String?
  let fit: LineFit

  /// A name or a street that is too wide for a line takes more of them. Where lines are short the person goes first, then the name is set
  /// in the smallest type, then street lines share a line, at last town and postal code. What does not fit even so is left as it is.
  mutating func fitted() -> [String] {
    street = street.flatMap { fit.broken($0, .smallest, withinWords: false) }
    var name = fit.broken(self.name, .usual)
    func isTooLong(_ parts: AddressParts) -> Bool { name.count + parts.count > fit.lines }
    if isTooLong(self) { person = nil }
    if isTooLong(self) { name = fit.broken(self.name, .smallest) }
    while isTooLong(self), joinStreets() {}
    if isTooLong(self), place.count > 1 { joinPlace() }
    return name + lines
  }

  /// The same, but that all of it fits: a name that still has too many lines is cut, and so is a line that is too wide.
  mutating func cut() -> [String] {
    let all = fitted()
    if all.count <= fit.lines { return all.map(fit.clipped) }
    while count >= fit.lines, street.count > 1 {
      let last = street.removeLast()
      street[street.count - 1] += ", " + last
    }
    if count >= fit.lines { place = [place.joined(separator: " ")] }
    let room = max(1, fit.lines - count)
    var name = fit.broken(self.name, .smallest)
    if name.count > room { name = Array(name[..<(room - 1)]) + [name[(room - 1)...].joined(separator: " ")] }
    return (name + lines).prefix(fit.lines).map(fit.clipped)
  }

  /// All lines but those of the name.
  private var lines: [String] {
    (person.map { [$0] } ?? []) + street + place + (abroad.map { [$0] } ?? [])
  }

  private var count: Int { lines.count }

  /// Puts two lines of the street into one, the last that have room in one; false: none have.
  private mutating func joinStreets() -> Bool {
    for index in street.indices.dropFirst().reversed() {
      let both = street[index - 1] + ", " + street[index]
      guard fit.fits(both) else { continue }
      street[index - 1] = both
      street.remove(at: index)
      return true
    }
    return false
  }

  private mutating func joinPlace() {
    let one = place.joined(separator: " ")
    if fit.fits(one) { place = [one] }
  }
}
