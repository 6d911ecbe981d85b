/// The name a person most likely meant: the candidate with the fewest edits (insert, delete, replace, swap of neighbours)
/// from `name`, upper and lower case alike. Nil where nothing is near: more than a third of the longer name would have to change.
/// Where nothing is near, a name that begins with `name` will do. Of several equally near the first in alphabetical order wins,
/// so the answer does not depend on the order given.
public func nearestName(to name: String, in candidates: some Sequence<String>) -> String? {
  let wanted = Array(name.lowercased().unicodeScalars)
  guard !wanted.isEmpty, wanted.count <= 200 else { return nil }
  var best: (distance: Int, name: String)?
  for candidate in candidates {
    let letters = Array(candidate.lowercased().unicodeScalars)
    let allowed = max(1, (max(wanted.count, letters.count) + 1) / 3)
    guard !letters.isEmpty, abs(letters.count - wanted.count) <= allowed else { continue }
    let distance = editDistance(wanted, letters)
    guard distance <= allowed, distance < max(wanted.count, letters.count) else { continue }
    if best.map({ (distance, candidate) < ($0.distance, $0.name) }) ?? true { best = (distance, candidate) }
  }
  return best?.name ?? beginning(with: name, in: candidates)
}

/// The first name in alphabetical order that begins with what was written: `aging` for `aging-report`.
private func beginning(with name: String, in candidates: some Sequence<String>) -> String? {
  guard name.count >= 3 else { return nil }
  return candidates.filter { $0.lowercased().hasPrefix(name.lowercased()) }.min()
}

/// How many single edits lead from `a` to `b`; swapping two neighbours counts as one (optimal string alignment).
/// - Complexity: O(n m).
public func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
  var beforeLast = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  for i in 1...a.count {
    var row = [i] + [Int](repeating: 0, count: b.count)
    for j in 1...b.count {
      let replace = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
      row[j] = min(last[j] + 1, row[j - 1] + 1, replace)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { row[j] = min(row[j], beforeLast[j - 2] + 1) }
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
