"""What a check found: one line for each thing that was looked at, and how they are printed."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

import typer

__all__ = ["Line", "report"]

Grade = Literal["ok", "warn", "FAIL"]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at, how it stands, and the cure where it needs one."""

    grade: Grade
    about: str
    found: str
    cure: str = ""

    def __str__(self) -> str:
        """Return the line as it is printed."""
        return f"{self.grade:4}  {self.about}: {self.found}" + (
            f" {self.cure}" if self.cure else ""
        )


def report(lines: Sequence[Line], *, as_json: bool) -> int:
    """Print lines for people, or one JSON object; return 1 when one of them fails."""
    failed = sum(line.grade == "FAIL" for line in lines)
    warned = sum(line.grade == "warn" for line in lines)
    if as_json:
        found = [asdict(line) for line in lines]
        typer.echo(json.dumps({"ready": not failed, "lines": found}))
    else:
        for line in lines:
            typer.echo(str(line))
        typer.echo(
            f"{failed} to mend, {warned} to look at." if failed or warned else "All is well."
        )
    return 1 if failed else 0
