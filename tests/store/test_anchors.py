"""An anchor in words: short enough to read out, and never taken for another."""

from __future__ import annotations

import contextlib
import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.record.anchors import Misread, _words, read_words, words_of

DIGESTS = st.binary(min_size=32, max_size=32)


def test_the_words_are_as_many_as_nine_bits_count_and_none_is_a_slip_away_from_another() -> None:
    words = _words()

    assert len(set(words)) == 512
    assert all(re.fullmatch(r"[a-z]{3,8}", word) for word in words)
    pairs = combinations(words, 2)
    same = [pair for pair in pairs if len(pair[0]) == len(pair[1]) and _apart(*pair) == 1]
    assert same == []


def _apart(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def test_the_words_of_a_digest_never_change() -> None:
    """Words that were posted years ago are read by this release."""
    assert words_of(bytes(32)) == "acorn acorn acorn acorn acorn acorn acorn kettle"
    told = "acorn almond attic bottle cushion mushroom lace cymbal"
    assert words_of(bytes(range(32))) == told


@given(DIGESTS, DIGESTS)
def test_digests_that_differ_in_what_is_carried_have_other_words(one: bytes, other: bytes) -> None:
    carried = [int.from_bytes(each[:8], "big") >> 1 for each in (one, other)]

    assert (words_of(one) == words_of(other)) == (carried[0] == carried[1])


@given(DIGESTS)
def test_what_was_posted_is_read_however_it_was_copied(digest: bytes) -> None:
    words = words_of(digest)

    assert read_words(f"  {words.upper().replace(' ', ',  ')}\n") == words


def test_nearly_every_wrong_word_is_a_slip_and_no_changed_record() -> None:
    said = words_of(bytes(range(32))).split()
    read = 0
    for at in range(8):
        for other in set(_words()) - {said[at]}:
            with contextlib.suppress(Misread):
                read_words(" ".join([*said[:at], other, *said[at + 1 :]]))
                read += 1

    assert read < 8 * 511 / 256, "the check word is right by chance once in 512"


def test_two_words_that_changed_places_are_a_slip() -> None:
    one, two, *rest = words_of(bytes(range(32))).split()

    with pytest.raises(Misread, match="do not belong together"):
        read_words(" ".join([two, one, *rest]))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("acron acorn", "'acron' is no word of an anchor; did you mean"),
        ("acorn beach", "has 8 words; these are 2"),
        ("YP-7K3Q", "is no word of an anchor; copy them once more"),
        ("", "these are 0"),
    ],
)
def test_what_is_no_anchor_is_told_with_its_cure(typed: str, told: str) -> None:
    with pytest.raises(Misread, match=re.escape(told)):
        read_words(typed)
