"""Rotating the keys that wrap: a new one wraps all, and an old one is retired for good."""

# Rule 1: until it is done both keys open, so it may be broken off and gone on with at any time.
# Rule 2: a key is retired in the store first: whoever still has it in hand can keep nothing under
#         it. Only then is it taken off the ring.

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from adapters.redis.connection import Line, Refused, Script, Value
from adapters.redis.keyring import KeyRing
from adapters.redis.keys import Names
from bot.ports import NotSaved

__all__ = ["RETIRED", "forget_on_disk", "retire", "wrap_anew", "wrapped_by"]

RETIRED = "@retired:"
"""Begins the names of keys that were retired, among the wrapped keys of a school."""

_REWRAP, _RETIRE = Script("rewrap"), Script("retire")
_BATCH = 200


async def wrapped_by(line: Line, schools: Sequence[str]) -> Counter[str]:
    """Return how many data keys each key of the ring wraps, by its name.

    Raises:
        NotSaved: the store does not answer.
    """
    found: Counter[str] = Counter()
    for school in schools:
        kept = await _keys(line, school)
        found.update(value.partition(b":")[0].decode("ascii", "replace") for value in kept.values())
    return found


async def wrap_anew(line: Line, ring: KeyRing, schools: Sequence[str]) -> int:
    """Wrap every data key with the first key of the ring; return how many had another.

    Raises:
        CannotOpen: the ring does not open one.
        NotSaved: the store does not answer; what was wrapped anew stays so.
    """
    first, done = f"{ring.names[0]}:".encode(), 0
    for school in schools:
        names = Names(school)
        old = [
            each for each in (await _keys(line, school)).items() if not each[1].startswith(first)
        ]
        for at in range(0, len(old), _BATCH):
            args: list[Value] = []
            for name, wrapped in old[at : at + _BATCH]:
                args += [name, wrapped, ring.wrap(ring.unwrap(wrapped))]
            said = await line.run(_REWRAP, [names.keys, names.moved], args, repeat=True)
            if not isinstance(said, int):
                raise NotSaved("this school was moved to another store; rotate its keys there")
        done += len(old)
    return done


async def retire(line: Line, name: str, schools: Sequence[str], at: datetime) -> int:
    """Retire a key in every school; return how many data keys it still wraps: then it is not.

    Raises:
        NotSaved: the store does not answer.
    """
    left = 0
    for school in schools:
        args: list[Value] = [name, at.isoformat()]
        left += int(await line.run(_RETIRE, [Names(school).keys], args, repeat=True))
    return left


async def forget_on_disk(line: Line) -> bool:
    """Have the server write its file anew, without what was deleted; say whether it began to.

    A managed service may not allow it.

    Raises:
        NotSaved: the store does not answer.
    """
    try:
        await line.ask("BGREWRITEAOF")
    except Refused:
        return False
    return True


async def _keys(line: Line, school: str) -> dict[bytes, bytes]:
    kept = await line.ask("HGETALL", Names(school).keys)
    return {name: each for name, each in kept.items() if not name.startswith(RETIRED.encode())}
