"""Start-up: the command's help, the playground's first page, and memory at rest."""

import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from benchmarks.row import Row

__all__ = ["run"]

ROUNDS = 5
COMMAND = Path(sys.executable).parent / "handrail"
MEGABYTE = 1024


def _seconds(command: list[str]) -> float:
    took: list[float] = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603  our own programs
        took.append(time.perf_counter() - start)
    return statistics.median(took)


def _memory(pid: int) -> int:
    """Return the resident memory of a process, in kB (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found.group(1)) if found else 0


def _first_page(folder: str) -> tuple[float, int]:
    """Return how long until the playground's page came, in seconds, and its memory in kB."""
    start = time.perf_counter()
    command = [str(COMMAND), "playground", "--port", "0", "--data", folder]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if address := re.search(r"http://\S+", line):
                with urllib.request.urlopen(address.group(0)) as page:  # noqa: S310  loopback
                    assert page.read()
                return time.perf_counter() - start, _memory(process.pid)
    finally:
        process.terminate()
        process.wait()
    message = "the playground printed no address"
    raise AssertionError(message)


def run() -> list[Row]:
    """Measure start-up beside an interpreter that does nothing."""
    bare = _seconds([sys.executable, "-c", "pass"])
    helped = _seconds([str(COMMAND), "--help"])
    with tempfile.TemporaryDirectory() as folder:
        page, memory = _first_page(folder)
    return [
        Row("handrail --help", f"{helped:.2f} s", f"bare python {bare:.2f} s", helped / bare, ""),
        Row(
            "playground to first page",
            f"{page:.2f} s",
            f"bare python {bare:.2f} s",
            page / bare,
            "",
        ),
        Row("memory at rest", f"{memory / MEGABYTE:.0f} MB", "", None, ""),
    ]
