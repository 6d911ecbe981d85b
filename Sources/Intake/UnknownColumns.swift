import Formats
import Ledger
import Pipeline

/// Columns that a mapping of one's own names and the file has not, beside those without which it cannot be read: the field stays empty,
/// the test is of nothing. An export may leave a column out that has nothing in it; so they are told and no more, unless a required
/// field would be filled by half.
///
/// Presets name columns that only some exports of their system have; what a copy of one has taken over is no slip either.
struct UnknownColumns {
  let feed: FeedDeclaration
  let columns: [String]
  private var mapping: Mapping { feed.mapping }

  struct Unknown {
    var named: NamedColumns
    /// The name that was probably meant.
    var near: String?
  }

  var all: [Unknown] {
    guard feed.isOwnMapping else { return [] }
    let missing = mapping.missing(in: columns).map { "`\($0.name)` is read from" }
    let unknown = mapping.namedColumns.filter { isNowhere($0.names) && !missing.contains($0.use) }
    guard !unknown.isEmpty else { return [] }
    let copied = copied
    return unknown.filter { !copied.contains($0) }.map { named in
      Unknown(named: named, near: named.names.lazy.compactMap { nearestName(to: $0, in: spare) }.first)
    }
  }

  /// Columns that nothing reads.
  var spare: [String] {
    let read = Set(mapping.readColumns.compactMap { SourceColumn.index(of: [$0], in: columns) })
    return columns.indices.filter { !read.contains($0) && !columns[$0].isEmpty }.map { columns[$0] }
  }

  /// What the preset names by whose signature the mapping knows its files too.
  private var copied: [NamedColumns] {
    guard mapping.match != MappingMatch() else { return [] }
    let presets = Presets.all.lazy.filter { $0.feed == mapping.feed }.map(\.mapping)
    return presets.first { $0.match == mapping.match }?.namedColumns ?? []
  }

  /// Whether none of the names is a column of the file or stands outside its header.
  private func isNowhere(_ names: [String]) -> Bool {
    !names.isEmpty && !names.contains(where: Mapping.isElsewhere) && SourceColumn.index(of: names, in: columns) == nil
  }
}
