"""Typed words of which nothing is kept: links, encoded files, floods and nothing at all."""

import time

import pytest

from bot.dialogs.load import load_script
from bot.dialogs.script import Value
from bot.dialogs.understand import Refused, understand

INTAKE = load_script("intake")


def said(question: str, text: str) -> Value | None:
    return understand(text, INTAKE.question(question)).value


@pytest.mark.parametrize(
    "text",
    [
        "http://x.example/a",
        "HTTPS://X",
        "hxxps://x.example",
        "https: //x.example",
        "see www.example.com",
        "it is at example.com/abc123",
        "t.me/abc",
        "example[.]com/abc",
        "example.com?id=3",
        "exa\u200bmple.com/abc",
        "\uff45xample.com/abc",
        "data:image/png;base64,iVBORw0KGgo=",
        "iVBORw0KGgoAAAANSUhEUgAAAAUA",
        "x" * 10 + "aB3" * 30,
        "192.168.0.1/pic",
        "blob:null/1234",
        "<https://x.example|here>",
        "it is called IMG_2041.JPG",
        "screenshot 3.png, on her phone",
        "video[.]mp4",
    ],
)
def test_a_link_or_an_encoded_file_is_refused_and_nothing_is_kept(text: str) -> None:
    for question in (INTAKE.question("their_words"), INTAKE.question("danger"), None):
        understood = understand(text, question)

        assert understood.refused is Refused.LINK
        assert understood.value is None


@pytest.mark.parametrize(
    "text",
    [
        "it was on snapchat.com",
        "@jo.smith sent it",
        "jo@school.example wrote",
        "she and/or he said yes/no, i.e. not clear",
        "at 9.30am on 12/3, or 9/11",
        "re: the tablet; data: none",
        "a png, not a jpg. Mov was the other word",
        "supercalifragilisticexpialidocious" * 3,
    ],
)
def test_handles_addresses_and_slashes_are_words(text: str) -> None:
    assert said("their_words", text) == text


def test_2000_characters_are_kept_and_2001_are_not() -> None:
    assert said("their_words", "a " * 999 + "ab") == "a " * 999 + "ab"
    refused = understand("a " * 1000 + "b", INTAKE.question("their_words")).refused

    assert refused is Refused.TOO_LONG


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\u2060\ufeff", "\x00\x1b", "\ud800"])
def test_nothing_that_can_be_seen_is_empty(text: str) -> None:
    assert understand(text, INTAKE.question("their_words")).refused is Refused.EMPTY


@pytest.mark.parametrize("flood", ["a", "a.", "a-", "1 ", "aB1", "http:", ".", "a/", "year 8 "])
def test_a_hundred_thousand_characters_are_read_in_no_time(flood: str) -> None:
    text = (flood * 100_000)[:100_000]
    started = time.process_time()

    understood = understand(text, INTAKE.question("part"))

    assert time.process_time() - started < 2
    assert understood.refused in {Refused.TOO_LONG, Refused.LINK}
