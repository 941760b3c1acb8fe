"""The embedded server: a Valkey of our own on a unix socket, one for each data directory."""

# Rule 1: the server holds the lock of its directory for as long as it lives: it inherits the file.
#         Lock held: attach. Lock free: nobody serves the directory, so start one.
# Rule 2: a write is answered after it is on the disk, and nothing is ever evicted.
# Rule 3: nobody but this user reaches the socket or the files, and no port is opened.

import asyncio
import ctypes
import fcntl
import hashlib
import logging
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from adapters.redis.finding import ServerUnavailable, find_server

__all__ = ["SETTINGS", "EmbeddedServer"]

SETTINGS = {
    "port": "0",
    "unixsocketperm": "700",
    "appendonly": "yes",
    "appendfsync": "always",
    "no-appendfsync-on-rewrite": "no",
    # Without the binary preamble, what is written here loads in Redis 7.0 and Valkey 8 as well.
    "aof-use-rdb-preamble": "no",
    "save": "",
    "maxmemory": "0",
    "maxmemory-policy": "noeviction",
    "daemonize": "no",
    "logfile": "server.log",
}

_SOCKET_BYTES = 100  # macOS takes 104, with its closing zero; Linux 108
_PATIENCE = timedelta(seconds=30)  # a gigabyte loads in 3 s on a fast disk
_GLANCE = timedelta(milliseconds=4)
_LOOK_EVERY = timedelta(milliseconds=250)
_FIRST_PAUSE = timedelta(milliseconds=250)
_LONGEST_PAUSE = timedelta(seconds=10)
_LOG_TAIL = 400
_PR_SET_PDEATHSIG = 1

_log = logging.getLogger(__name__)


class EmbeddedServer:
    """Starts the server of a directory, or attaches to the one that serves it already.

    The server outlives this process, and the next start attaches to it. With `dies_with_us` (a
    demonstration; Linux only) it ends when this process does.
    """

    def __init__(self, directory: Path, *, dies_with_us: bool = False) -> None:
        """Name the directory; nothing is started yet."""
        self.directory = directory.absolute()
        self.socket = _socket_path(self.directory)
        self.url = f"unix://{quote(str(self.socket))}"
        self._dies_with_us = dies_with_us and sys.platform == "linux"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Return when a server answers for the directory: ours, or somebody else's.

        Raises:
            ServerUnavailable: it ended at once, or nothing answers within half a minute.
        """
        for folder in (self.directory, self.socket.parent):
            _keep_private(folder)
        self._take_over()
        self._await_answer()

    def stop(self) -> None:
        """End the server if we started it, and wait until it has."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait()
            self._process = None

    async def watch(self) -> None:
        """Start the server again whenever it is gone, after a growing pause; until cancelled.

        Meanwhile every call of the store raises `NotSaved`, and people are told so.
        """
        pause = _FIRST_PAUSE
        while True:
            await asyncio.sleep(_LOOK_EVERY.total_seconds())
            try:
                # In this thread: with `dies_with_us` the server ends with the thread it came from.
                if self._take_over():
                    await asyncio.to_thread(self._await_answer)
                    _log.warning("the store's server was gone and has been started again")
                pause = _FIRST_PAUSE
            except (ServerUnavailable, OSError) as why:
                _log.error("the store's server is gone: %s", why)
                await asyncio.sleep(pause.total_seconds())
                pause = min(pause * 2, _LONGEST_PAUSE)

    def _take_over(self) -> bool:
        """Start a server if nobody serves the directory; tell whether we did."""
        if self._process is not None and self._process.poll() is not None:
            self._process = None
        lock = os.open(self.directory / "server.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.socket.unlink(missing_ok=True)
            self._process = self._spawn(lock)
        except BlockingIOError:
            return False
        finally:
            os.close(lock)
        return True

    def _spawn(self, lock: int) -> subprocess.Popen[bytes]:
        settings = {**SETTINGS, "dir": str(self.directory), "unixsocket": str(self.socket)}
        options = [part for name, value in settings.items() for part in (f"--{name}", value)]
        return subprocess.Popen(  # noqa: S603 - our own server, no shell
            [find_server(), *options],
            pass_fds=[lock],
            start_new_session=True,  # Ctrl-C is for us: we may still have something to write
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.directory,
            env={},  # our environment may hold keys
            umask=0o077,
            preexec_fn=_end_with_parent if self._dies_with_us else None,  # noqa: PLW1509 - one system call
        )

    def _await_answer(self) -> None:
        deadline = time.monotonic() + _PATIENCE.total_seconds()
        while not self._answers():
            if self._process is not None and self._process.poll() is not None:
                code, self._process = self._process.returncode, None
                raise ServerUnavailable(f"the server ended at once ({code}): {self._last_words()}")
            if time.monotonic() > deadline:
                raise ServerUnavailable(
                    f"{self.directory} is locked but nothing answers on {self.socket}; "
                    "is another server still loading or ending there?"
                )
            if self._process is None:
                self._take_over()
            time.sleep(_GLANCE.total_seconds())

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(1)
            try:
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(64).startswith(b"+PONG")
            except OSError:
                return False

    def _last_words(self) -> str:
        try:
            said = (self.directory / SETTINGS["logfile"]).read_text("utf-8", "replace")
        except OSError:
            return "it left no log; is the disk full, or the directory not ours?"
        return said[-_LOG_TAIL:].strip()


def _socket_path(directory: Path) -> Path:
    path = directory / "server.sock"
    if len(os.fsencode(path)) <= _SOCKET_BYTES:
        return path
    digest = hashlib.sha256(os.fsencode(directory)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"handrail-{os.getuid()}-{digest}" / "server.sock"


def _keep_private(folder: Path) -> None:
    """Make the folder, or see that it is ours, and close it to everybody else.

    Raises:
        ServerUnavailable: somebody else owns it, or it is a link.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if found.st_uid != os.getuid() or folder.is_symlink():
        raise ServerUnavailable(f"{folder} is not a folder of this user; choose another")
    folder.chmod(0o700)


if sys.platform == "linux":
    _libc = ctypes.CDLL(None)

    def _end_with_parent() -> None:
        # Not SIGTERM: a server that is ending still answers, and the next start would attach to it.
        # What was acknowledged is on the disk already.
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)

else:

    def _end_with_parent() -> None:
        """Do nothing: this system knows no such signal."""
