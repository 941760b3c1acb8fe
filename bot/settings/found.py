"""One thing to mend in `handrail.toml`: where, and how."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

__all__ = ["Found", "in_lines"]

OF_SCHOOL = re.compile(r"schools\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Found:
    """Something to mend at a key of the file."""

    key: str
    cure: str


def in_lines(file: str, table: Mapping[str, object], found: Iterable[Found]) -> list[str]:
    """Return what there is to mend, line by line; of several schools each by its id too.

    Nobody counts thirty schools of a trust from nought to find the eighteenth.
    """
    schools = table.get("schools")
    rows = schools if isinstance(schools, list) else []
    ids = [str(each.get("id", "")) if isinstance(each, dict) else "" for each in rows]
    lines: list[str] = []
    for each in found:
        school = OF_SCHOOL.match(each.key)
        named = ids[int(school[1])] if school and len(ids) > 1 else ""
        where = f"{each.key} ({named})" if named else each.key
        lines.append(f"{file}: {where}: {each.cure}")
    return lines
