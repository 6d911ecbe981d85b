import Documents
import Ledger
import Pipeline

/// The paper of a company, ready to be written on: its letterhead, return address and footer, shortened where they would not fit.
struct CompanyPaper {
  let company: Company
  let profile: LetterProfile
  /// For real messages and statements, and marked as a rehearsal.
  let real: CompanyStationery
  let rehearsal: CompanyStationery

  /// - Throws: where even the shortest form does not fit the profile, or the font lacks a character of the company's own lines.
  /// - Parameter kind: what is written on it: each may have an address for answers of its own.
  init(_ company: Company, for kind: MailSetting.Kind, fonts: Fonts) throws(DocumentProblem) {
    self.company = company
    profile = company.profile
    let head = CompanyPaper.head(company)
    var problem: DocumentProblem?
    for address in CompanyPaper.returnAddresses(head) {
      var paper = CompanyStationery(
        letterhead: CompanyPaper.letterhead(head), returnAddress: address,
        footer: CompanyPaper.footer(company, kind, head))
      do throws(DocumentProblem) {
        try CompanyPaper.tryOut(paper, profile, fonts)
        real = paper
        paper.mark = Language(nearest: [company.language], in: Language.written).label(.rehearsal)
        rehearsal = paper
        return
      } catch { problem = problem ?? error }
    }
    throw problem ?? .overflow(part: "the return address", needed: 0, available: 0)
  }

  /// What statements of a night are printed on.
  func forStatements(_ night: Night) -> CompanyStationery { night.rehearsal == nil ? real : rehearsal }

  /// The sender's lines, its name first even where the configuration gives none.
  private static func head(_ company: Company) -> [String] {
    company.address.isEmpty ? [company.name] : company.address
  }

  private static func letterhead(_ head: [String]) -> [String] {
    [head[0]] + (head.count > 1 ? [head.dropFirst().joined(separator: " · ")] : [])
  }

  /// All lines, then name, street and place, then name and place.
  private static func returnAddresses(_ head: [String]) -> [[String]] {
    [head, Array(head.prefix(1) + head.dropFirst().suffix(2)), Array(head.prefix(1) + head.dropFirst().suffix(1))]
  }

  private static func footer(_ company: Company, _ kind: MailSetting.Kind, _ head: [String]) -> [[String]] {
    let contact = [company.contact, company.phone, company.answersTo(for: kind)].compactMap { $0 }
    var bank: [String] = []
    if let account = company.bank {
      bank.append(account.name ?? company.name)
      bank.append("IBAN " + MessageSender.inBlocksOfFour(account.iban))
      if let bic = account.bic { bank.append("BIC " + bic) }
    }
    return [Array(head.prefix(4)), contact, bank].filter { !$0.isEmpty }
  }

  private static func tryOut(
    _ paper: CompanyStationery, _ profile: LetterProfile, _ fonts: Fonts
  ) throws(DocumentProblem) {
    var file = PrintFile(
      sink: MemorySink(), fonts: fonts, profile: profile, title: "", language: "en", duplex: false)
    _ = try file.add(
      LetterPiece(stationery: paper, addressLines: [], subject: "", blocks: [], pageLabel: PageLabel("")))
  }
}

/// The papers of a night's companies, each laid out once, whoever asks.
final class CompanyPapers {
  private let kind: MailSetting.Kind
  private let night: Night
  private let fonts: Fonts
  private var known: [String: Result<CompanyPaper, DocumentProblem>] = [:]

  init(_ night: Night, for kind: MailSetting.Kind, _ fonts: Fonts) {
    (self.night, self.kind, self.fonts) = (night, kind, fonts)
  }

  func paper(of id: String) throws(MessageProblem) -> CompanyPaper {
    guard let company = night.company(id)?.company else { throw .unknownCompany(id) }
    let result: Result<CompanyPaper, DocumentProblem>
    if let made = known[company.id] {
      result = made
    } else {
      do throws(DocumentProblem) { result = .success(try CompanyPaper(company, for: kind, fonts: fonts)) } catch {
        result = .failure(error)
      }
      known[company.id] = result
    }
    do throws(DocumentProblem) { return try result.get() } catch { throw .document(error) }
  }
}
