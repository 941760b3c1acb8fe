"""Whether words may be shown: how many, how hard to read, and none that must not be used."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import textstat

__all__ = [
    "HARDEST",
    "MESSAGE",
    "MOST_WORDS",
    "MOST_WORDS_OF_REFERENCE",
    "SLACK_LABEL",
    "SLACK_MESSAGE",
    "House",
    "count_words",
    "message_problems",
    "shown_words",
]

MOST_WORDS = 40
MOST_WORDS_OF_REFERENCE = 120
HARDEST = 5.0
"""The highest Flesch-Kincaid grade of a message: a reading age of ten."""

MESSAGE = 300
SLACK_LABEL = 75
SLACK_MESSAGE = 3000

SENTENCE = re.compile(r"[^.!?;:\n]+[.!?;:\n]?")
SLOT = re.compile(r"\{[^{}]*\}")
WORD = re.compile(r"[^\W_][\w'\u2019-]*")
PLAIN_WORD = "word"


@dataclass(frozen=True)
class House:
    """The house's words: which do not count as hard, and which are never used or asked for."""

    exempt: tuple[str, ...] = ()
    banned: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()

    @classmethod
    def of(cls, tables: Mapping[str, object]) -> "House":
        """Return the lists that `words.toml` holds under [glossary] and [banned]."""
        return cls(
            exempt=_list(tables, "glossary", "exempt"),
            banned=_list(tables, "banned", "words"),
            requests=_list(tables, "banned", "requests"),
            negations=_list(tables, "banned", "negations"),
            allowed=_list(tables, "banned", "allowed"),
        )

    def grade(self, text: str) -> float:
        """Return the Flesch-Kincaid grade of a whole message, glossary words as easy ones."""
        return _grade(self.exempt, text)

    def unwanted(self, text: str) -> Iterator[str]:
        """Yield what is wrong with the words of a text: a banned one, or an act asked for."""
        plain = text.casefold().replace("\u2019", "'")
        for phrase in self.allowed:
            plain = plain.replace(phrase, "")
        for word in self.banned:
            if _has(word, plain):
                yield f"says {word!r}: say it without that word"
        for sentence in SENTENCE.findall(plain):
            yield from self._asked_for(sentence)

    def _asked_for(self, sentence: str) -> Iterator[str]:
        if sentence.endswith("?"):
            return
        for word in self.requests:
            found = re.search(rf"(?<![\w-]){word}(?![\w-])", sentence)
            if found is None:
                continue
            before = sentence[: found.start()]
            if not any(_has(negation, before) for negation in self.negations):
                yield f"asks to {word!r}: ask for something else, or say not to"


def count_words(text: str) -> int:
    """Return how many words people read; a `{slot}` counts as one."""
    return len(WORD.findall(SLOT.sub(PLAIN_WORD, text)))


def shown_words(*parts: str) -> str:
    """Return the parts of a message as one text, each ending as a sentence."""
    ended = (part if part.endswith((".", "?", "!", ":")) else f"{part}." for part in parts if part)
    return " ".join(ended)


def message_problems(house: House, text: str, *, reference: bool = False) -> Iterator[str]:
    """Yield what is wrong with a whole message; nothing when it may be shown."""
    most = MOST_WORDS_OF_REFERENCE if reference else MOST_WORDS
    longest = SLACK_MESSAGE if reference else MESSAGE
    if (words := count_words(text)) > most:
        yield f"has {words} words: at most {most}"
    if len(text) > longest:
        yield f"has {len(text)} characters: at most {longest}"
    if (grade := house.grade(text)) > HARDEST:
        yield f"has reading grade {grade}: at most {HARDEST:g}; use shorter words or sentences"
    yield from house.unwanted(text)


@lru_cache(maxsize=8192)
def _grade(exempt: tuple[str, ...], text: str) -> float:
    easy = SLOT.sub(PLAIN_WORD, text)
    for word in sorted(exempt, key=len, reverse=True):
        easy = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", PLAIN_WORD, easy, flags=re.IGNORECASE)
    return round(float(textstat.flesch_kincaid_grade(easy)), 1)


def _has(phrase: str, text: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(phrase)}(?![\w-])", text) is not None


def _list(tables: Mapping[str, object], table: str, key: str) -> tuple[str, ...]:
    inside = tables.get(table)
    found = inside.get(key) if isinstance(inside, dict) else None
    return tuple(str(item) for item in found) if isinstance(found, list) else ()
