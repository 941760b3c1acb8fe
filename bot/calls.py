"""The other ways to people as a port: what is told outside the chat, and to which address."""

# Rule: what is said has a reference and an act. It is read on a lock screen, by whoever is near.

from hashlib import sha256
from typing import Protocol

from bot.dialogs.words import text_of

__all__ = ["Caller", "behind_call", "case_call", "fault_call", "idempotency"]


class Caller(Protocol):
    """Takes a sentence to an address: an e-mail address, or a number to ring.

    Contract: tests/contracts/test_callers.py.
    """

    async def call(self, school: str, address: str, text: str, *, key: str) -> None:
        """Hand `text` over; returning means that the other side has taken it on.

        `key` names the call: the other side may be handed the same one twice, and is told so. It
        says nothing about anybody. An answer comes within ten seconds, one way or the other.

        Raises:
            Retry: try again later (`unknown`: it may have gone out).
            Reroute: nobody can be had at this address.
            OurBug: the other side refuses what we made.
        """
        ...


def case_call(ref: str) -> str:
    """Return what calls somebody to a case: its reference and the act, and nothing else."""
    return text_of("call_case", ref=ref)


def behind_call(ref: str) -> str:
    """Return what calls somebody to a case that the watch found behind its plan."""
    return text_of("call_behind", ref=ref)


def fault_call() -> str:
    """Return what calls people to a fault of Handrail itself: it names no case."""
    return text_of("call_fault")


def idempotency(school: str, key: str) -> str:
    """Return a job's key as the other side may see it: it says nothing about anybody."""
    return sha256(f"{school}/{key}".encode()).hexdigest()[:32]
