"""What people type in a walk: real answers to every question, repair words, and junk."""

from __future__ import annotations

from bot.fsm.deeds import DEEDS
from tests.engine import intake

ANSWERS = tuple(
    phrase
    for question in intake().questions
    for option in question.options
    for phrase in (option.label, *option.means[:1])
)
OFTEN = (
    *(
        "no",
        "yes",
        "not known",
        "no",
        "yes",
        "not known",
        "i don't think so",
        "none",
        "1",
        "1 and 2",
    ),
    *("12", "15", "18", "year 8", "year 13", "she's 14", "Jo Bloggs", "room 4", "today at 10"),
)
REPAIRS = (
    *(
        "back",
        "change 1",
        "change 3",
        "change 99",
        "change",
        "why",
        "help",
        "stop",
        "say that again",
    ),
    *("ring me", "send", "another child", "take it back", "go on", "add", "hello", "start again"),
)
JUNK = (
    *(
        "",
        " ",
        "\u200b",
        "🙂",
        "?",
        "??",
        "x" * 2001,
        "\x00\x07",
        "<b>hi</b>",
        "nearly 13",
        "-1",
        "999",
    ),
    *("www.example.org/a", "data:image/png;base64,AAAA", "@jo.b99", "no no no maybe yes", "q.1.0"),
)
WORDS = (*OFTEN, *ANSWERS, *REPAIRS, *REPAIRS, *JUNK)
LATER = ("later.written.1", "later.review.0.form", "later.answer.1.m9999999.0", "later.no.0")
CALLS = ("ring.1", "rang.1.101", "no_answer.1.101", "rang.1.999", "rang.1.nobody")
DEEDS_TRIED = (
    *(
        *DEEDS,
        "open",
        "not_me",
        *("take_over", "take", "hand.deputy1", "hand.deputy2", "hand.dsl", "decline"),
        "accept",
        "",
        "no such deed",
    ),
    *(*LATER, *CALLS),
)
