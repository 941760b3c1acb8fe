"""What every store promises about jobs: due in order, held by one, never lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.ports import Conflict, Finish, Queue, Store
from tests.contracts.changes import (
    LEASE,
    NOW,
    SOON,
    change,
    claim,
    claim_one,
    message,
    timer,
)

EXPIRED = NOW + LEASE


class TestClaims:
    async def test_a_job_is_claimed_with_all_that_was_put(self, store: Store) -> None:
        await store.commit(change("message 1", puts=(timer("ladder", body=b"level 1"),)))

        job = await claim_one(store)

        assert (job.school, job.queue, job.key) == ("westcroft", Queue.TIMERS, "ladder")
        assert (job.due, job.body, job.attempt) == (SOON, b"level 1", 1)
        assert job.token > 0

    async def test_nothing_is_claimed_before_it_is_due(self, store: Store) -> None:
        await store.commit(change("message 1", puts=(timer("ladder"),)))

        early = await claim(store, due=SOON - timedelta(microseconds=1))

        assert early == []
        assert len(await claim(store, due=SOON)) == 1

    async def test_the_soonest_come_first_and_no_more_than_asked(self, store: Store) -> None:
        dues = [NOW + timedelta(seconds=second) for second in (5, 1, 4, 2, 3)]
        puts = tuple(timer(f"at {due.second}", due) for due in dues)
        await store.commit(change("message 1", puts=puts))

        first = await claim(store, limit=2)
        rest = await claim(store)

        assert [job.due for job in first + rest] == sorted(dues)
        assert len(first) == 2

    async def test_of_equals_those_put_first_come_first(self, store: Store) -> None:
        keys = [f"{letter}{number}" for number in range(6) for letter in "zam"]
        await store.commit(change("message 1", puts=tuple(timer(key) for key in keys[:9])))
        await store.commit(change("message 2", puts=tuple(timer(key) for key in keys[9:])))

        claimed = [job.key for job in await claim(store, limit=7)]
        claimed += [job.key for job in await claim(store)]

        assert claimed == keys

    async def test_a_job_put_again_takes_its_place_among_equals_anew(self, store: Store) -> None:
        await store.commit(change("message 1", puts=(timer("first"), timer("second"))))
        await store.commit(change("message 2", puts=(timer("first"),)))

        assert [job.key for job in await claim(store)] == ["second", "first"]

    async def test_a_claimed_job_is_nobody_elses_until_the_lease_runs_out(
        self, store: Store
    ) -> None:
        await store.commit(change("message 1", puts=(timer("ladder"),)))
        held = await claim_one(store)

        too_early = await claim(store, now=EXPIRED - timedelta(microseconds=1))
        again = await claim_one(store, now=EXPIRED)

        assert too_early == []
        assert again.token > held.token
        assert again.attempt == 2
        assert again.due == SOON

    async def test_a_lease_runs_on_the_machines_clock_not_the_schools(self, store: Store) -> None:
        await store.commit(change("message 1", puts=(timer("ladder"),)))
        await claim(store)

        months_later = await claim(store, due=SOON + timedelta(days=90), now=NOW)

        assert months_later == []

    async def test_two_claims_share_out_the_jobs_between_them(self, store: Store) -> None:
        keys = {f"job {number}" for number in range(10)}
        await store.commit(change("message 1", puts=tuple(timer(key) for key in sorted(keys))))

        one, other = await claim(store, limit=6), await claim(store, limit=6)

        assert {job.key for job in one + other} == keys
        assert len(one) + len(other) == len(keys)
        assert len({job.token for job in one + other}) == len(keys)


class TestHolding:
    async def test_an_old_holder_cannot_finish_in_a_commit(self, store: Store) -> None:
        await store.commit(change("message 1", puts=(timer("ladder"),)))
        old = await claim_one(store)
        await claim_one(store, now=EXPIRED)

        with pytest.raises(Conflict):
            await store.commit(
                change("fired", finishes=(Finish(Queue.TIMERS, "ladder", old.token),))
            )

    async def test_a_lease_that_ran_out_unnoticed_still_finishes(self, store: Store) -> None:
        await store.commit(change("message 1", puts=(timer("ladder"),)))
        job = await claim_one(store)
        await claim(store, due=SOON - timedelta(seconds=1), now=EXPIRED)

        await store.commit(change("fired", finishes=(Finish(Queue.TIMERS, "ladder", job.token),)))

        assert await store.pending("westcroft", Queue.TIMERS) == []

    async def test_an_old_holder_of_a_finished_job_cannot_finish_a_new_one_of_its_key(
        self, store: Store
    ) -> None:
        await store.commit(change("message 1", puts=(timer("ladder"),)))
        old = await claim_one(store)
        await store.finish("westcroft", (Finish(Queue.TIMERS, "ladder", old.token),))
        await store.commit(change("message 2", puts=(timer("ladder"),)))
        await claim_one(store)

        await store.finish("westcroft", (Finish(Queue.TIMERS, "ladder", old.token),))

        assert await store.pending("westcroft", Queue.TIMERS) == [("ladder", SOON)]

    async def test_a_job_put_again_is_free_and_its_old_token_is_stale(self, store: Store) -> None:
        await store.commit(change("message 1", puts=(timer("ladder", NOW),)))
        held = await claim_one(store)
        await store.commit(change("message 2", puts=(timer("ladder", body=b"replanned"),)))

        with pytest.raises(Conflict):
            await store.commit(
                change("fired", finishes=(Finish(Queue.TIMERS, "ladder", held.token),))
            )

        replanned = await claim_one(store)
        assert (replanned.body, replanned.due, replanned.attempt) == (b"replanned", SOON, 1)

    @pytest.mark.parametrize("token", [0, 1, 99])
    async def test_nobody_finishes_a_job_that_nobody_claimed(
        self, store: Store, token: int
    ) -> None:
        await store.commit(change("message 1", puts=(timer("ladder"),)))

        with pytest.raises(Conflict):
            await store.commit(change("fired", finishes=(Finish(Queue.TIMERS, "ladder", token),)))

    async def test_a_cancelled_job_is_gone_held_or_not(self, store: Store) -> None:
        await store.commit(change("message 1", puts=(timer("held", NOW), timer("waiting"))))
        await claim(store, due=NOW)
        both = ((Queue.TIMERS, "held"), (Queue.TIMERS, "waiting"), (Queue.TIMERS, "never put"))

        await store.commit(change("message 2", cancels=both))

        assert await store.pending("westcroft", Queue.TIMERS) == []
        assert await claim(store, now=EXPIRED) == []

    async def test_a_job_of_one_queue_is_not_one_of_the_other(self, store: Store) -> None:
        await store.commit(change("message 1", puts=(timer("same"), message("same", SOON))))

        await store.commit(change("message 2", cancels=((Queue.TIMERS, "same"),)))

        assert await store.pending("westcroft", Queue.OUTBOX) == [("same", SOON)]


class TestOutbox:
    async def test_what_is_due_at_once_is_held_by_its_committer(self, store: Store) -> None:
        committed = await store.commit(
            change("message 1", puts=(message("now"), message("later", SOON), timer("t", NOW)))
        )

        assert set(committed.tokens) == {"now"}
        assert await claim(store, Queue.OUTBOX, due=NOW) == []
        done = Finish(Queue.OUTBOX, "now", committed.tokens["now"])
        await store.finish("westcroft", (done,))
        assert await store.pending("westcroft", Queue.OUTBOX) == [("later", SOON)]

    async def test_what_its_committer_left_is_claimed_by_another(self, store: Store) -> None:
        committed = await store.commit(change("message 1", puts=(message("alert"),)))

        job = await claim_one(store, Queue.OUTBOX, now=EXPIRED)

        assert (job.key, job.body, job.attempt) == ("alert", b"say", 2)
        assert job.token > committed.tokens["alert"]

    async def test_a_message_put_again_gives_a_new_token_and_the_old_one_is_stale(
        self, store: Store
    ) -> None:
        first = await store.commit(change("message 1", puts=(message("alert"),)))

        second = await store.commit(change("message 2", puts=(message("alert", body=b"worse"),)))

        assert second.tokens["alert"] > first.tokens["alert"]
        stale = Finish(Queue.OUTBOX, "alert", first.tokens["alert"])
        await store.finish("westcroft", (stale,))
        job = await claim_one(store, Queue.OUTBOX, now=EXPIRED)
        assert job.body == b"worse"


class TestSettling:
    async def test_finish_strikes_what_is_held_and_passes_over_what_is_not(
        self, store: Store
    ) -> None:
        await store.commit(change("message 1", puts=(message("one"), message("two"))))
        jobs = await claim(store, Queue.OUTBOX, now=EXPIRED)
        tokens = {job.key: job.token for job in jobs}

        await store.finish(
            "westcroft",
            (
                Finish(Queue.OUTBOX, "two", tokens["two"] + 1, "stale", "never"),
                Finish(Queue.OUTBOX, "gone", 5),
                Finish(Queue.OUTBOX, "one", tokens["one"], "card", "platform 17"),
            ),
        )

        assert await store.pending("westcroft", Queue.OUTBOX) == [("two", NOW)]
        assert await store.receipt("westcroft", "card") == "platform 17"
        assert await store.receipt("westcroft", "stale") == ""

    async def test_finishing_nothing_is_nothing(self, store: Store) -> None:
        await store.finish("westcroft", ())

        assert await store.pending("westcroft", Queue.OUTBOX) == []

    async def test_a_newer_receipt_takes_the_place_of_the_old(self, store: Store) -> None:
        for number in ("16", "17"):
            committed = await store.commit(change(f"message {number}", puts=(message("card"),)))
            done = Finish(Queue.OUTBOX, "card", committed.tokens["card"], "card", number)
            await store.finish("westcroft", (done,))

        assert await store.receipt("westcroft", "card") == "17"

    async def test_a_postponed_job_is_free_at_its_new_time_and_counts_on(
        self, store: Store
    ) -> None:
        await store.commit(change("message 1", puts=(timer("ladder"),)))
        job = await claim_one(store)
        later = SOON + timedelta(minutes=1)

        given_back = await store.postpone(job, later)

        assert given_back
        assert await claim(store, due=SOON) == []
        again = await claim_one(store, due=later)
        assert (again.due, again.attempt) == (later, 2)

    async def test_a_stale_holder_postpones_nothing(self, store: Store) -> None:
        await store.commit(change("message 1", puts=(timer("ladder"),)))
        old = await claim_one(store)
        await claim_one(store, now=EXPIRED)

        given_back = await store.postpone(old, SOON + timedelta(days=9))

        assert not given_back
        assert await store.pending("westcroft", Queue.TIMERS) == [("ladder", SOON)]

    async def test_a_job_given_back_is_no_longer_its_holders(self, store: Store) -> None:
        await store.commit(change("message 1", puts=(timer("ladder"),)))
        job = await claim_one(store)
        await store.postpone(job, SOON)

        assert not await store.postpone(job, SOON + timedelta(days=9))

    async def test_a_buried_job_is_counted_and_comes_no_more(self, store: Store) -> None:
        await store.commit(change("message 1", puts=(timer("ladder"), timer("other"))))
        ladder, other = await claim(store)

        await store.bury(ladder)
        await store.bury(ladder)

        assert await store.dead("westcroft") == 1
        assert await store.pending("westcroft", Queue.TIMERS) == [("other", SOON)]
        await store.commit(change("message 2", puts=(timer("ladder"),)))
        again = await claim_one(store)
        await store.bury(again)
        await store.bury(other)
        assert await store.dead("westcroft") == 3

    async def test_a_stale_holder_buries_nothing(self, store: Store) -> None:
        await store.commit(change("message 1", puts=(timer("ladder"),)))
        old = await claim_one(store)
        await claim_one(store, now=EXPIRED)

        await store.bury(old)

        assert await store.dead("westcroft") == 0
        assert await store.pending("westcroft", Queue.TIMERS) == [("ladder", SOON)]


class TestLooking:
    async def test_next_due_is_the_soonest_that_nobody_holds(self, store: Store) -> None:
        await store.commit(change("message 1", puts=(timer("later"), timer("first", NOW))))

        before = await store.next_due("westcroft", Queue.TIMERS)
        await claim(store, due=NOW)
        after = await store.next_due("westcroft", Queue.TIMERS)

        assert (before, after) == (NOW, SOON)

    async def test_pending_shows_held_jobs_too_soonest_first(self, store: Store) -> None:
        await store.commit(change("message 1", puts=(timer("b"), timer("a"), timer("c", NOW))))
        await claim(store, due=NOW)

        assert await store.pending("westcroft", Queue.TIMERS) == [
            ("c", NOW),
            ("b", SOON),
            ("a", SOON),
        ]
