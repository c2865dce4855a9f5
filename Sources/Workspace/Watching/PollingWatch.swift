// Looks at files from time to time, where nobody tells that they change.

/// Compares how everything is with how it was.
package final class PollingWatch: ChangeWatch {
    /// Milliseconds between two looks, and between looks at what is changing.
    private let period: Int
    private let settleTime: Int
    /// Changes that go on for longer are told all the same.
    private let patience = 2000
    /// Waits so many milliseconds; false where the wait has to end.
    private let pause: (Int) -> Bool
    private var footprint: Footprint?
    private var last: Footprint.State?
    private var untilNextLook: Int

    package init(period: Int, settleTime: Int = 50, pause: @escaping (Int) -> Bool) {
        self.period = period
        self.settleTime = settleTime
        self.pause = pause
        untilNextLook = period
    }

    package convenience init(period: Int, waking: WakingDescriptors) {
        self.init(period: period) { time in
            let end = Milliseconds.now + time
            while true {
                let left = end - Milliseconds.now
                if left <= 0 { return true }
                guard waitForDescriptors(waking, -1, milliseconds: left) else { return false }
            }
        }
    }

    package func watch(_ footprint: Footprint) -> WatchRefusal? {
        self.footprint = footprint
        last = footprint.seen
        return nil
    }

    package func wait(_ milliseconds: Int?) -> Waited {
        var left = milliseconds ?? .max
        while true {
            let time = min(left, untilNextLook)
            guard pause(time) else { return .ended }
            left -= time
            untilNextLook -= time
            if untilNextLook == 0 {
                untilNextLook = period
                guard let change = look() else { return .ended }
                if change { return .changes([.perhaps]) }
            }
            if left == 0 { return .changes([]) }
        }
    }

    /// Whether there is a change, once nothing changes any more; `nil` where the wait has to end.
    private func look() -> Bool? {
        guard let footprint, var state = Optional(footprint.state), state != last else { return false }
        var waited = 0
        while waited < patience {
            guard pause(settleTime) else { return nil }
            waited += settleTime
            let next = footprint.state
            if next == state { break }
            state = next
        }
        last = state
        return true
    }
}
