"""What every store promises about a change: written whole, once, or not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.changes import ROTA
from bot.ports import (
    CaseWrite,
    Committed,
    Conflict,
    ConversationWrite,
    Finish,
    Queue,
    Store,
    Stored,
)
from tests.contracts.changes import (
    NOW,
    SOON,
    change,
    claim,
    claim_one,
    message,
    timer,
    version,
)


class TestCommits:
    async def test_everything_of_a_change_is_there_afterwards(self, store: Store) -> None:
        whole = change(
            "message 1",
            case=version(0),
            conversation=ConversationWrite("sam", 0, b"asked"),
            puts=(timer("ladder", case="YP-7K3Q"), message("alert")),
        )

        committed = await store.commit(whole)

        assert not committed.again
        assert await store.load_case("westcroft", "YP-7K3Q") == Stored(1, b"state 1")
        assert await store.load_conversation("westcroft", "sam") == Stored(1, b"asked")
        assert await store.entries("westcroft", "YP-7K3Q") == [b"event 0"]
        assert await store.cases("westcroft") == ["YP-7K3Q"]
        assert await store.pending("westcroft", Queue.TIMERS) == [("ladder", SOON)]
        assert await store.pending("westcroft", Queue.OUTBOX) == [("alert", NOW)]

    async def test_an_empty_store_has_nothing(self, store: Store) -> None:
        assert await store.load_case("westcroft", "YP-7K3Q") is None
        assert await store.load_conversation("westcroft", "sam") is None
        assert await store.entries("westcroft", "YP-7K3Q") == []
        assert await store.cases("westcroft") == []
        assert await store.pending("westcroft", Queue.TIMERS) == []
        assert await store.next_due("westcroft", Queue.TIMERS) is None
        assert await store.receipt("westcroft", "card") == ""
        assert await store.dead("westcroft") == 0
        assert await claim(store) == []

    async def test_the_record_keeps_every_version_in_order(self, store: Store) -> None:
        for expected in range(12):
            await store.commit(change(f"message {expected}", case=version(expected)))

        entries = await store.entries("westcroft", "YP-7K3Q")

        assert entries == [f"event {expected}".encode() for expected in range(12)]
        assert await store.load_case("westcroft", "YP-7K3Q") == Stored(12, b"state 12")

    async def test_cases_are_listed_in_the_order_they_began(self, store: Store) -> None:
        for ref in ("YP-ZZZZ", "YP-AAAA", "YP-MMMM"):
            await store.commit(change(f"begin {ref}", case=version(0, ref=ref)))
        await store.commit(change("more", case=version(1, ref="YP-AAAA")))

        assert await store.cases("westcroft") == ["YP-ZZZZ", "YP-AAAA", "YP-MMMM"]

    async def test_bytes_of_every_kind_come_back_as_they_were(self, store: Store) -> None:
        odd = bytes(range(256)) + "ł🙂\n\0".encode()
        written = change(
            "message 1",
            case=CaseWrite("YP-7K3Q", 0, odd, odd),
            conversation=ConversationWrite("Łukasz {é}:\n*", 0, b""),
            puts=(timer("nudge 🙂:\n", body=odd, case="YP-7K3Q"), timer("empty", body=b"")),
        )

        await store.commit(written)

        assert await store.load_case("westcroft", "YP-7K3Q") == Stored(1, odd)
        assert await store.load_conversation("westcroft", "Łukasz {é}:\n*") == Stored(1, b"")
        assert await store.entries("westcroft", "YP-7K3Q") == [odd]
        jobs = [(job.key, job.body) for job in await claim(store)]
        assert jobs == [("nudge 🙂:\n", odd), ("empty", b"")]

    async def test_the_same_operation_again_changes_nothing(self, store: Store) -> None:
        once = change("message 1", case=version(0), puts=(message("alert"),))
        await store.commit(once)

        again = await store.commit(once)

        assert again == Committed(again=True)
        assert await store.entries("westcroft", "YP-7K3Q") == [b"event 0"]
        assert await store.pending("westcroft", Queue.OUTBOX) == [("alert", NOW)]

    async def test_the_same_operation_again_is_known_before_its_old_version_is_refused(
        self, store: Store
    ) -> None:
        first = change("message 1", case=version(0))
        await store.commit(first)
        await store.commit(change("message 2", case=version(1)))

        again = await store.commit(first)

        assert again.again

    async def test_an_operation_of_one_school_is_not_one_of_another(self, store: Store) -> None:
        await store.commit(change("message 1", case=version(0)))

        elsewhere = await store.commit(change("message 1", school="stoke", case=version(0)))

        assert not elsewhere.again

    @pytest.mark.parametrize("expected", [0, 2, 7])
    async def test_a_case_at_another_version_is_a_conflict(
        self, store: Store, expected: int
    ) -> None:
        await store.commit(change("message 1", case=version(0)))

        with pytest.raises(Conflict):
            await store.commit(change("message 2", case=version(expected)))

    async def test_a_case_that_does_not_exist_cannot_be_at_a_version(self, store: Store) -> None:
        with pytest.raises(Conflict):
            await store.commit(change("message 1", case=version(3)))

        assert await store.cases("westcroft") == []

    async def test_a_conversation_at_another_version_is_a_conflict(self, store: Store) -> None:
        first = ConversationWrite("sam", 0, b"asked")
        await store.commit(change("message 1", conversation=first))

        with pytest.raises(Conflict):
            await store.commit(change("message 2", conversation=first))

    @pytest.mark.parametrize("wrong", ["case", "conversation", "token"])
    async def test_a_refused_change_leaves_nothing_behind(self, store: Store, wrong: str) -> None:
        await store.commit(change("before", case=version(0), puts=(timer("kept"),)))
        refused = change(
            "message 1",
            case=version(5 if wrong == "case" else 1),
            conversation=ConversationWrite("sam", 5 if wrong == "conversation" else 0, b"asked"),
            puts=(timer("new"), message("alert"), timer("kept", NOW)),
            cancels=((Queue.TIMERS, "kept"),),
            finishes=(Finish(Queue.TIMERS, "kept", 99, "card", "1"),) if wrong == "token" else (),
        )

        with pytest.raises(Conflict):
            await store.commit(refused)

        assert await store.load_case("westcroft", "YP-7K3Q") == Stored(1, b"state 1")
        assert await store.entries("westcroft", "YP-7K3Q") == [b"event 0"]
        assert await store.load_conversation("westcroft", "sam") is None
        assert await store.pending("westcroft", Queue.TIMERS) == [("kept", SOON)]
        assert await store.pending("westcroft", Queue.OUTBOX) == []
        assert await store.receipt("westcroft", "card") == ""

    async def test_a_refused_operation_may_be_committed_once_it_is_right(
        self, store: Store
    ) -> None:
        await store.commit(change("message 1", case=version(0)))
        late = change("message 2", case=version(0))
        with pytest.raises(Conflict):
            await store.commit(late)

        committed = await store.commit(replace(late, case=version(1)))

        assert not committed.again

    async def test_a_finish_in_a_commit_strikes_the_job_and_keeps_its_receipt(
        self, store: Store
    ) -> None:
        await store.commit(change("message 1", puts=(timer("ladder"),)))
        job = await claim_one(store)
        done = Finish(Queue.TIMERS, "ladder", job.token, "card", "platform 17")

        await store.commit(change("fired", case=version(0), finishes=(done,)))

        assert await store.pending("westcroft", Queue.TIMERS) == []
        assert await store.receipt("westcroft", "card") == "platform 17"

    async def test_a_job_finished_and_put_in_one_change_stands_anew(self, store: Store) -> None:
        await store.commit(change("message 1", puts=(timer("ladder", NOW),)))
        job = await claim_one(store)
        done = Finish(Queue.TIMERS, "ladder", job.token)

        await store.commit(change("fired", puts=(timer("ladder"),), finishes=(done,)))

        assert await store.pending("westcroft", Queue.TIMERS) == [("ladder", SOON)]

    async def test_a_job_cancelled_and_put_in_one_change_stands(self, store: Store) -> None:
        await store.commit(
            change("message 1", puts=(timer("ladder"),), cancels=((Queue.TIMERS, "ladder"),))
        )

        assert await store.pending("westcroft", Queue.TIMERS) == [("ladder", SOON)]

    async def test_schools_see_nothing_of_each_other(self, store: Store) -> None:
        await store.commit(
            change(
                "message 1",
                case=version(0),
                conversation=ConversationWrite("sam", 0, b"asked"),
                puts=(timer("ladder"), message("alert")),
            )
        )
        (job,) = await claim(store, Queue.TIMERS)
        await store.bury(job)

        assert await store.load_case("stoke", "YP-7K3Q") is None
        assert await store.load_conversation("stoke", "sam") is None
        assert await store.entries("stoke", "YP-7K3Q") == []
        assert await store.cases("stoke") == []
        assert await store.pending("stoke", Queue.OUTBOX) == []
        assert await store.dead("stoke") == 0
        assert await claim(store, Queue.TIMERS, school="stoke") == []

    async def test_an_edition_is_kept_under_its_hash_and_the_first_stays(
        self, store: Store
    ) -> None:
        await store.keep_edition("sha256:1", b"script one")
        await store.keep_edition("sha256:1", b"another")

        assert await store.edition("sha256:1") == b"script one"
        assert await store.edition("sha256:2") is None

    async def test_a_paper_of_the_school_is_kept_as_a_case_is_and_is_not_among_the_cases(
        self, store: Store
    ) -> None:
        await store.commit(change("message 1", case=version(0)))
        for expected in range(3):
            written = version(expected, ref=ROTA)
            await store.commit(change(f"rota {expected}", case=written, puts=(timer(":ask.1"),)))

        assert await store.cases("westcroft") == ["YP-7K3Q"]
        assert await store.load_case("westcroft", ROTA) == Stored(3, b"state 3")
        assert await store.entries("westcroft", ROTA) == [b"event 0", b"event 1", b"event 2"]
        assert await store.load_case("stoke", ROTA) is None
        with pytest.raises(Conflict):
            await store.commit(change("late", case=version(2, ref=ROTA)))
