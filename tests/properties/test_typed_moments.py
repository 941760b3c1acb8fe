"""What holds for every text that can be typed when a form asks "When?"."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from bot.dialogs.moments import LONDON, Expect, Unclear, moment_of

PAST, FUTURE, ANY = Expect.PAST, Expect.FUTURE, Expect.ANY
WEDNESDAY = datetime(2026, 11, 18, 14, 0, tzinfo=UTC)

WORDS = """
now today yesterday tomorrow this last next Friday sunday Wed morning evening 12/11 29/2 31/11/2026
2026-03-29 25.10.2026 12 Nov 1st march 2027 9999-12-31 0001-01-01 3 9 25 3:30 0130 1.30am 12am 3pm
24:00 noon midnight 3ish in 400 days ago at on an hour two weeks 9999 \u0663 \u00bd , - ?
"""
TYPED = st.lists(st.sampled_from(WORDS.split()), max_size=5).map(" ".join)
MOMENTS = st.datetimes(
    datetime(2024, 1, 1),  # noqa: DTZ001  hypothesis adds the zone
    datetime(2030, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@given(TYPED | st.text(), MOMENTS, st.sampled_from(Expect))
@example("1:30", datetime(2026, 3, 29, 0, 59, tzinfo=UTC), FUTURE)
@example("\ud83d 3pm", WEDNESDAY, FUTURE)
@example("0001-01-01 00:00", WEDNESDAY, ANY)
@example("9999-12-31 23:59", WEDNESDAY, ANY)
@example("1" * 100_000, WEDNESDAY, ANY)
def test_whatever_is_typed_never_fails_and_is_where_it_is_expected(
    text: str, now: datetime, expect: Expect
) -> None:
    for needs_time in (True, False):
        moment = moment_of(text, now, expect, needs_time=needs_time)

        if isinstance(moment, datetime):
            assert moment.tzinfo is UTC
            assert expect is not PAST or moment <= now
            assert expect is not FUTURE or moment >= now
            assert abs(moment - now) <= timedelta(days=400)


FULL_DAYS = ("%d/%m/%Y", "%d/%m", "%a %d %b", "%Y-%m-%d", "%d %B %Y")
CLOCKS = ("%H:%M", "%H.%M", "%I.%M%p")  # not 2030, which after a month is a year


@given(
    MOMENTS, st.sampled_from(FULL_DAYS), st.sampled_from(CLOCKS), st.sampled_from((PAST, FUTURE))
)
def test_a_moment_written_in_full_is_that_moment(
    moment: datetime, day: str, clock: str, expect: Expect
) -> None:
    minute = moment.replace(second=0, microsecond=0)
    here = minute.astimezone(LONDON)
    month = timedelta(days=30 if expect is PAST else -30)

    right, wrong = (
        moment_of(f"{here:{day} {clock}}", now, expect) for now in (minute + month, minute - month)
    )

    midnight = f"{here:%I.%M%p}" == "12.00AM" and clock == "%I.%M%p"
    first = minute - timedelta(hours=1) if here.fold else minute
    other = Unclear.IN_THE_FUTURE if expect is PAST else Unclear.IN_THE_PAST
    assert (right, wrong) == ((Unclear.VAGUE,) * 2 if midnight else (first, other))
