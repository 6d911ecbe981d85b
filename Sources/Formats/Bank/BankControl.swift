extension SourceControl {
  /// A number that a record of a bank file states. What is no number does not tie.
  init(_ name: String, line: Int, states text: some Collection<UInt8>, counted: Int) {
    let stated = BankText.count(text).map(String.init) ?? BankText.quoted(BankText.string(text))
    self.init(name: name, line: line, stated: stated, counted: String(counted))
  }

  /// A sum that a record of a bank file states, in digits whose last ones are decimals.
  init(_ name: String, line: Int, states text: some Collection<UInt8>, exponent: Int, counted: BankAmount) {
    let stated = BankAmount(minor: text, exponent: exponent)?.text(exponent) ?? BankText.quoted(BankText.string(text))
    self.init(name: name, line: line, stated: stated, counted: counted.text(exponent))
  }
}
