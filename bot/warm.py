"""What this process committed last, kept warm: a shortcut for reading, never for knowing."""

# Rule: a warm value is only ever stepped from; the store's version check has the last word. What
# is shown to somebody without a write is always read from the store.

from collections import OrderedDict
from typing import Generic, TypeVar

__all__ = ["Warm"]

V = TypeVar("V")


class Warm(Generic[V]):
    """The last `size` values by key; the one not used for longest goes first."""

    def __init__(self, size: int = 512) -> None:
        """Start empty."""
        self._size = size
        self._kept: OrderedDict[tuple[str, str], V] = OrderedDict()

    def get(self, key: tuple[str, str]) -> V | None:
        """Return the value kept under (school, id), or None."""
        value = self._kept.get(key)
        if value is not None:
            self._kept.move_to_end(key)
        return value

    def keep(self, key: tuple[str, str], value: V) -> None:
        """Keep a value that has just been committed or read."""
        self._kept[key] = value
        self._kept.move_to_end(key)
        while len(self._kept) > self._size:
            self._kept.popitem(last=False)

    def forget(self, key: tuple[str, str]) -> None:
        """Drop a value that may no longer be the last."""
        self._kept.pop(key, None)
