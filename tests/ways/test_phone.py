"""What goes to the phone gateway is signed, fresh, and the same each time it is asked again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from adapters.machine_clock import MachineClock
from adapters.phone.signing import FRESH, Forged, sign, verify
from adapters.phone.webhook import PATIENCE, Webhook, dialled
from bot.ports import OurBug, Retry
from tests.contracts.receivers import HERE, SECRET

NOW = datetime(2026, 11, 6, 22, 40, tzinfo=UTC)
BODY = b'{"to": "+447700900123"}'


def test_what_we_signed_just_now_is_ours() -> None:
    verify(SECRET, sign(SECRET, BODY, NOW), BODY, NOW + FRESH)


@pytest.mark.parametrize(
    ("header", "body", "now"),
    [
        (sign("another secret", BODY, NOW), BODY, NOW),
        (sign(SECRET, BODY, NOW), BODY + b" ", NOW),
        (sign(SECRET, BODY, NOW), BODY, NOW + FRESH + timedelta(seconds=1)),
        (sign(SECRET, BODY, NOW), BODY, NOW - FRESH - timedelta(seconds=1)),
        (sign(SECRET, BODY, NOW).replace("t=1", "t=2"), BODY, NOW),
        ("", BODY, NOW),
        ("t=,v1=", BODY, NOW),
        (f"t={'9' * 40},v1=00", BODY, NOW),
    ],
    ids=["secret", "body", "old", "future", "moment", "none", "empty", "huge"],
)
def test_anything_else_is_forged(header: str, body: bytes, now: datetime) -> None:
    with pytest.raises(Forged):
        verify(SECRET, header, body, now)


@pytest.mark.parametrize(
    ("written", "rung"),
    [("07700 900123", "+447700900123"), ("+44 7700 900123", "+447700900123"), ("101", "101")],
)
def test_a_number_is_dialled_as_a_gateway_expects_it(written: str, rung: str) -> None:
    assert dialled(written) == rung


async def answered(status: int, **headers: str) -> Exception:
    """Return what a gateway's answer becomes."""
    hits: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        hits.append(request.path)
        return web.Response(
            status=status, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, HERE, 0).start()
    url = f"http://{HERE}:{runner.addresses[0][1]}/call"
    try:
        async with Webhook(url, SECRET, MachineClock()) as phone:
            with pytest.raises((Retry, OurBug)) as raised:
                await phone.call("school", "101", "Open your chat.", key="k")
    finally:
        await runner.cleanup()
    assert hits == ["/call"], "asked once, and nowhere else"
    return raised.value


async def test_a_gateway_that_is_busy_says_for_how_long() -> None:
    busy = await answered(429, Retry_After="30")

    assert isinstance(busy, Retry)
    assert busy.after == timedelta(seconds=30)


async def test_nobody_waits_for_ever_because_a_gateway_says_so() -> None:
    busy = await answered(503, Retry_After="99999")

    assert isinstance(busy, Retry)
    assert busy.after == PATIENCE


@pytest.mark.parametrize("status", [401, 403])
async def test_a_gateway_that_does_not_know_us_loses_no_call(status: int) -> None:
    assert isinstance(await answered(status), Retry)


async def test_a_redirect_is_not_followed() -> None:
    assert isinstance(await answered(307, Location="/elsewhere"), OurBug)
