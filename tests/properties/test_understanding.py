"""What holds for every text that can be typed at every question."""

from hypothesis import example, given
from hypothesis import strategies as st

from bot.dialogs.load import load_script
from bot.dialogs.phrases import HEDGED_NO, UNSURE, fold
from bot.dialogs.script import NOT_KNOWN, Kind, Question, Value
from bot.dialogs.understand import accept, show, understand

INTAKE = load_script("intake")
EVERYTHING = st.text(st.characters(codec=None)) | st.text(
    st.characters(min_codepoint=0x30, max_codepoint=0x39)
)
TYPED = st.sampled_from(
    sorted({meant for q in INTAKE.questions for o in q.options for meant in (o.label, *o.means)})
)
QUESTIONS = st.sampled_from(INTAKE.questions)


@given(EVERYTHING, QUESTIONS)
@example("\ud83d yes", INTAKE.question("danger"))
@example("\u0661\u0664", INTAKE.question("age"))
def test_no_text_fails_or_gives_an_answer_that_the_question_does_not_have(
    text: str, question: Question
) -> None:
    understood = understand(text, question)

    assert understood.value is None or fits(understood.value, question)
    meanings = (understood.value, understood.repair, understood.refused)
    assert sum(each is not None for each in meanings) <= 1


@given(
    TYPED, QUESTIONS, st.sampled_from(["not ", "isn't ", "never ", "no not ", "definitely not "])
)
def test_a_negation_is_never_read_as_what_it_denies(
    phrase: str, question: Question, negation: str
) -> None:
    if question.kind in {Kind.TEXT, Kind.MOMENT}:
        return
    plain = understand(phrase, question).value
    denied = understand(negation + phrase, question).value

    assert denied is None or denied != plain or denied in {NOT_KNOWN, (NOT_KNOWN,)}


@given(QUESTIONS, st.sampled_from(sorted(HEDGED_NO | UNSURE)))
def test_nothing_but_a_plain_answer_is_the_calm_one(question: Question, text: str) -> None:
    if question.kind is not Kind.TEXT and question.calm is not None:
        value = understand(text, question).value
        exact = {fold(meant) for option in question.options for meant in option.means}

        assert value != question.calm or fold(text) in exact


@given(QUESTIONS, st.data())
def test_what_is_shown_can_be_typed_back(question: Question, data: st.DataObject) -> None:
    option = data.draw(st.sampled_from(question.options))
    expected = (option.id,) if question.kind is Kind.MULTI else option.id

    assert understand(show(question, expected), question).value == expected
    assert accept(question, expected) == expected


def fits(value: Value, question: Question) -> bool:
    if question.kind is Kind.MULTI:
        return isinstance(value, tuple) and set(value) <= set(question.by_id)
    if isinstance(value, int):
        return question.kind is Kind.AGE and 0 <= value <= 99
    if question.kind is Kind.AGE:
        return value == NOT_KNOWN or (isinstance(value, str) and value.startswith("year "))
    if question.kind is Kind.CHOICE:
        return value in question.by_id
    return isinstance(value, str) and bool(value.strip())
