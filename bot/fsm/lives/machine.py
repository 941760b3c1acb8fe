"""The only file that imports `transitions`: a table of moves becomes a function."""

# Rule 1: every move is in a table; nothing else changes a stage.
# Rule 2: no callbacks and no conditions. What follows from a move is an effect.

from collections.abc import Sequence
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from transitions import Machine

__all__ = ["IllegalMove", "Life", "Move"]

S = TypeVar("S", bound=StrEnum)


class IllegalMove(Exception):
    """Our code asked for a move that the table does not have."""


class Move(NamedTuple, Generic[S]):
    """One row: what happened, from which stage, to which."""

    name: str
    source: S
    dest: S


class _Cursor:
    """A throw-away model that the machine moves; it is never kept."""

    state: str


class Life(Generic[S]):
    """A table of moves. `after(stage, move)` is the stage that follows."""

    def __init__(self, stages: type[S], moves: Sequence[Move[S]], initial: S) -> None:
        """Build the one machine of this table."""
        self.stages = stages
        self.moves = tuple(moves)
        self.initial = initial
        machine = Machine(
            model=None,
            states=[stage.value for stage in stages],
            transitions=[[move.name, move.source.value, move.dest.value] for move in moves],
            initial=initial.value,
            auto_transitions=False,
        )
        self._after = {(move.source, move.name): self._moved(machine, move) for move in moves}

    def _moved(self, machine: Machine, move: Move[S]) -> S:
        """Ask the machine once for each row: answering a person, a look-up is enough."""
        cursor = _Cursor()
        cursor.state = move.source.value
        machine.events[move.name].trigger(cursor)
        return self.stages(cursor.state)

    def after(self, stage: S, move: str) -> S:
        """Return the stage that follows.

        Raises:
            IllegalMove: the table has no such move from this stage.
        """
        if (stage, move) not in self._after:
            raise IllegalMove(self._problem(stage, move))
        return self._after[stage, move]

    def _problem(self, stage: S, move: str) -> str:
        allowed = sorted(row.name for row in self.moves if row.source is stage)
        return f"{move!r} cannot happen to {stage.value!r}; allowed there: {', '.join(allowed)}"

    def allows(self, stage: S, move: str) -> bool:
        """Return whether the table has this move from this stage."""
        return (stage, move) in self._after
