"""Events as knocks: what was typed, which incident it is, what Slack tells of channels."""

from adapters.chat.guard_words import Verdict
from adapters.chat.picking import at, first, table, word
from adapters.slack.guard import judge
from adapters.slack.guard_text import spoken
from adapters.slack.knock import A_LINK, SWITCHED_OFF, Kind, Knock, Payload, named, teams_of

__all__ = ["read_event"]

CHANNEL_EVENTS = frozenset(
    {
        *("member_joined_channel", "member_left_channel", "channel_shared", "channel_unshared"),
        *("channel_id_changed", "group_archive", "group_rename", "group_deleted"),
    }
)
GONE_EVENTS = frozenset({"app_uninstalled", "tokens_revoked"})
SYSTEM = frozenset({"USLACKBOT", "USLACK"})
WORDS = frozenset({"", "thread_broadcast", "me_message", "file_share"})
"""Subtypes of a person's own new message; what else a message may be is no doing of theirs."""


def read_event(payload: Payload) -> Knock:
    """Return what an event tells of."""
    event = table(payload, "event")
    kind, teams = word(event, "type"), teams_of(payload)
    if kind in {"message", "app_mention"}:
        return _message(event, teams, kind)
    if kind in CHANNEL_EVENTS:
        channel = first(event, "channel", "old_channel_id") or at(event, "channel", "id")
        return Knock(Kind.CHANNEL, teams, subject=channel, operation=_news(event, teams, channel))
    told = {
        "user_change": _person(event, teams),
        "app_home_opened": Knock(
            Kind.HOME, teams, user=word(event, "user"), value=word(event, "tab")
        ),
        **dict.fromkeys(GONE_EVENTS, Knock(Kind.GONE, teams)),
    }
    return told[kind] if kind in told else _other(event, kind, teams)


def _person(event: Payload, teams: tuple[str, ...]) -> Knock:
    user = at(event, "user", "id")
    is_off = table(event, "user").get("deleted", False) is not False
    operation = _news(event, teams, user)
    return Knock(
        Kind.PERSON, teams, subject=user, operation=operation, value=SWITCHED_OFF if is_off else ""
    )


def _news(event: Payload, teams: tuple[str, ...], subject: str) -> str:
    return named(word(event, "type"), *teams[:1], subject, word(event, "event_ts"))


def _other(event: Payload, kind: str, teams: tuple[str, ...]) -> Knock:
    """Return what an event is that nobody subscribed to: nothing, unless it tells of a file."""
    user = first(event, "user", "user_id")
    if kind.startswith("file") and user:
        return _media(Kind.TYPED, teams, user, event, word(event, "event_ts"))
    return Knock(Kind.IGNORED, teams)


def _message(event: Payload, teams: tuple[str, ...], kind: str) -> Knock:
    said = table(event, "message") or table(event, "previous_message") or event
    user = word(said, "user") or word(event, "user")
    verdict, ts = judge(event), word(said, "ts") or word(event, "ts")
    if not user or _is_echo(event) or _is_echo(said) or user in SYSTEM:
        return Knock(Kind.IGNORED, teams)
    kinds = Kind.MENTION if kind == "app_mention" else Kind.TYPED
    if verdict is Verdict.MEDIA:
        return _media(kinds, teams, user, event, ts)
    if said is not event or word(event, "subtype") not in WORDS:
        return Knock(Kind.IGNORED, teams)  # an edit or a late preview without media changes nothing
    words = spoken(word(event, "text")) if verdict is Verdict.OK else A_LINK
    channel = word(event, "channel")
    return Knock(
        kinds,
        teams,
        user=user,
        user_team=first(event, "user_team", "source_team", "team"),
        operation=named("typed", *teams[:1], channel, user, ts),
        verdict=verdict,
        channel=channel,
        private=word(event, "channel_type") == "im",
        text=words,
    )


def _media(kind: Kind, teams: tuple[str, ...], user: str, event: Payload, ts: str) -> Knock:
    """Return that media came. Its first sight, an edit and a late preview are one incident."""
    channel = first(event, "channel", "channel_id")
    return Knock(
        kind,
        teams,
        user=user,
        user_team=first(event, "user_team", "source_team"),
        operation=named("media", *teams[:1], channel, ts),
        verdict=Verdict.MEDIA,
        channel=channel,
        private=word(event, "channel_type") == "im",
    )


def _is_echo(event: Payload) -> bool:
    """Say whether an app wrote this: perhaps we ourselves, under a name that Bolt did not know."""
    return any(event.get(name) for name in ("bot_id", "bot_profile", "app_id")) or (
        event.get("subtype") == "bot_message"
    )
