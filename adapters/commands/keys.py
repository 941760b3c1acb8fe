"""`handrail keys`: which key wraps what, a new one, and an old one retired."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import typer

from adapters.commands.over_store import over_store
from adapters.environment import CannotStart, Environment
from adapters.redis.crypto import CannotOpen
from adapters.redis.keyring import KeysUnusable
from adapters.redis.opening import folder_of
from adapters.redis.rotating import forget_on_disk, wrap_anew, wrapped_by
from adapters.redis.rotating import retire as retired
from adapters.redis.store import RedisStore
from bot.ports import NotSaved

__all__ = ["retire", "rotate", "show"]


def show(environment: Environment) -> int:
    """Print which key wraps how many; return 1 where one is used that the ring does not hold."""

    async def work(store: RedisStore) -> int:
        counted = await wrapped_by(store.line, await store.walker.schools())
        for at, name in enumerate(store.ring.names):
            use = "wraps what is new" if not at else "opens only"
            typer.echo(f"ok    {name}: {use}, {counted.pop(name, 0)} keys are wrapped with it")
        for name, number in counted.items():
            typer.echo(f"FAIL  {name}: not on the ring, and {number} keys are wrapped with it")
        return 1 if counted else 0

    return _run(environment, work)


def rotate(environment: Environment) -> int:
    """Wrap everything with a new key; return 1 where the operator has to give one first."""

    async def work(store: RedisStore) -> int:
        schools = await store.walker.schools()
        counted = await wrapped_by(store.line, schools)
        begun = bool(set(counted) - {store.ring.names[0]})
        if not begun and environment.redis_url:
            typer.echo(
                f"Everything is wrapped with {store.ring.names[0]}. Put a new key first in "
                "HANDRAIL_KEYS (`name:` and the words of `openssl rand -base64 32`), leave the old "
                "one after it, start all programs so, then run this again."
            )
            return 1
        made = "" if begun else store.ring.add()
        done = await wrap_anew(store.line, store.ring, schools)
        first, older = store.ring.names[0], store.ring.names[1:]
        if made:
            typer.echo(f"{made} was made, and stands first in {_file(environment)}.")
        typer.echo(f"{done} keys were wrapped anew with {first}. No case was written to.")
        typer.echo("Copy the keys to where your backups are not. When no backup is wanted any more")
        typer.echo(
            f"that was made before now: handrail keys retire {' '.join(older[:1]) or 'NAME'}"
        )
        return 0

    return _run(environment, work)


def retire(environment: Environment, name: str) -> int:
    """Retire an old key; return 1 where it is still in use."""

    async def work(store: RedisStore) -> int:
        if name not in store.ring.names[1:]:
            known = ", ".join(store.ring.names[1:]) or "there is none"
            raise CannotStart(f"{name!r} is not one of the older keys ({known})")
        left = await retired(store.line, name, await store.walker.schools(), datetime.now(UTC))
        if left:
            typer.echo(f"FAIL  {name}: {left} keys are wrapped with it; run handrail keys rotate")
            return 1
        if not environment.redis_url:
            store.ring.drop(name)
        rewritten = await forget_on_disk(store.line)
        where = "HANDRAIL_KEYS: take it out" if environment.redis_url else _file(environment)
        typer.echo(f"{name} is retired. Nothing can be kept under it any more ({where}).")
        typer.echo("Destroy every copy of it: older backups, with all that was shredded since,")
        typer.echo("open with it alone.")
        if not rewritten:
            typer.echo("warn  the server did not let its file be written anew; ask who runs it")
        return 0

    return _run(environment, work)


def _file(environment: Environment) -> str:
    return str(folder_of(environment, playground=False) / "keys")


def _run(environment: Environment, work: Callable[[RedisStore], Awaitable[int]]) -> int:
    try:
        return over_store(environment, work)
    except (KeysUnusable, CannotOpen) as wrong:
        raise CannotStart(str(wrong)) from wrong
    except NotSaved as wrong:
        raise CannotStart(f"the store stopped answering: {wrong}; run it again") from wrong
