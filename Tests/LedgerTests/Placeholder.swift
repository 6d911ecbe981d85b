import Testing
@testable import Ledger
@Test func m() { #expect(CalendarDate("2026-11-21")?.description == "2026-11-21") }
