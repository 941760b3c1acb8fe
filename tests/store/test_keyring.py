"""The ring of keys: the first wraps, all unwrap, and none is made or shown where it must not be."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from adapters.redis.crypto import CannotOpen
from adapters.redis.keyring import KeyRing, KeysUnusable
from tests.store.changes import SECRET

OLD, NEW = bytes([1]) * 32, bytes([2]) * 32


def test_the_first_key_wraps_and_every_key_unwraps() -> None:
    before = KeyRing({"old": OLD}).wrap(SECRET.ljust(32))

    ring = KeyRing({"new": NEW, "old": OLD})

    assert ring.unwrap(before) == SECRET.ljust(32)
    assert ring.wrap(OLD).startswith(b"new:")


def test_a_key_the_ring_does_not_hold_is_named() -> None:
    with pytest.raises(CannotOpen, match="old"):
        KeyRing({"new": NEW}).unwrap(KeyRing({"old": OLD}).wrap(OLD))


def test_another_key_of_the_same_name_is_noticed() -> None:
    with pytest.raises(CannotOpen, match="k"):
        KeyRing({"k": NEW}).unwrap(KeyRing({"k": OLD}).wrap(OLD))


@pytest.mark.parametrize(
    "text",
    ["", "k1", "k1:", "k1:????", "k1:c2hvcnQ=", "two words:x", f"a:{'A' * 43}=,a:{'B' * 43}="],
)
def test_a_ring_that_is_no_ring_is_refused(text: str) -> None:
    with pytest.raises(KeysUnusable):
        KeyRing.parse(text)


def test_a_ring_is_read_from_lines_or_commas() -> None:
    one, other = (base64.b64encode(key).decode() for key in (NEW, OLD))
    wrapped = KeyRing({"old": OLD}).wrap(NEW)

    for text in (f"new:{one}\nold:{other}\n", f"new:{one},old:{other}"):
        assert KeyRing.parse(text).unwrap(wrapped) == NEW


def test_a_refusal_never_shows_a_key() -> None:
    secret = base64.b64encode(NEW).decode()[:-4]

    with pytest.raises(KeysUnusable) as refused:
        KeyRing.parse(f"k1:{secret}")

    assert secret not in str(refused.value)


def test_a_key_file_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "data" / "keys"
    wrapped = KeyRing.keep(path, records=tmp_path / "none").wrap(OLD)

    again = KeyRing.keep(path, records=tmp_path / "none")

    assert again.unwrap(wrapped) == OLD
    assert path.stat().st_mode & 0o777 == 0o600
    assert [left.name for left in path.parent.iterdir()] == ["keys"]


def test_no_key_is_made_where_there_are_records_already(tmp_path: Path) -> None:
    with pytest.raises(KeysUnusable, match="backup"):
        KeyRing.keep(tmp_path / "keys", records=tmp_path)

    assert not (tmp_path / "keys").exists()


def test_a_key_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    KeyRing.keep(path, records=tmp_path / "none")
    path.chmod(0o640)

    with pytest.raises(KeysUnusable, match="chmod 600"):
        KeyRing.read(path)
