"""What every table that people write is made of: its form, and its plainest values."""

import re
from difflib import get_close_matches
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

__all__ = ["DAYS", "PHONE", "Id", "Listen", "Phone", "Table", "Words", "nearest", "words_only"]

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
LISTEN = re.compile(r"[A-Za-z0-9.:\[\]-]{1,80}:[0-9]{1,5}")
PHONE = re.compile(r"\+?[0-9][0-9 ]{2,18}")


class Table(BaseModel):
    """A table of a file: nothing in it is unknown, and nothing is read as something else."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def nearest(word: str, known: tuple[str, ...]) -> str:
    """Return the cure for a word that is not known: the nearest known one, else all of them."""
    close = get_close_matches(word, known, n=1)
    return f"did you mean {close[0]!r}?" if close else f"choose from: {', '.join(known)}"


def _id_only(text: str) -> str:
    if ID.fullmatch(text) is None:
        raise ValueError(
            f"{text!r} is not an id; use small letters, digits and hyphens, 41 at most"
        )
    return text


def words_only(text: str) -> str:
    """Return the words without space around them; none are a mistake."""
    if not text.strip():
        raise ValueError("is empty; write what people call it")
    return text.strip()


def _phone_only(text: str) -> str:
    if text and PHONE.fullmatch(text) is None:
        raise ValueError(f'{text!r} is not a phone number; write digits, as in "01632 960100"')
    return text


def _listen_only(text: str) -> str:
    if LISTEN.fullmatch(text) is None:
        raise ValueError(f'{text!r} is no address to listen at; write it as "127.0.0.1:3000"')
    return text


Id = Annotated[str, AfterValidator(_id_only)]
Listen = Annotated[str, AfterValidator(_listen_only)]
Words = Annotated[str, AfterValidator(words_only)]
Phone = Annotated[str, AfterValidator(_phone_only)]
