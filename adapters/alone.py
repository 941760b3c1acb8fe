"""One page for each folder: two that write to the same one would undo each other."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from adapters.environment import CannotStart
from adapters.redis.opening import make_folder

__all__ = ["only_page"]


@contextmanager
def only_page(folder: Path) -> Iterator[None]:
    """Hold the folder of a page while the block runs.

    Raises:
        CannotStart: another process holds it.
    """
    make_folder(folder)
    lock = os.open(folder / "page.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as wrong:
            holder = os.pread(lock, 20, 0).decode("ascii", "replace") or "unknown"
            raise CannotStart(
                f"{folder} is in use by another Handrail page (process {holder}); open that one, "
                "stop it, or choose another folder with --data"
            ) from wrong
        os.ftruncate(lock, 0)
        os.pwrite(lock, str(os.getpid()).encode(), 0)
        yield
    finally:
        with contextlib.suppress(OSError):
            os.close(lock)
