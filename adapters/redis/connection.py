"""One line to the server: what goes wrong is `NotSaved`, nothing is repeated unasked."""

# Rule 1: redis-py repeats nothing. After a lost reply a script may have run: only the caller
#         knows whether it may run again, and says so with `repeat`.
# Rule 2: `repeat` is one more try, on a new connection. Then the answer is NotSaved.
# Rule 3: all calls share one line (`wire.py`), but for those that hold one up: a script that waits
#         for replicas, a transaction, a walk through the whole store.

from asyncio import StreamWriter
from collections.abc import Awaitable, Callable, Sequence
from hashlib import sha1
from importlib.resources import files
from typing import Any, TypeVar

from hiredis import pack_command
from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.connection import (
    Connection,
    SSLConnection,
    UnixDomainSocketConnection,
    parse_url,
)
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as LostConnection
from redis.exceptions import NoScriptError, RedisError
from redis.exceptions import TimeoutError as LostReply

from adapters.redis.wire import Endpoint, Value, Wires
from bot.ports import NotSaved

__all__ = ["Line", "Refused", "Script", "Value"]

_Answer = TypeVar("_Answer")

_CONNECT_SECONDS = 1.0
_REPLY_SECONDS = 2.0
_WAIT_FOR_CONNECTION_SECONDS = 5.0
_REPLICA_MILLISECONDS = 700  # asked twice, within one reply
_CONNECTIONS = 64


class Refused(NotSaved):
    """The server answered, and refused: asking again is of no use."""


class _Packing:
    """Packs commands in C; redis-py's asyncio side does it in Python, 1.5 us an argument."""

    _writer: StreamWriter | None

    def pack_command(self, name: str, *args: Value) -> list[bytes]:
        return [pack_command((*name.split(), *args))]  # type: ignore[arg-type] # typed wrongly

    def write(self, packed: Sequence[bytes]) -> None:
        """Send without waiting.

        Raises:
            OSError: it is closed.
        """
        if self._writer is None:
            raise ConnectionResetError
        self._writer.writelines(packed)


class _PackedConnection(_Packing, Connection):  # type: ignore[misc] # sync and async differ
    """A connection over TCP."""


class _PackedSSLConnection(_Packing, SSLConnection):  # type: ignore[misc] # as above
    """A connection over TLS."""


class _PackedUnixConnection(_Packing, UnixDomainSocketConnection):  # type: ignore[misc] # as above
    """A connection over a unix socket."""


_PACKED: dict[type, type] = {
    Connection: _PackedConnection,
    SSLConnection: _PackedSSLConnection,
    UnixDomainSocketConnection: _PackedUnixConnection,
}


class Script:
    """A Lua script with what all scripts share before it."""

    __slots__ = ("digest", "text")

    def __init__(self, name: str) -> None:
        """Read `scripts/<name>.lua` from the package."""
        scripts = files(__package__).joinpath("scripts")
        shared = scripts.joinpath("jobs.lua").read_text("utf-8")
        self.text = f"{shared}\n{scripts.joinpath(f'{name}.lua').read_text('utf-8')}"
        self.digest = sha1(self.text.encode(), usedforsecurity=False).hexdigest()


