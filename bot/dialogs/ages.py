"""Ages and year groups as people type them."""

import re

__all__ = ["OLDEST", "YEARS", "age_of", "show_age"]

# Rule 1: one clear age or year group, or nothing. "Nearly 13", "under 13" and "13 or 14" are none.

OLDEST = 99
YEARS = range(14)
"""Year groups: Reception is 0, the last of a sixth form is 13."""

WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    *("nineteen", "twenty"),
)

LEAD = (
    r"(?:(?:she|he|they|it|the child|the pupil|child|pupil|(?:her|his|their) age)"
    r"(?:s|re| is| are)? )?(?:(?:now|only|just|just turned|turned|aged|age|is) )*"
)
TAIL = r"(?: ?(?:years? old|yrs? old|years? of age|y/?o|years?|yrs?|now|this year))?"
SPELT = "|".join(WORDS)
AGE = re.compile(rf"{LEAD}(\d{{1,3}}|{SPELT}){TAIL}")
YEAR = re.compile(
    rf"{LEAD}(?:in )?(?:year|yr|y) ?(?:group )?(\d{{1,2}}|{SPELT})(?: (?:pupil|student|child))?"
)
RECEPTION = re.compile(rf"{LEAD}(?:in )?(?:reception|nursery)(?: class)?")
BOTH = (
    re.compile(r"(?P<age>.+?) (?:and |in )?(?P<year>(?:year|yr|y) ?\d{1,2})"),
    re.compile(r"(?P<year>(?:year|yr|y) ?\d{1,2}) (?:and )?(?P<age>.+)"),
)


def age_of(folded: str) -> int | str | None:
    """Return an age (`14`) or a year group (`year 8`) from folded words, or None.

    Where both are given and fit together, the age counts.
    """
    if (age := AGE.fullmatch(folded)) is not None:
        number = _number(age[1])
        return number if number <= OLDEST else None
    if (year := YEAR.fullmatch(folded)) is not None:
        number = _number(year[1])
        return f"year {number}" if number in YEARS else None
    if RECEPTION.fullmatch(folded) is not None:
        return "year 0"
    return _both(folded)


def show_age(value: object) -> str:
    """Return an age or year group as people write it: `14`, `Year 8`, `Reception`."""
    if value == "year 0":
        return "Reception"
    return str(value).capitalize()


def _both(folded: str) -> int | None:
    for order in BOTH:
        if (parts := order.fullmatch(folded)) is None:
            continue
        age, year = AGE.fullmatch(parts["age"]), YEAR.fullmatch(parts["year"])
        if age is not None and year is not None:
            number, first = _number(age[1]), _number(year[1]) + 4
            return number if number in {first, first + 1} else None
    return None


def _number(word: str) -> int:
    return WORDS.index(word) if word in WORDS else int(word)
