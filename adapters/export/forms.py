"""What a record is handed over as: its making, its kind of file, and whether it is shown."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from adapters.export.sheets import as_pdf
from bot.fsm.desk.taking import Form
from bot.record.chronology import Chronology
from bot.record.exchange import as_json, as_schema
from bot.record.page import as_html
from bot.record.texts import as_referral, as_summary

__all__ = ["FORMS", "Made", "file_name"]


class Made(NamedTuple):
    """How a form is made. A `suffix` makes it a file to keep; without one it is shown."""

    make: Callable[[Chronology], bytes]
    kind: str
    suffix: str = ""


FORMS: Mapping[Form, Made] = {
    Form.PAGE: Made(lambda record: as_html(record).encode(), "text/html"),
    Form.PDF: Made(as_pdf, "application/pdf", ".pdf"),
    Form.SUMMARY: Made(lambda record: as_summary(record).encode(), "text/plain"),
    Form.REFERRAL: Made(lambda record: as_referral(record).encode(), "text/plain"),
    Form.JSON: Made(lambda record: as_json(record).encode(), "application/json", ".json"),
    Form.ACCESS_DRAFT: Made(lambda record: as_html(record).encode(), "text/html"),
    Form.ACCESS: Made(as_pdf, "application/pdf", ".pdf"),
    Form.SCHEMA: Made(lambda _: as_schema().encode(), "application/schema+json", ".schema.json"),
}


def file_name(record: Chronology, suffix: str) -> str:
    """Return what the file is called: the reference and the child's number, and nothing else."""
    child = record.about.child
    return f"{record.about.reference}{f'-child-{child}' if child else ''}{suffix}"
