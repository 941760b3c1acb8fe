"""The words that people type: how they are folded, and which whole messages mean what."""

# Rule 1: a phrase counts only as the whole message. Nothing is found inside a sentence.
# Rule 2: a negation is in no table but its own, so it can never be read as its opposite.
# Rule 3: "not that I know of" is not known. It is never no.

import re
import unicodedata
from enum import StrEnum

__all__ = [
    "HEDGED_NO",
    "HEDGED_YES",
    "NO",
    "REPAIRS",
    "UNSURE",
    "YES",
    "Repair",
    "fold",
    "repair_of",
]


class Repair(StrEnum):
    """What somebody asks of the conversation itself. Understood in every state."""

    BACK = "back"
    CHANGE = "change"
    WHY = "why"
    HELP = "help"
    STOP = "stop"
    REPEAT = "repeat"
    CALL_ME = "call_me"
    SEND = "send"
    ANOTHER_CHILD = "another_child"
    TAKE_BACK = "take_back"
    GO_ON = "go_on"
    ADD = "add"
    START = "start"


APOSTROPHES = frozenset("'\u2018\u2019\u201b\u02bc`\u00b4\u2032")
KEPT_BY_DIGITS = frozenset("-./%\u2013\u2014")
INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
KEYCAPS = frozenset("\ufe0e\ufe0f\u20e3")
POLITE_FIRST = re.compile(r"^(?:(?:um+|er+m?|uh+|hm+|well|ok|okay|so) )+(?=.)")
POLITE_LAST = re.compile(r"(?<=.)(?: (?:thanks|thank you|please|pls|plz|sorry))+$")


