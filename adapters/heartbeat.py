"""The heartbeat of the watch: a sign that all is well, for a monitor and for `/health`."""

# Rule: it is silence that tells. A beat that is left out needs nobody to send anything.

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp import ClientError

from adapters.egress import session
from adapters.redis.opening import make_folder

__all__ = ["LONGEST", "Heart", "NoBeat"]

LONGEST = timedelta(seconds=5)


class NoBeat(Exception):
    """The monitor did not take the beat; the message says how it answered."""


@dataclass(frozen=True, slots=True)
class Heart:
    """Beats into a file of this deployment, and to a monitor's address where there is one."""

    file: Path | None = None
    url: str = ""

    async def beat(self, at: datetime) -> None:
        """Say that all is well at `at` (the machine's moment).

        Raises:
            NoBeat: the monitor does not take it. The file has been written by then.
        """
        if self.file is not None:
            make_folder(self.file.parent)
            fresh = self.file.with_suffix(".new")
            fresh.touch(mode=0o600)
            fresh.write_text(at.isoformat(), encoding="ascii")
            fresh.replace(self.file)
        if self.url:
            await self._tell()

    async def _tell(self) -> None:
        try:
            async with (
                session([self.url], patience=LONGEST) as web,
                web.get(self.url, allow_redirects=False) as answer,
            ):
                if not answer.ok:
                    raise NoBeat(f"the monitor answers {answer.status}")
        except (ClientError, OSError, TimeoutError) as wrong:
            raise NoBeat(f"the monitor does not answer ({type(wrong).__name__})") from wrong

    def age(self, now: datetime) -> timedelta | None:
        """Return how long ago it last beat here; None where it never did."""
        try:
            text = self.file.read_text(encoding="ascii") if self.file is not None else ""
            at = datetime.fromisoformat(text)
        except (OSError, ValueError):
            return None
        return max(now - at.astimezone(UTC), timedelta())
