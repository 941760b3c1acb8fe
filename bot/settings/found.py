"""One thing to mend in `handrail.toml`: where, and how."""

from dataclasses import dataclass

__all__ = ["Found"]


@dataclass(frozen=True, slots=True)
class Found:
    """Something to mend at a key of the file."""

    key: str
    cure: str
