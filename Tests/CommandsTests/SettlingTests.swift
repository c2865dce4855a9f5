// When changes are checked, by a clock that the tests set.

import Testing
import Workspace

@testable import Commands

@Suite struct SettlingTests {
    /// Notes changes at their times.
    private func settling(_ changes: [(Int, Change)]) -> Settling {
        var settling = Settling()
        for (time, change) in changes { settling.note([change], at: time) }
        return settling
    }

    @Test func `nothing is due where nothing has happened`() {
        var settling = Settling()
        settling.note([], at: 5)
        #expect(settling.due == nil)
    }

    @Test func `a save is checked soon, and the last of several`() {
        #expect(settling([(100, .saved("a"))]).due == 100 + Settling.quiet)
        #expect(settling([(100, .saved("a")), (130, .saved("a"))]).due == 130 + Settling.quiet)
        #expect(settling([(100, .saved("a")), (130, .perhaps)]).due == 130 + Settling.quiet)
    }

    @Test func `saves that never end are checked all the same`() {
        let all = stride(from: 100, through: 5000, by: 10).map { ($0, Change.saved("a")) }
        #expect(settling(all).due == 100 + Settling.longest)
    }

    @Test func `a file that is being written is waited for until it is closed`() {
        #expect(settling([(100, .writing("a"))]).due == 100 + Settling.patience)
        #expect(settling([(100, .writing("a")), (900, .writing("a"))]).due == 900 + Settling.patience)
        #expect(settling([(100, .writing("a")), (900, .saved("a"))]).due == 900 + Settling.quiet)
        #expect(settling([(100, .writing("a")), (900, .closed("a"))]).due == 900 + Settling.quiet)
        // Another one that is saved does not end the wait.
        #expect(settling([(100, .writing("a")), (110, .saved("b"))]).due == 100 + Settling.patience)
    }

    @Test func `a file that is written for ever is checked now and then`() {
        let all = stride(from: 100, through: 60_000, by: 100).map { ($0, Change.writing("a")) }
        #expect(settling(all).due == 100 + Settling.longestWriting)
    }

    @Test func `only saves are certain`() {
        #expect(settling([(1, .saved("a"))]).isCertain)
        #expect(settling([(1, .writing("a"))]).isCertain)
        #expect(!settling([(1, .perhaps)]).isCertain)
        #expect(!settling([(1, .closed("a"))]).isCertain)
        #expect(settling([(1, .writing("a")), (1, .closed("a"))]).isCertain)
    }
}
