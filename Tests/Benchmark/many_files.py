"""Many small returns of one table: how long a check of them takes, with how much memory, and with few descriptors."""

from measuring import in_turn, is_kept, least, middle, peak, show, verdict

#: What a check may take: processor seconds and MiB.
SECONDS = 10.0
MEMORY = 512

RULES = """
table visits from "returns/{area}/{branch}.csv" {
  ref    text required
  visits whole
  target target
  value  measure
  note   text
  key area, branch, ref
}
rule some-visits error "A branch has visitors" {
  for visits
  require visits > 0
}
"""


def make(folder, count):
    """Writes so many returns of five rows each, a hundred folders of them; one row in a thousand breaks the rule."""
    (folder / "many.rules").write_text(RULES)
    done = folder / f"made-{count}"
    if done.exists():
        return
    for number in range(count):
        place = folder / "returns" / f"area {number % 100}"
        if number < 100:
            place.mkdir(parents=True, exist_ok=True)
        rows = "".join(
            f"{row},{(number + row) % 200},<{row + 20}%,{row}.5%,as planned\n" for row in range(5)
        )
        (place / f"branch {number}.csv").write_text("ref,visits,target,value,note\n" + rows)
    done.touch()


def compare_many_files(setting, count=100_000):
    """Measures a check of so many files with as many descriptors as usual, and with 256. Gives whether both keep the limits."""
    folder = setting.scratch.parent / "many-files"
    folder.mkdir(parents=True, exist_ok=True)
    make(folder, count)
    check = [setting.kpilint, "check", folder / "many.rules", "--threads", setting.threads, "--output", "short"]
    few = ["sh", "-c", 'ulimit -n 256; exec "$@"', "sh", *check]
    runs = in_turn({"as it is": check, "`ulimit -n 256`": few}, setting.pairs)
    rows = [
        [
            name, f"{middle(all):.2f}", f"{least(all, 'cpu'):.2f}", f"{peak(all):.0f} MiB",
            verdict(least(all, "cpu") <= SECONDS, peak(all) <= MEMORY),
        ]
        for name, all in runs.items()
    ]
    show(
        f"One table of {count:,} files of five rows: at most {SECONDS:.0f} processor seconds and {MEMORY} MiB",
        ["", "wall s", "processor s", "peak", ""], rows)
    return is_kept(rows)
