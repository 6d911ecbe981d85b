/// One instruction of how a field is filled. Three numbers, so that running them costs no reference count.
struct ValueStep {
  enum Operation: UInt8 {
    /// Text of the first column that is not empty: `a` of `b` columns in `ValueProgram.columns`.
    case load
    /// Texts of `b` columns from `a` behind one another; the separator is constant `c`.
    case join
    /// Constant `a`, in canonical form.
    case constant
    /// Step `a`.
    case step
    /// Table `a`; constant `b` for other words, -1: a fault.
    case words
    /// The text understood as its kind.
    case id, currency, country, integer, bool
    /// Words of choice `a`.
    case choice
    /// Amount of style `a`, or in canonical form where it is -1.
    case amount
    /// Percentage, written as amounts of style `a` are.
    case percent
    /// Date of style `a`, or in canonical form where it is -1.
    case day
    /// Table `a` of signs, from columns `b` ..< `b + c`.
    case sign
    /// Remembers the value and starts anew.
    case push
    /// With the value that was remembered.
    case add, subtract
    case plusDays
    /// `a` days.
    case plusFixed
    /// To instruction `a`.
    case jump
    case jumpIfFilled
    /// To instruction `b` where the row does not fit test `a`.
    case jumpUnless
  }
  var operation: Operation
  var a: Int32 = 0
  var b: Int32 = 0
  var c: Int32 = 0
}

/// How one column of the translated records is filled.
struct FieldProgram {
  var from: Int32
  var to: Int32
  /// Constant that stands in for nothing, -1 where there is none.
  var constant: Int32
  /// What the field is, for `RecordMachine`.
  var isRequired: Bool
  /// The only column, where nothing but `understood` is done with its text; -1 where more is.
  var direct: Int32
  /// How the text of `direct` is understood: as it stands (`load`), or as id, currency, amount or date of style `style`.
  var understood = ValueStep.Operation.load
  var style: Int32 = 0
}
