/// SQL for payments as a run knew them: corrections that came later are left out.
enum KnownPayments {
  /// Joins to payment `p` the version `v` that another took the place of after the run; none where today's held already.
  /// - Parameter run: the parameter that is the key of the run.
  static func join(_ run: String) -> String {
    "LEFT JOIN payment_history v ON v.company = p.company AND v.payment_id = p.payment_id AND v.run <= \(run) "
      + "AND v.until_run > \(run)"
  }

  /// A column of the payment as the run knew it.
  static func column(_ name: String) -> String { "CASE WHEN v.run IS NULL THEN p.\(name) ELSE v.\(name) END" }
}
