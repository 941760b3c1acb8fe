"""E-mail leaves encrypted or not at all, and a login that fails loses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.machine_clock import MachineClock
from adapters.mail.smtp import LATER, MailServer, SmtpMail
from bot.ports import Retry
from bot.settings.ways import Security
from tests.contracts.receivers import certificate, lets_in, mail_box

TO, KEY = "hall@school.example", "0123abcd"


async def test_a_mail_goes_out_encrypted_and_signed_in(tmp_path: Path) -> None:
    ours, trust = certificate(tmp_path)()
    knows = lets_in("handrail", "right")
    async with mail_box(tls_context=ours, authenticator=knows, require_starttls=True) as box:
        server = MailServer(
            "localhost",
            box.port,
            Security.STARTTLS,
            "us@school.example",
            "handrail",
            "right",
            trust,
        )

        await SmtpMail(server, MachineClock()).call("school", TO, "Open your chat.", key=KEY)

    assert [each.address for each in box.taken] == [TO]


async def test_a_server_that_offers_no_encryption_gets_nothing() -> None:
    async with mail_box() as box:
        server = MailServer("localhost", box.port, Security.STARTTLS, "us@school.example")

        with pytest.raises(Retry):
            await SmtpMail(server, MachineClock()).call("school", TO, "Open your chat.", key=KEY)

    assert box.taken == []


async def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(tmp_path: Path) -> None:
    ours, _ = certificate(tmp_path)()
    async with mail_box(tls_context=ours) as box:
        server = MailServer("localhost", box.port, Security.STARTTLS, "us@school.example")

        with pytest.raises(Retry):
            await SmtpMail(server, MachineClock()).call("school", TO, "Open your chat.", key=KEY)

    assert box.taken == []


async def test_a_wrong_password_keeps_the_mail_for_later(tmp_path: Path) -> None:
    ours, trust = certificate(tmp_path)()
    async with mail_box(tls_context=ours, authenticator=lets_in("handrail", "right")) as box:
        server = MailServer(
            "localhost", box.port, Security.STARTTLS, "us@school.example", "handrail", "old", trust
        )

        with pytest.raises(Retry) as refused:
            await SmtpMail(server, MachineClock()).call("school", TO, "Open your chat.", key=KEY)

    assert refused.value.after == LATER
    assert "old" not in str(refused.value)


async def test_a_server_that_is_away_is_tried_again() -> None:
    async with mail_box() as box:
        port = box.port
    server = MailServer("127.0.0.1", port, Security.NONE, "us@school.example")

    with pytest.raises(Retry):
        await SmtpMail(server, MachineClock()).call("school", TO, "Open your chat.", key=KEY)
