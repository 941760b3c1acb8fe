"""A case's number as it is typed: read where it is the whole message, told from words."""

import pytest

from bot.dialogs.case_number import case_number


@pytest.mark.parametrize(
    "typed",
    [
        "YP-7K3Q",
        "yp-7k3q",
        "yp7k3q",
        " YP 7K3Q. ",
        "open YP-7K3Q",
        "open case yp-7k3q?",
        "YP\u20137K3Q",
        "YP - 7K3Q",
        "yp_7k3q!",
    ],
)
def test_a_number_is_read_as_people_type_it(typed: str) -> None:
    assert case_number(typed) == "YP-7K3Q"


@pytest.mark.parametrize("typed", ["YP-7K3", "YP-7K3QQ", "yp7k3", "case YP 7", "yp\u20147k3qw2"])
def test_a_number_too_short_or_too_long_is_a_mistyped_one(typed: str) -> None:
    assert case_number(typed) == ""


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "yp",
        "YP-",
        "Ypres",
        "open case",
        "Is YP-7K3Q closed?",
        "He is the one of YP-7K3Q",
        "YP-7K3Q YP-3M8T",
        "14",
        "9W2H",
        "hello",
        "yp-" + "7" * 2000,
    ],
)
def test_other_words_are_no_number(typed: str) -> None:
    assert case_number(typed) is None
