"""What goes wrong inside a deployment, the same whatever platform its people are on."""

from __future__ import annotations

from typing import Protocol

from adapters.memory.store import MemoryStore
from bot.fsm.school import School, Way
from tests.chat import Exchange
from tests.engine import broken
from tests.transcripts.lines import Trouble, What


class Inside(Protocol):
    """What can go wrong: the store, the gateway, our own code on `school`."""

    @property
    def store(self) -> MemoryStore: ...
    @property
    def exchange(self) -> Exchange: ...
    @property
    def schools(self) -> dict[str, School]: ...
    @property
    def school(self) -> School: ...


def befall(inside: Inside, trouble: Trouble) -> None:
    """Let a trouble come or go; one of the chat's or of its people is not dealt with here."""
    match trouble.what:
        case What.GATEWAY_DOWN:
            inside.exchange.down.add(Way.PHONE)
        case What.GATEWAY_UP:
            inside.exchange.down.clear()
        case What.STORE_DOWN | What.STORE_UP:
            inside.store.down = trouble.what is What.STORE_DOWN
        case What.OUR_CODE_FAILS:
            inside.schools[inside.school.id] = broken(inside.school)
        case What.OUR_CODE_IS_MENDED:
            inside.schools[inside.school.id] = inside.school
        case _:
            pass
