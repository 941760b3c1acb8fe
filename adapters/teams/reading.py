"""A verified activity as a knock: what was typed or pressed, who came, what Teams tells."""

# Rule 1: words are read in somebody's own chat with us and nowhere else: in a channel or a group
#         Teams does not say that a file was attached.
# Rule 2: a message that has something to it but no words is held: something we are not shown. That
#         is media.
# Rule 3: a reaction is no acknowledgement; a type that we do not know is nothing.

from collections.abc import Callable, Mapping
from dataclasses import replace

from adapters.chat.guard_words import Verdict
from adapters.chat.picking import at, items, table, word
from adapters.teams.carrying import carried_by
from adapters.teams.guard import judge
from adapters.teams.guard_text import judge_text, spoken
from adapters.teams.knock import A_LINK, Kind, Knock, Place, named
from adapters.teams.tenant import Tenant

__all__ = ["knock_of"]

Activity = Mapping[str, object]
PLACES = {place.value: place for place in Place}
SERVED = "adaptiveCard/action"
BY_ITSELF = "automatic"
"""The trigger of an action that a client took without anybody's press."""

INSTALLED = {
    "add": Kind.INSTALLED,
    "add-upgrade": Kind.CHANGED,
    "remove": Kind.GONE,
    "remove-upgrade": Kind.CHANGED,
}
LONGEST = 80
"""Letters of the longest name of a person that is taken in."""

THREAD = ";messageid="
ALONE = "a:"
"""How the id of a chat of one person with us begins."""


def knock_of(activity: Activity, tenant: Tenant) -> Knock:
    """Return what came in."""
    kind = word(activity, "type")
    return READERS.get(kind, _nothing)(activity, _from(activity, tenant, kind))


def _from(activity: Activity, tenant: Tenant, kind: str) -> Knock:
    """Return who knocks, and where."""
    conversation = at(activity, "conversation", "id")
    channel = table(table(activity, "channelData"), "channel")
    place = _place(table(activity, "conversation"))
    in_channel = place is Place.CHANNEL
    room = word(channel, "id") or conversation.partition(THREAD)[0]
    return Knock(
        Kind.IGNORED,
        tenant,
        user=at(activity, "from", "aadObjectId").lower(),
        name=_name(at(activity, "from", "name")),
        account=at(activity, "from", "id"),
        bot=at(activity, "recipient", "id"),
        operation=named(tenant.app, conversation, word(activity, "id"), kind),
        place=place,
        service=word(activity, "serviceUrl"),
        conversation=conversation,
        room=room if in_channel else "",
        shape=word(channel, "type") if in_channel else "",
        activity=word(activity, "replyToId"),
    )


def _name(told: str) -> str:
    """Return what somebody is called, in one line; '' for what is no plain name."""
    name = " ".join(told[:LONGEST].split())
    return name if judge_text(name) is Verdict.OK else ""


def _place(conversation: Mapping[str, object]) -> Place:
    """Return where something is. What may be a group is no private chat."""
    kind = word(conversation, "conversationType")
    if not kind and word(conversation, "id").startswith(ALONE):
        kind = Place.PRIVATE
    found = PLACES.get(kind, Place.GROUP)
    return Place.GROUP if found is Place.PRIVATE and conversation.get("isGroup") else found


def _message(activity: Activity, by: Knock) -> Knock:
    verdict, data = judge(activity), table(activity, "value")
    said = word(activity, "text")
    if carried_by(data) is not None or (activity.get("value") is not None and not said):
        return _press(by, verdict, data)
    if verdict is Verdict.MEDIA:
        return _media(activity, by)
    words = spoken(said, at(activity, "recipient", "name"))
    if by.place is not Place.PRIVATE:
        return replace(by, kind=Kind.TYPED, activity="")
    if not words:
        return _media(activity, by)
    text = words if verdict is Verdict.OK else A_LINK
    return replace(by, kind=Kind.TYPED, verdict=verdict, text=text, activity="")


def _edit(activity: Activity, by: Knock) -> Knock:
    """Return what an edit is: nothing, unless media was put in."""
    return _media(activity, by) if judge(activity) is Verdict.MEDIA else by


def _media(activity: Activity, by: Knock) -> Knock:
    """Return that media came. Its first sight and its edit are one incident."""
    operation = named(by.tenant.app, by.conversation, word(activity, "id"), "media")
    found = replace(by, kind=Kind.MEDIA, operation=operation, activity="")
    return replace(found, verdict=Verdict.MEDIA)


def _invoke(activity: Activity, by: Knock) -> Knock:
    waiting = replace(by, waits=True)
    value = table(activity, "value")
    if word(activity, "name") != SERVED or word(value, "trigger") == BY_ITSELF:
        return replace(waiting, kind=Kind.OTHER_INVOKE)
    data = table(table(value, "action"), "data")
    return _press(waiting, judge(activity), data)


def _press(by: Knock, verdict: Verdict, data: Mapping[str, object]) -> Knock:
    """Return a press, or a form that was handed in. A link in a form is refused by the engine."""
    carried = carried_by(data)
    if carried is None:
        kind = Kind.MEDIA if verdict is Verdict.MEDIA else Kind.IGNORED
        return replace(by, kind=kind, verdict=verdict, activity="")
    found = replace(
        by, kind=Kind.PRESSED, verdict=verdict, school=carried.school, value=carried.value
    )
    if carried.content is None or verdict is Verdict.MEDIA:
        return found
    content = carried.content if verdict is Verdict.OK else A_LINK
    return replace(found, kind=Kind.FILLED, content=content)


def _installed(activity: Activity, by: Knock) -> Knock:
    return replace(by, kind=INSTALLED.get(word(activity, "action"), Kind.CHANGED))


def _updated(activity: Activity, by: Knock) -> Knock:
    """Return who came or went: in a room that is a reason to look again who is in it."""
    went = [word(each, "id") for each in items(activity.get("membersRemoved"))]
    if by.bot in went:
        return replace(by, kind=Kind.GONE)
    return replace(by, kind=Kind.CHANGED)


def _nothing(_activity: Activity, by: Knock) -> Knock:
    return by


READERS: dict[str, Callable[[Activity, Knock], Knock]] = {
    "message": _message,
    "messageUpdate": _edit,
    "invoke": _invoke,
    "installationUpdate": _installed,
    "conversationUpdate": _updated,
}
