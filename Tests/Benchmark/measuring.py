"""Whole processes measured from outside: wall and processor seconds, peak memory, in turn and pair by pair.

Nothing heavy is imported here: a process's peak memory is never below that of the one that started it.
"""

import dataclasses
import os
import pathlib
import statistics
import sys
import tempfile
import time


@dataclasses.dataclass
class Run:
    """What one process took. A verdict goes by `cpu`: wall time is that of whatever else the machine does, too."""

    wall: float
    cpu: float
    peak: float  # MiB


def measure(command, codes=(0, 1)):
    """Runs a command with its output thrown away. Ends the benchmark where it fails: its time would mean nothing."""
    with tempfile.TemporaryFile() as errors:
        nothing = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
        start = time.perf_counter()
        process = os.posix_spawnp(
            str(command[0]), [str(word) for word in command], os.environ,
            file_actions=[nothing, (os.POSIX_SPAWN_DUP2, errors.fileno(), 2)],
        )
        _, status, usage = os.wait4(process, 0)
        wall = time.perf_counter() - start
        if os.waitstatus_to_exitcode(status) not in codes:
            errors.seek(0)
            said = errors.read()[-800:].decode(errors="replace")
            sys.exit(f"{' '.join(map(str, command))}\nended with {os.waitstatus_to_exitcode(status)}: {said}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def in_turn(commands, rounds):
    """Runs named commands A B C A B C …, after one of each that is not counted. Gives each one's runs."""
    runs = {name: [] for name in commands}
    for round in range(rounds + 1):
        for name, command in commands.items():
            run = measure(command)
            if round > 0:
                runs[name].append(run)
    return runs


def middle(runs, what="wall"):
    return statistics.median(getattr(run, what) for run in runs)


def peak(runs):
    return max(run.peak for run in runs)


def ratio(above, below, scale=1.0):
    """Wall time of one command's runs by another's, pair by pair, as `median (least-most)`."""
    pairs = [scale * a.wall / b.wall for a, b in zip(above, below)]
    return f"{statistics.median(pairs):.2f} ({min(pairs):.2f}-{max(pairs):.2f})"


def least(runs, what):
    return min(getattr(run, what) for run in runs)


def verdict(*kept):
    """`ok` where all limits are kept."""
    return "ok" if all(kept) else "TOO MUCH"


def is_kept(rows):
    """Whether the verdict at the end of each row of a table is good."""
    return all(row[-1] == "ok" for row in rows)


def seconds(time):
    return f"{time:.3f}" if time < 10 else f"{time:.1f}"


def show(title, header, rows):
    """A table: the first column to the left, the others to the right."""
    rows = [header, *rows]
    widths = [max(len(str(row[i])) for row in rows) for i in range(len(header))]
    print(f"\n{title}")
    for row in rows:
        cells = [str(cell).ljust(w) if i == 0 else str(cell).rjust(w) for i, (cell, w) in enumerate(zip(row, widths))]
        print("  " + "  ".join(cells).rstrip(), flush=True)


def warm(*paths):
    """Reads files once, so that none of them has to come from the disk while a clock runs."""
    for path in paths:
        with pathlib.Path(path).open("rb", buffering=0) as file:
            while file.read(1 << 20):
                pass
