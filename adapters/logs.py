"""Log lines: what happened, to which case, how often.

Never a name, an answer or a free text.
"""

# Rule 1: a line has an event's name and counts, references and places in our code; nothing else.
# Rule 2: an exception's own words are left out: they may quote what somebody wrote.
# Rule 3: a line is one line, on a terminal too: nothing in it moves a cursor or begins another.

import logging
import re
import sys
import traceback
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import structlog

__all__ = ["begin_logging", "counted", "log_bug", "log_failure", "log_refused"]

OURS = ("handrail", "adapters", "bot")
NAME = re.compile(r"[a-z][a-z_]{1,40}")
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_counted: Counter[str] = Counter()

_log: structlog.stdlib.BoundLogger = structlog.get_logger("handrail")


def begin_logging(*, loud: bool = True) -> None:
    """Write log lines to standard error: for people at a terminal, else one JSON object each."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    at_terminal = sys.stderr.isatty()
    last: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer() if at_terminal else structlog.processors.JSONRenderer()
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, _without_words],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _one_line,
                last,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for ours in OURS:
        logging.getLogger(ours).setLevel(logging.INFO if loud else logging.WARNING)
    structlog.configure(
        processors=[
            _count,
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def counted() -> Mapping[str, int]:
    """Return how often each line of ours was logged by this process, by its name."""
    return dict(_counted)


def _count(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Count a line whose event is a name, as all of ours are; a sentence is not one."""
    name = str(event.get("event", ""))
    if NAME.fullmatch(name):
        _counted[name] += 1
    return event


def log_failure(error: BaseException) -> None:
    """Log an exception in our own code: its type and the last place of ours, not its words."""
    _log.error("engine_failed", **_of(error))


def log_refused(school: str, case: str) -> None:
    """Log that somebody tried what they may not do: in which school, on which case, if any."""
    _log.warning("not_allowed", school=school, case=case)


def log_bug(key: str) -> None:
    """Log a message that a platform refused as ours to mend: its case and kind."""
    case, _, rest = key.partition(":")
    _log.error("message_refused", case=case, kind=rest.partition(":")[0])


def log_left(key: str) -> None:
    """Log a message that a platform did not let us take back: its case."""
    _log.warning("message_stays", case=key.partition(":")[0])


def _of(error: BaseException) -> dict[str, str]:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if {"bot", "adapters"} & set(Path(frame.filename).parts)]
    last = (ours or list(frames))[-1:]
    where = ", ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in last)
    return {"error": type(error).__name__, "where": where}


def _one_line(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Write what cannot be printed as its number."""
    return {
        name: UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), value)
        if isinstance(value, str)
        else value
        for name, value in event.items()
    }


def _without_words(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Reduce an exception that a library logs to its type and place."""
    found = event.pop("exc_info", None)
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event.update(_of(error))
    return event
