"""`make bench`: runs every benchmark and prints one table, saying which it is at."""

import sys
from importlib import import_module

from benchmarks.row import Row, report

BENCHMARKS = (
    *("step", "answer", "store_commit", "store_claim", "crowd", "start"),
    *("slack_door", "slack_crowd", "teams_door"),
)


def main() -> int:
    """Run the benchmarks named on the command line, or all of them."""
    rows: list[Row] = []
    for name in sys.argv[1:] or BENCHMARKS:
        print(f"{name} ...", file=sys.stderr, flush=True)
        rows += import_module(f"benchmarks.{name}").run()
    print(report(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
