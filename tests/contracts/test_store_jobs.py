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