def fold(text: str) -> str:
    """Return `text` as it is compared: one case, no apostrophes, emoji or punctuation.

    Signs that change a number (`<13`, `14+`, `13-14`, `14.5`) and a line through a word stay, so
    that such text matches nothing.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    folded = "".join(_kept(plain, place) for place in range(len(plain)))
    words = " ".join(folded.split())
    words = POLITE_FIRST.sub("", words)
    return POLITE_LAST.sub("", words)


def _kept(text: str, place: int) -> str:
    letter = text[place]
    if letter in APOSTROPHES or letter in KEYCAPS:
        return ""
    if letter.isalnum() or unicodedata.category(letter) in {"Sm", "Mn"}:
        return letter
    if letter in KEPT_BY_DIGITS and text[place + 1 : place + 2].isdigit():
        return letter
    invisible = unicodedata.category(letter) in INVISIBLE and not letter.isspace()
    return "" if invisible else " "


def _table(*phrases: str) -> frozenset[str]:
    return frozenset(fold(phrase) for line in phrases for phrase in line.split("|"))


YES = _table(
    "yes|yep|yeah|yeh|yea|yup|ya|yh|y|aye|definitely|absolutely|correct|that's right|true",
    "yes it is|yes it has|yes it does|yes it was|yes they are|yes they have|yes they did",
    "yes there is|yes there was|yes he has|yes she has|yes he is|yes she is|yes definitely",
    "it is|it has|it does|they are|they have|they did|there is|there was|yes yes|oh yes",
    "i'm afraid so|afraid so|yes i'm afraid so|yes I have|yes I did|yes we have",
)
NO = _table(
    "no|nope|nah|n|no no|definitely not|absolutely not|not at all|certainly not|nothing like that",
    "no it isn't|no it is not|no it hasn't|no it has not|no it doesn't|no it does not",
    "no they aren't|no they are not|no they haven't|no they have not|no they didn't|no it wasn't",
    "no there isn't|no there is not|no there wasn't|no he hasn't|no she hasn't|no he isn't",
    "no she isn't|it isn't|it is not|it hasn't|it doesn't|it does not|they aren't|they haven't",
    "they didn't|there isn't|there is not|there wasn't|no I haven't|no we haven't",
)
HEDGED_YES = _table(
    "i think so|think so|yes i think so|probably|yes probably|most likely|likely|very likely",
    "i believe so|believe so|it looks like it|looks like it|seems so|it seems so|i guess so",
    "i suppose so|sort of|kind of|i think yes|yes i think|i think it is|i think they are",
)
HEDGED_NO = _table(
    "i don't think so|don't think so|no i don't think so|i do not think so|probably not",
    "doubt it|i doubt it|i hope not|hopefully not|hope not|unlikely|not really|i think not",
    "no i think|i guess not|i suppose not|i don't believe so|i do not believe so|not yet",
    "no not yet|not so far|not at the moment|not now|not that i can tell|not that i can see",
    "not as far as i can tell|not as far as i can see|i would say not|i'd say not",
)
UNSURE = _table(
    "not known|unknown|not sure|unsure|i'm not sure|i am not sure|i'm unsure|not really sure",
    "dunno|i dunno|don't know|do not know|i don't know|i do not know|i really don't know|idk",
    "dk|nk|n/k|no idea|i have no idea|no clue|i haven't a clue|haven't a clue|not a clue",
    "can't say|cannot say|i can't say|can't tell|i can't tell|hard to say|hard to tell",
    "not certain|i'm not certain|not clear|unclear|it's unclear|it's not clear|it is not clear",
    "not that i know|not that i know of|no not that i know of|not as far as i know",
    "no not as far as i know|not to my knowledge|not that i'm aware|not that i'm aware of",
    "not that i am aware of|not as far as i'm aware|not that i've heard|not that i have heard",
    "none that i know of|nobody that i know of|no one that i know of|nothing that i know of",
    "maybe|perhaps|possibly|might be|could be|it might be|it could be|they might be|may be",
    "not yet known|don't know yet|we don't know|we do not know|nobody knows|who knows",
    "can't remember|i can't remember|don't remember|i don't remember|not said|didn't say",
    "they didn't say|she didn't say|he didn't say|they wouldn't say|skip|skip it|skip this|pass",
)

REPAIRS: dict[Repair, frozenset[str]] = {
    Repair.BACK: _table("back|go back|previous|undo|go back one|last question|one back|step back"),
    Repair.CHANGE: _table("change|change an answer|change my answer|change something|change it"),
    Repair.WHY: _table(
        "why|but why|why ask|why do you ask|why are you asking|why do you need to know",
        "why do you want to know|why do you need that|why is that needed|what for",
    ),
    Repair.HELP: _table(
        "help|help me|i need help|what do i do|what should i do|what can i say|what can i do",
        "menu|commands|what now|how does this work|numbers|who do i ring|who do i call",
    ),
    Repair.STOP: _table(
        "stop|stop now|quit|exit|cancel|leave|pause|i have to go|got to go|i need to go",
        "gotta go|bye|goodbye|not now bye|i want to stop|stop it|stop this",
    ),
    Repair.REPEAT: _table(
        "repeat|again|say that again|say it again|say again|pardon|what|what was that",
        "what was the question|come again|repeat that|repeat the question|i don't understand",
        "what do you mean|i do not understand|can you repeat that|ask again",
    ),
    Repair.CALL_ME: _table(
        "call me|ring me|phone me|call me back|ring me back|can someone call me",
        "can someone ring me|can you call me|can you ring me|someone call me|someone ring me",
        "get someone to ring me|get someone to call me|i need someone to call me",
        "i need someone to ring me|i want to talk to someone|talk to someone|talk to a person",
        "can i talk to someone|i need to talk to someone|human",
    ),
    Repair.SEND: _table(
        "send|send it|send now|send it now|send what i have|just send it|just send|submit",
        "that is all|that's all|that's it|that is it|that's everything|i'm finished|finished",
    ),
    Repair.ANOTHER_CHILD: _table(
        "another child|add another child|add a child|there is another child|one more child",
        "there's another child|a second child|second child|more than one child|two children",
        "there are two children|another pupil|add another pupil|another student",
    ),
    Repair.TAKE_BACK: _table(
        "take it back|take that back|i take it back|i was wrong|i got it wrong|that was wrong",
        "i made a mistake|it was a mistake|ignore that|ignore it|withdraw it|false alarm",
    ),
    Repair.GO_ON: _table(
        "go on|continue|carry on|next|keep going|resume|go ahead|let's go on|let's carry on",
        "i'm back|pick up where i left off",
    ),
    Repair.ADD: _table(
        "add|add more|add something|add to it|i want to add something|i have more to add",
        "i have more|more to add|more to say|i need to add something|one more thing",
    ),
    Repair.START: _table(
        "start|start again|start over|hello|hi|hey|hiya|good morning|good afternoon|report",
        "i need to report something|i want to report something|report something|new concern",
        "i have a concern|raise a concern|i need to raise a concern|i want to raise a concern",
        "report a concern|i need to report a concern|i have something to report|begin|new",
    ),
}

BY_PHRASE = {phrase: repair for repair, phrases in REPAIRS.items() for phrase in phrases}
CHANGE_NUMBER = re.compile(
    r"(?:change|fix|edit|correct)(?: my| the)?(?: answer| number| question| no)?(?: to)? (\d{1,3})"
)
ADD_TO = re.compile(
    r"(?:i want to |i need to )?add(?: more)? to (?:it|my concern|the case|yp[ -]?\w{4,8})"
)


def repair_of(text: str) -> tuple[Repair, int | None] | None:
    """Return the repair that a whole message asks for, with the number of "change 3"; or None."""
    if text.strip() and not text.strip().strip("?"):
        return Repair.HELP, None
    folded = fold(text)
    if (number := CHANGE_NUMBER.fullmatch(folded)) is not None:
        return Repair.CHANGE, int(number[1])
    if ADD_TO.fullmatch(folded) is not None:
        return Repair.ADD, None
    repair = BY_PHRASE.get(folded)
    return (repair, None) if repair is not None else None
