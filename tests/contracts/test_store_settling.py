"""What every store promises once a job is held: the outbox, finishing, postponing, burying."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.ports import Finish, Queue, Store
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
                Finish(Queue.OUTBOX, "two", tokens["two"] + 1),
                Finish(Queue.OUTBOX, "gone", 5),
                Finish(Queue.OUTBOX, "one", tokens["one"], "card", "platform 17"),
            ),
        )

        assert await store.pending("westcroft", Queue.OUTBOX) == [("two", NOW)]
        assert await store.receipt("westcroft", "card") == "platform 17"

    async def test_a_message_that_is_there_is_known_though_its_job_is_somebody_elses(
        self, store: Store
    ) -> None:
        await store.commit(change("message 1", puts=(message("one"),)))

        for number in ("16", "17"):
            await store.finish("westcroft", (Finish(Queue.OUTBOX, "one", 99, "card", number),))

        assert await store.receipt("westcroft", "card") == "16"
        assert await store.pending("westcroft", Queue.OUTBOX) == [("one", NOW)]

    @pytest.mark.parametrize("within_a_commit", [False, True])
    async def test_without_a_receipt_a_place_is_forgotten(
        self, store: Store, *, within_a_commit: bool
    ) -> None:
        for number, receipt in enumerate(("17", "")):
            committed = await store.commit(change(f"message {number}", puts=(message("card"),)))
            done = Finish(Queue.OUTBOX, "card", committed.tokens["card"], "card", receipt)
            if within_a_commit:
                await store.commit(change(f"done {number}", finishes=(done,)))
            else:
                await store.finish("westcroft", (done,))
            assert await store.receipt("westcroft", "card") == receipt

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

    async def test_what_a_holder_never_settled_comes_back_in_doubt(self, store: Store) -> None:
        await store.commit(change("message 1", puts=(timer("ladder"),)))
        first = await claim_one(store)

        assert not first.doubt
        assert (await claim_one(store, now=EXPIRED)).doubt

    async def test_what_a_committer_held_and_never_settled_comes_back_in_doubt(
        self, store: Store
    ) -> None:
        await store.commit(change("message 1", puts=(message("card"),)))

        job = await claim_one(store, Queue.OUTBOX, now=EXPIRED)

        assert job.doubt

    async def test_a_doubt_stays_until_the_job_is_put_anew(self, store: Store) -> None:
        await store.commit(change("message 1", puts=(timer("ladder"),)))
        await store.postpone(await claim_one(store), SOON)
        plain = await claim_one(store)
        await store.postpone(plain, SOON, doubt=True)
        doubtful = await claim_one(store)
        await store.postpone(doubtful, SOON)

        assert [plain.doubt, doubtful.doubt, (await claim_one(store)).doubt] == [False, True, True]

        await store.commit(change("message 2", puts=(timer("ladder"),)))
        assert not (await claim_one(store)).doubt

    async def test_a_job_given_back_in_doubt_is_no_longer_its_holders(self, store: Store) -> None:
        await store.commit(change("message 1", puts=(timer("ladder"),)))
        job = await claim_one(store)
        await store.postpone(job, SOON, doubt=True)

        assert not await store.postpone(job, SOON + timedelta(days=9))

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

    async def test_a_look_at_all_schools_finds_those_in_which_a_claim_would_find_a_job(
        self, store: Store
    ) -> None:
        schools = ("westcroft", "elsewhere")
        assert await store.waiting(schools, due=NOW, now=NOW) == frozenset()
        await store.commit(change("message 1", puts=(timer("ladder", SOON),)))

        early = await store.waiting(schools, due=NOW, now=EXPIRED)
        due = await store.waiting(schools, due=SOON, now=NOW)
        await claim(store, due=SOON)
        held = await store.waiting(schools, due=SOON, now=NOW)
        let_go = await store.waiting(schools, due=NOW, now=EXPIRED)

        assert (early, due) == (frozenset(), frozenset({"westcroft"}))
        assert (held, let_go) == (frozenset(), frozenset({"westcroft"}))

    async def test_pending_shows_held_jobs_too_soonest_first(self, store: Store) -> None:
        await store.commit(change("message 1", puts=(timer("b"), timer("a"), timer("c", NOW))))
        await claim(store, due=NOW)

        assert await store.pending("westcroft", Queue.TIMERS) == [
            ("c", NOW),
            ("b", SOON),
            ("a", SOON),
        ]
