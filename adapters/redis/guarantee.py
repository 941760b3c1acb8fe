"""What a store promises, in words; and what an operator has to say to run on less."""

# Rule 1: below "on the disk before it is acknowledged" nothing starts, but where the operator has
#         written down, in the words for it, what may be lost. A word for one loss accepts no other.
# Rule 2: eviction, an old server, a replica and a cluster are never accepted.

from dataclasses import dataclass, replace
from enum import StrEnum

__all__ = ["Guarantee", "Keeps", "Loss"]


class Keeps(StrEnum):
    """When an acknowledged write is on the disk."""

    ALWAYS = "before it is acknowledged"
    A_SECOND = "within about a second"
    SOMETIMES = "when the system gets round to it"
    NEVER = "not at all"
    UNKNOWN = "nobody can tell: the server hides its settings"


class Loss(StrEnum):
    """What may be lost of that which people were told is saved, as an operator accepts it."""

    SECOND = "the last second may be lost"
    MINUTES = "the last minutes may be lost"
    ALL = "everything may be lost"
    HIDDEN = "nobody can tell what may be lost"
    FAILOVER = "a failover may lose what was saved"


LOSSES = {
    Keeps.A_SECOND: Loss.SECOND,
    Keeps.SOMETIMES: Loss.MINUTES,
    Keeps.NEVER: Loss.ALL,
    Keeps.UNKNOWN: Loss.HIDDEN,
}
CURES = {
    Loss.FAILOVER: "set STORE_REPLICAS to how many replicas must have each write on disk as well",
    Loss.HIDDEN: "if who runs it promises that every write is kept, say so with "
    "STORE_DURABILITY=operator-confirmed",
}
SETTINGS = "set appendonly yes, appendfsync always and no-appendfsync-on-rewrite no"


@dataclass(frozen=True, slots=True)
class Guarantee:
    """What the server promises, and every reason not to start on it.

    `replicas` are connected; `asked` of them must have each write on disk before it is
    acknowledged. `faults` are never accepted. `confirmed`: the operator answers for the disk.
    """

    server: str
    keeps: Keeps
    replicas: int
    faults: tuple[str, ...]
    asked: int = 0
    confirmed: bool = False
    accepted: frozenset[str] = frozenset()

    def accepting(self, words: str) -> "Guarantee":
        """Return the guarantee for an operator who has written down these losses, parted by `;`."""
        said = frozenset(" ".join(each.split()).casefold() for each in words.split(";"))
        return replace(self, accepted=said - {""})

    @property
    def losses(self) -> tuple[Loss, ...]:
        """Return what may be lost, whoever has accepted it."""
        disk = () if self.confirmed else tuple(filter(None, [LOSSES.get(self.keeps)]))
        copies = (Loss.FAILOVER,) if self.replicas and not self.asked else ()
        return (*disk, *copies)

    @property
    def refusals(self) -> tuple[str, ...]:
        """Return why nothing may start on it."""
        return (
            *self.faults,
            *(_refusal(loss) for loss in self.losses if loss.value not in self.accepted),
            *(
                f"[store] accept: {each!r} accepts nothing; take it out, or write: {_known()}"
                for each in sorted(self.accepted - set(Loss))
            ),
        )

    @property
    def says(self) -> str:
        """Return the guarantee in one sentence."""
        word = "; the operator answers for the disk" if self.confirmed else ""
        if self.asked:
            copies = f", and on that of {self.asked} of {self.replicas} replicas"
        else:
            copies = f"; {self.replicas} replicas are not waited for" if self.replicas else ""
        losses = [loss.value for loss in self.losses if loss.value in self.accepted]
        accepted = f" (accepted: {'; '.join(losses)})" if losses else ""
        return f"{self.server}: a write is on the disk {self.keeps}{copies}{word}{accepted}"


def _refusal(loss: Loss) -> str:
    cure = CURES.get(loss, SETTINGS)
    return f'{loss}: {cure}; or write [store] accept = "{loss}" into handrail.toml'


def _known() -> str:
    return "; ".join(loss.value for loss in Loss)
