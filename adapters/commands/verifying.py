"""`handrail verify`: is the record whole, and is it still the one that was anchored?"""

# Rule: what is printed has references, counts, days and staff ids, and no content of a case.

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

import typer

from adapters.commands.over_store import over_store
from adapters.environment import CannotStart, Environment
from adapters.redis.store import RedisStore
from adapters.redis.walking import Walk, Wrong
from bot.fsm.hours import local
from bot.ports import NotSaved
from bot.record.anchors import Misread, read_words

__all__ = ["Verified", "verified", "verify"]

NO_MATCH = (
    "no state of this store has these words: the record that they stood for was changed, cut off "
    "or taken out, or they are of another store"
)


@dataclass(slots=True)
class Verified:
    """What was found in a whole store. `asked` are the words that were looked for."""

    asked: str
    schools: list[Walk] = field(default_factory=list)
    editions: list[Wrong] = field(default_factory=list)

    @property
    def matches(self) -> list[str]:
        """Return what the words asked for stand for, school by school."""
        return [f"{walk.school}: {each}" for walk in self.schools for each in walk.matches]

    @property
    def whole(self) -> bool:
        """Whether everything is as it was written, and the words were found."""
        wrong = self.editions or any(walk.wrong for walk in self.schools)
        return not wrong and bool(self.matches or not self.asked)


def verify(environment: Environment, anchor: str, *, as_json: bool) -> int:
    """Print how the record is; return 1 where it is not as it was written.

    Raises:
        CannotStart: the store does not answer, or the words are not those of an anchor.
    """
    try:
        words = read_words(anchor) if anchor.strip() else ""
    except Misread as wrong:
        raise CannotStart(f"--anchor: {wrong}") from wrong
    found = over_store(environment, lambda store: verified(store, words))
    for line in [_object(found)] if as_json else _lines(found):
        typer.echo(line)
    return 0 if found.whole else 1


async def verified(store: RedisStore, words: str = "") -> Verified:
    """Return how everything in a store is.

    Raises:
        CannotStart: the store stopped answering.
    """
    found = Verified(words)
    try:
        found.schools = [
            await store.walker.walk(name, words) for name in await store.walker.schools()
        ]
        found.editions = await store.walker.editions()
    except NotSaved as wrong:
        raise CannotStart(f"the store stopped answering: {wrong}") from wrong
    return found


def _lines(found: Verified) -> Iterator[str]:
    if not found.schools:
        yield "warn  the store holds no record yet. Should it? Then name its folder with --data."
    for walk in found.schools:
        yield from _school(walk)
    yield from (f"FAIL  {each.what}" for each in found.editions)
    if found.asked:
        told = [f"ok    the words stand for {each}" for each in found.matches]
        yield from told or [f"FAIL  --anchor: {NO_MATCH}"]
    if found.whole:
        yield "The record is whole." if found.schools else "There was nothing to verify."
    else:
        yield "The record is NOT as it was written. Keep the store as it is, and tell the DSL."


def _school(walk: Walk) -> Iterator[str]:
    for each in walk.wrong:
        yield f"FAIL  {walk.school} {each.case or 'ledger'}: {each.what}"
    if not walk.wrong:
        yield f"ok    {walk.school}: {_count(walk.cases, 'case')}, {_entries(walk.entries)} whole"
    for gone in walk.shredded:
        told = f"by {gone.dsl} and {gone.head} ({gone.grounds})"
        yield f"ok    {walk.school} {gone.ref}: shredded on {local(gone.at):%d %b %Y} {told}"
    if walk.anchors:
        last = walk.anchors[-1]
        told = f"covers {_count(last.cases, 'case')}, {_entries(last.entries)}"
        yield f"ok    {walk.school}: the anchor of {local(last.at):%d %b %Y, %H:%M} {told}"
    elif walk.cases:
        yield f"warn  {walk.school}: no anchor yet, so a whole case taken out would not be seen"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _entries(number: int) -> str:
    return f"{number} {'entry' if number == 1 else 'entries'}"


def _object(found: Verified) -> str:
    schools = [
        {
            **asdict(walk),
            "shredded": [each.model_dump(mode="json") for each in walk.shredded],
            "anchors": [{**asdict(each), "at": each.at.isoformat()} for each in walk.anchors],
        }
        for walk in found.schools
    ]
    return json.dumps(
        {
            "whole": found.whole,
            "anchor_found": bool(found.matches) if found.asked else None,
            "schools": schools,
            "editions": [asdict(each) for each in found.editions],
        }
    )