class Line:
    """A pool of connections to one server.

    With `replicas`, a script counts as done only when that many replicas have it on disk too
    (WAITAOF; not on Redis before 7.2).
    """

    def __init__(self, url: str, *, replicas: int = 0) -> None:
        """Connect when first asked. `url` is `redis://`, `rediss://` or `unix://`."""
        options: dict[str, Any] = dict(parse_url(url))
        pool = BlockingConnectionPool(
            connection_class=_PACKED[options.pop("connection_class", Connection)],
            max_connections=_CONNECTIONS,
            timeout=_WAIT_FOR_CONNECTION_SECONDS,
            retry=Retry(NoBackoff(), 0),
            protocol=2,
            socket_connect_timeout=_CONNECT_SECONDS,
            socket_timeout=_REPLY_SECONDS,
            **options,
        )
        self.client: Redis = Redis(connection_pool=pool)
        self._pool = pool
        self._wires = Wires(self._connected)
        self._replicas = replicas

    async def close(self) -> None:
        """Close all connections."""
        await self._wires.close()
        await self.client.aclose()
        await self.client.connection_pool.disconnect()

    async def ask(self, *command: Value) -> Any:
        """Return the answer to one command that may be repeated without harm.

        Raises:
            NotSaved: the server does not answer, or refuses.
        """
        (answer,) = await self.ask_all(command)
        return answer

    async def ask_all(self, *commands: Sequence[Value]) -> list[Any]:
        """Return the answers to several harmless commands in one round trip.

        Raises:
            NotSaved: the server does not answer, or refuses one.
        """
        return await _attempt(lambda: self._together(*commands), repeat=True)

    async def ask_at_once(self, *commands: Sequence[Value]) -> list[Any]:
        """Return the answers to several harmless commands, between which nobody writes.

        Raises:
            NotSaved: the server does not answer, or (`Refused`) refuses one.
        """

        async def send() -> list[Any]:
            async with self.client.pipeline(transaction=True) as pipe:
                for command in commands:
                    pipe.execute_command(*command)
                return list(await pipe.execute())

        return await _attempt(send, repeat=True)

    async def names(self, pattern: str) -> list[str]:
        """Return the names of all keys that match; it walks through the whole store.

        Raises:
            NotSaved: the server does not answer.
        """

        async def send() -> list[str]:
            found = self.client.scan_iter(match=pattern, count=1000)
            return sorted({key.decode("utf-8", "replace") async for key in found})

        return await _attempt(send, repeat=True)

    async def run(
        self, script: Script, keys: Sequence[str], args: Sequence[Value], *, repeat: bool
    ) -> Any:
        """Return what the script answers, once the server has it on disk.

        Raises:
            NotSaved: not confirmed; the script may have run.
        """

        async def send() -> Any:
            try:
                return await self._confirmed("EVALSHA", script.digest, len(keys), *keys, *args)
            except NoScriptError:  # a server that has just begun: nothing has run
                return await self._confirmed("EVAL", script.text, len(keys), *keys, *args)

        return await _attempt(send, repeat=repeat)

    async def _connected(self) -> Endpoint:
        """Return a new connection, outside the pool.

        Raises:
            LostConnection, LostReply, OSError: the server does not answer.
        """
        connection: Any = self._pool.make_connection()  # type: ignore[no-untyped-call] # redis
        try:
            await connection.connect()
        except BaseException:
            await connection.disconnect(nowait=True)
            raise
        found: Endpoint = connection
        return found

    async def _together(self, *commands: Sequence[Value]) -> list[Any]:
        """Return the answers as redis-py gives them; raise the first that is a refusal."""
        answers = await self._wires.ask(commands)
        for answer in answers:
            if isinstance(answer, Exception):
                raise answer
        meanings = self.client.response_callbacks
        return [
            meanings[name](answer) if (name := str(command[0])) in meanings else answer
            for command, answer in zip(commands, answers, strict=True)
        ]

    async def _confirmed(self, *command: Value) -> Any:
        if not self._replicas:
            (answer,) = await self._together(command)
            return answer
        # WAITAOF speaks for the connection that wrote, so all go down the same one. A replica that
        # is asked at once answers before its own fsync and then only once a second: WAIT takes that
        # first answer, and WAITAOF asks again when it is on the disk (1 s became 1 ms).
        async with self.client.pipeline(transaction=False) as pipe:
            pipe.execute_command(*command)
            pipe.execute_command("WAIT", self._replicas, _REPLICA_MILLISECONDS)
            pipe.execute_command("WAITAOF", 1, self._replicas, _REPLICA_MILLISECONDS)
            answer, _, confirmed = await pipe.execute()
        if confirmed[0] < 1 or confirmed[1] < self._replicas:
            raise LostReply(f"on disk at {confirmed[1]} of {self._replicas} replicas")
        return answer


async def _attempt(send: Callable[[], Awaitable[_Answer]], *, repeat: bool) -> _Answer:
    try:
        return await send()
    except (LostConnection, LostReply, OSError) as lost:
        if not repeat:
            raise NotSaved(f"the store did not answer: {lost}") from lost
    except RedisError as refused:
        raise Refused(f"the store refused: {refused}") from refused
    try:
        return await send()
    except (RedisError, OSError) as lost:
        raise NotSaved(f"the store did not answer, twice: {lost}") from lost
