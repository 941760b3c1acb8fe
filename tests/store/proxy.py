"""A line that loses replies: the server has done the work, the client hears nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path


class LossyLine:
    """Passes everything on, but hangs up instead of passing on the next `lose` script replies."""

    def __init__(self, server: Path) -> None:
        self._server = server
        self.lose = 0
        self.scripts = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_server, to_server = await asyncio.open_unix_connection(str(self._server))
        with suppress(ConnectionError):
            while request := await reader.read(1 << 20):
                script = b"EVAL" in request
                to_server.write(request)
                reply = await from_server.read(1 << 20)
                ran = script and not reply.startswith(b"-NOSCRIPT")
                self.scripts += ran
                if ran and self.lose:
                    self.lose -= 1
                    break
                writer.write(reply)
                await writer.drain()
        for end in (writer, to_server):
            end.close()
            with suppress(ConnectionError):
                await end.wait_closed()


@asynccontextmanager
async def lossy(server: Path, at: Path) -> AsyncIterator[LossyLine]:
    """Yield a lossy line that listens on the socket `at`."""
    line = LossyLine(server)
    listener = await asyncio.start_unix_server(line.serve, str(at))
    async with listener:
        yield line
