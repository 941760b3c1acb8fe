"""Which of our messages arrived, and how often, as it is seen from outside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.engine import FRIDAY_MORNING
from tests.simulator.platform import KEY, Arrival, Posts

WORDS = "Sent again: nobody has acted yet."
ALERT = Arrival(FRIDAY_MORNING, WORDS, WORDS)


@contextmanager
def sending(posts: Posts, name: str) -> Iterator[None]:
    named = KEY.set(name)
    try:
        with posts.sending("dsl", WORDS):
            yield
    finally:
        KEY.reset(named)


def times(posts: Posts) -> dict[str, int]:
    return {name: len(told) for (name, _), told in posts.arrived.items()}


def test_two_alerts_of_the_same_words_at_one_moment_are_two() -> None:
    posts = Posts()

    with sending(posts, "alert:1"), sending(posts, "alert:2"):
        posts.came("dsl", ALERT, "dsl", WORDS)
        posts.came("dsl", ALERT, "dsl", WORDS)

    assert times(posts) == {"alert:1": 1, "alert:2": 1}


def test_nor_is_the_second_there_twice_when_the_call_of_the_first_is_over_before() -> None:
    posts = Posts()
    first, second = sending(posts, "alert:1"), sending(posts, "alert:2")

    first.__enter__()
    second.__enter__()
    posts.came("dsl", ALERT, "dsl", WORDS)
    first.__exit__(None, None, None)
    posts.came("dsl", ALERT, "dsl", WORDS)
    second.__exit__(None, None, None)

    assert times(posts) == {"alert:1": 1, "alert:2": 1}


def test_one_that_is_sent_once_more_is_there_twice_whatever_else_was_lost() -> None:
    posts = Posts()
    with sending(posts, "alert:1"):
        pass  # it never arrived

    for _ in range(2):
        with sending(posts, "alert:2"):
            posts.came("dsl", ALERT, "dsl", WORDS)

    assert times(posts) == {"alert:2": 2}


def test_one_that_a_single_call_sends_twice_is_there_twice() -> None:
    posts = Posts()
    with sending(posts, "alert:1"):
        pass

    with sending(posts, "alert:2"):
        posts.came("dsl", ALERT, "dsl", WORDS)
        posts.came("dsl", ALERT, "dsl", WORDS)

    assert times(posts) == {"alert:2": 2}


def test_what_is_seen_only_when_its_call_is_over_is_named_too() -> None:
    posts = Posts()
    with sending(posts, "alert:1"):
        pass

    posts.came("dsl", ALERT, "dsl", WORDS)

    assert times(posts) == {"alert:1": 1}
