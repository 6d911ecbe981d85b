/// A customer as files name it. Of a rejected row an empty customer stands for the whole company, an empty company for all of them.
struct CustomerKey: Hashable, Comparable {
  var company: String
  var customer: String

  static func < (a: CustomerKey, b: CustomerKey) -> Bool { (a.company, a.customer) < (b.company, b.customer) }
}
