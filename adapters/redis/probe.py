"""The durability probe: what the server can be held to, found by asking it."""

# Rule: what cannot be proved is not promised: a managed service may hide its settings.

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from adapters.redis.connection import Line
from adapters.redis.guarantee import Guarantee, Keeps
from adapters.redis.keys import Names
from adapters.redis.moments import from_micros
from bot.ports import NotSaved, Queue

__all__ = ["Health", "measure", "prove"]

_LEAST = (7, 0)
_LEAST_TO_WAIT = (7, 2)
_SETTINGS = ("appendfsync", "no-appendfsync-on-rewrite", "maxmemory-policy")


@dataclass(frozen=True, slots=True)
class Health:
    """How the store is now. `lag` is how far the oldest due job is behind, by school and queue."""

    writes_reach_disk: bool
    rewriting: bool
    memory_bytes: int
    dead: Mapping[str, int]
    lag: Mapping[tuple[str, Queue], timedelta]


async def prove(line: Line, *, operator_answers: bool = False, replicas: int = 0) -> Guarantee:
    """Return what the server can be held to, where that many replicas are waited for.

    `operator_answers` is the operator's word that the storage is durable: it stands in where the
    settings are hidden or too weak, and never for eviction or an old server.

    Raises:
        NotSaved: the server does not answer.
    """
    told = _told(await line.ask("INFO"))
    settings = await _settings(line)
    version = told.get("valkey_version") or told.get("redis_version", "0.0")
    name = "Valkey" if "valkey_version" in told else "Redis"
    connected = int(told.get("connected_slaves", 0))
    faults = [why for is_so, why in _faults(told, settings, f"{name} {version}") if is_so]
    if replicas and _speaks(told) < _LEAST_TO_WAIT:
        faults.append(f"{name} {version} cannot wait for replicas (WAITAOF); 7.2 or newer can")
    if connected < replicas:
        faults.append(f"{replicas} replicas are asked for and {connected} connected: nothing saves")
    return Guarantee(
        server=f"{name} {version}",
        keeps=_keeps(told, settings),
        replicas=connected,
        faults=tuple(faults),
        asked=replicas,
        confirmed=operator_answers,
    )


def _speaks(told: Mapping[str, str]) -> tuple[int, ...]:
    """Return the release of Redis whose commands the server knows."""
    return tuple(int(part) for part in told.get("redis_version", "0.0").split(".")[:2])


def _faults(
    told: Mapping[str, str], settings: Mapping[str, str], server: str
) -> list[tuple[bool, str]]:
    """Return what no operator can accept, each with whether it is so."""
    policy = settings.get("maxmemory-policy") or told.get("maxmemory_policy", "unknown")
    return [
        (_speaks(told) < _LEAST, f"{server} is too old; 7.0 or newer is needed"),
        (
            policy != "noeviction",
            f"maxmemory-policy is {policy}: records may be deleted; set it to noeviction",
        ),
        (
            told.get("aof_last_write_status", "ok") != "ok",
            "the last write to the append-only file failed; is the disk full?",
        ),
        (
            told.get("role", "master") != "master",
            "this server is a replica: what is written elsewhere comes here; name its primary",
        ),
        (
            told.get("cluster_enabled", "0") == "1",
            "this server is part of a cluster, which is not supported; use one with replicas",
        ),
    ]


async def measure(line: Line, schools: Mapping[str, datetime], *, now: datetime) -> Health:
    """Return how the store is.

    `schools` gives each school's own moment, `now` is the machine's.

    Raises:
        NotSaved: the server does not answer.
    """
    told = _told(await line.ask("INFO"))
    dead: dict[str, int] = {}
    lag: dict[tuple[str, Queue], timedelta] = {}
    for school, moment in schools.items():
        names = Names(school)
        asked = [("HLEN", names.dead), *(_oldest(names, queue) for queue in Queue)]
        dead[school], *oldest = await line.ask_all(*asked)
        for queue, found in zip(Queue, oldest, strict=True):
            clock = moment if queue is Queue.TIMERS else now
            lag[school, queue] = _behind(found, clock)
    return Health(
        writes_reach_disk=told.get("aof_last_write_status") == "ok",
        rewriting=told.get("aof_rewrite_in_progress") == "1",
        memory_bytes=int(told.get("used_memory", 0)),
        dead=dead,
        lag=lag,
    )


def _oldest(names: Names, queue: Queue) -> tuple[str, ...]:
    return ("ZRANGE", names.queues[queue].due, "0", "0", "WITHSCORES")


def _behind(found: Sequence[bytes], clock: datetime) -> timedelta:
    if not found:
        return timedelta()
    return max(clock - from_micros(int(found[1])), timedelta())


async def _settings(line: Line) -> dict[str, str]:
    """Return what CONFIG GET gives; nothing where a managed service does not allow it."""
    try:
        found = await line.ask("CONFIG", "GET", *_SETTINGS)
    except NotSaved:
        return {}
    return {_text(name): _text(value) for name, value in zip(found[::2], found[1::2], strict=True)}


def _keeps(told: Mapping[str, str], settings: Mapping[str, str]) -> Keeps:
    if told.get("aof_enabled") != "1":
        return Keeps.NEVER if "aof_enabled" in told else Keeps.UNKNOWN
    if settings.get("no-appendfsync-on-rewrite") == "yes":
        return Keeps.SOMETIMES
    known = {"always": Keeps.ALWAYS, "everysec": Keeps.A_SECOND, "no": Keeps.SOMETIMES}
    return known.get(settings.get("appendfsync", ""), Keeps.UNKNOWN)


def _told(info: Mapping[Any, Any]) -> dict[str, str]:
    return {_text(name): _text(value) for name, value in info.items()}


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
