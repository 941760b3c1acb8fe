"""Why a rehearsal cannot go on: the plan is not one, or a step of it cannot be played."""

__all__ = ["PlanError", "Unplayable"]


class PlanError(Exception):
    """The file is not a plan. Says the file, the line, the key and the cure."""


class Unplayable(Exception):
    """A step cannot be played. Says what was asked at that moment and what is allowed.

    `step` and `line` are set by the player, which knows them.
    """

    def __init__(self, what: str, *, asked: str = "", allowed: str = "") -> None:
        """Keep what the plan wanted, what was asked of that person, and what may be done."""
        super().__init__(what)
        self.what = what
        self.asked = asked
        self.allowed = allowed

    def told(self, file: str, step: int, line: int) -> str:
        """Return the whole message, one line a fact."""
        lines = [f"{file}: step {step} (line {line}) cannot be played: {self.what}"]
        lines.append(f"asked at that moment: {self.asked or 'nothing'}")
        if self.allowed:
            lines.append(f"allowed: {self.allowed}")
        return "\n".join(lines)
