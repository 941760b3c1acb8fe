"""Nobody outside this machine is called by any test: looked at where Python opens its sockets.

Python imports a module of this name by itself when it starts: that is how the programs that tests
start are watched too. It uses nothing but the standard library, and nothing of ours.
"""

# Rule 1: a connection, a datagram or a question for a name that is not of this machine is stopped,
#         and told: in this process as a failed test, by a child in the file that LOG names.
# Rule 2: an audit hook cannot be taken away: no test switches this off.

from __future__ import annotations

import os
import socket
import sys
import weakref
from typing import Any

__all__ = ["CALLED", "LOG", "STRAYED", "Outbound", "is_here"]

LOG = "TESTS_OUTBOUND_LOG"
"""The variable that names the file in which a child process tells of what was stopped."""

HERE = frozenset(
    {"", "localhost", "::1", "0.0.0.0", "::", "None", socket.gethostname().lower()}  # noqa: S104  none is bound here
)
ASKED = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})
SENT = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})

STRAYED: list[str] = []
"""What was stopped in this process, by event and address."""

CALLED: list[tuple[int, bool]] = []
"""Each port of this machine that was connected to, and whether this very process listens there."""

_bound: weakref.WeakSet[socket.socket] = weakref.WeakSet()


class Outbound(OSError):
    """Somebody outside this machine was about to be called."""


def is_here(host: object) -> bool:
    """Return whether a host is this machine."""
    told = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    name = told.partition("%")[0].lower()
    return name in HERE or name.startswith(("127.", "::ffff:127."))


def _hook(event: str, told: tuple[Any, ...]) -> None:
    if event in ASKED:
        _check(event, told[0])
    elif event in SENT:
        _sent(event, *told[:2])
    elif event == "socket.bind" and isinstance(told[1], tuple):
        _bound.add(told[0])


def _sent(event: str, by: socket.socket, address: Any) -> None:
    if not isinstance(address, tuple):
        return  # a socket in the file system, or one that is connected already
    _check(event, address[0])
    if event == "socket.connect" and by.type == socket.SOCK_STREAM:
        CALLED.append((address[1], address[1] in _ours()))


def _ours() -> set[int]:
    open_ones = (each for each in list(_bound) if each.fileno() != -1)
    return {each.getsockname()[1] for each in open_ones}


def _check(event: str, host: object) -> None:
    if is_here(host):
        return
    said = f"{event} {host}"
    STRAYED.append(said)
    log = os.environ.get(LOG, "")
    if log and __name__ == "sitecustomize":  # a child: pytest imports this by its longer name
        with open(log, "a", encoding="utf-8") as file:  # noqa: PTH123  as little as possible here
            file.write(f"{said}\n")
    raise Outbound(f"a test was about to call {host}")


sys.addaudithook(_hook)
