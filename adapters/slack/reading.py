"""A verified payload as a knock: presses, forms, shortcuts, commands and events."""

from collections.abc import Callable, Mapping, Sequence

from adapters.chat.guard_words import Verdict
from adapters.chat.picking import at, first, items, table, word
from adapters.slack.guard import judge
from adapters.slack.knock import (
    A_LINK,
    Kind,
    Knock,
    Payload,
    Unreadable,
    named,
    person_of,
    teams_of,
)
from adapters.slack.reading_events import read_event

__all__ = ["knock_of"]


def knock_of(payload: Payload) -> Knock:
    """Return what came in.

    Raises:
        Unreadable: it names nobody who did it, or is nothing of Slack's.
    """
    kind = word(payload, "type")
    if not kind and "command" in payload:
        return _command(payload)
    if kind not in READERS:
        raise Unreadable("this is no event, press, form, shortcut or command")
    return READERS[kind](payload)


def _press(payload: Payload) -> Knock:
    user, teams = person_of(payload), teams_of(payload)
    pressed = items(payload.get("actions"))
    if not pressed:
        return Knock(Kind.IGNORED, teams)
    action, view = pressed[0], at(payload, "view", "id")
    place = view or at(payload, "container", "message_ts")
    is_modal = at(payload, "view", "type") == "modal"
    ref, when = word(action, "action_id"), word(action, "action_ts")
    value = word(action, "value") or at(action, "selected_option", "value")
    return Knock(
        Kind.PRESS,
        teams,
        user=user,
        user_team=at(payload, "user", "team_id"),
        operation=named("press", *teams[:1], user, place, ref, value, when),
        verdict=judge(list(pressed)),
        channel=at(payload, "channel", "id"),
        action=ref,
        value=value,
        view=view if is_modal else "",
        trigger=word(payload, "trigger_id"),
    )


def _form(payload: Payload) -> Knock:
    user, teams, view = person_of(payload), teams_of(payload), table(payload, "view")
    elements = [each for row in _rows(view) for each in row.values()]
    verdict = judge([each if isinstance(each, Mapping) else {"file": 1} for each in elements])
    content = _content_of(elements) if verdict is Verdict.OK else A_LINK
    return Knock(
        Kind.FORM,
        teams,
        user=user,
        user_team=at(payload, "user", "team_id"),
        operation=named("form", *teams[:1], user, word(view, "id"), word(view, "hash")),
        verdict=verdict,
        action=word(view, "callback_id"),
        value=word(view, "private_metadata"),
        content=content if verdict is not Verdict.MEDIA else "",
        view=word(view, "id"),
        trigger=word(payload, "trigger_id"),
    )


def _content_of(elements: Sequence[object]) -> str | tuple[str, ...]:
    """Return what a form held: a text, or the values of what was ticked."""
    for element in elements:
        if not isinstance(element, Mapping):
            continue
        if "selected_options" in element:
            return tuple(word(each, "value") for each in items(element["selected_options"]))
        if chosen := word(table(element, "selected_option"), "value"):
            return chosen
        if text := word(element, "value"):
            return text
    return ""


def _rows(view: Payload) -> list[Mapping[str, object]]:
    values = table(table(view, "state"), "values").values()
    return [row if isinstance(row, Mapping) else {"": row} for row in values]


def _shortcut(payload: Payload) -> Knock:
    user, teams = person_of(payload), teams_of(payload)
    when = first(payload, "action_ts", "trigger_id")
    return Knock(
        Kind.SHORTCUT,
        teams,
        user=user,
        user_team=at(payload, "user", "team_id"),
        operation=named("shortcut", *teams[:1], user, when),
        channel=at(payload, "channel", "id"),
        action=word(payload, "callback_id"),
        trigger=word(payload, "trigger_id"),
        subject=word(payload, "message_ts"),
    )


def _command(payload: Payload) -> Knock:
    """Return that somebody asked to start. What they typed behind the command is not read."""
    user, trigger = word(payload, "user_id"), word(payload, "trigger_id")
    if not user:
        raise Unreadable("a command by nobody")
    teams = teams_of(payload)
    return Knock(
        Kind.COMMAND,
        teams,
        user=user,
        operation=named("command", *teams[:1], user, trigger),
        channel=word(payload, "channel_id"),
        trigger=trigger,
    )


def _limited(payload: Payload) -> Knock:
    return Knock(Kind.LIMITED, teams_of(payload))


def _nothing(payload: Payload) -> Knock:
    return Knock(Kind.IGNORED, teams_of(payload))


READERS: dict[str, Callable[[Payload], Knock]] = {
    "event_callback": read_event,
    "block_actions": _press,
    "interactive_message": _press,
    "view_submission": _form,
    "shortcut": _shortcut,
    "message_action": _shortcut,
    "app_rate_limited": _limited,
    "view_closed": _nothing,
    "block_suggestion": _nothing,
}
