"""What was meant by a date, an address, a truth or a name in another form."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.meant import address_meant, date_meant, id_meant, truth_meant

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August")
MONTHS += ("September", "October", "November", "December")
FORMS = ("{d}.{m}.{y}", "{d}. {m}. {y}", "{y}/{m}/{d}", "{y}-{m}-{d}", "{y}.{m}.{d}")
FORMS += ("{d} {name} {y}", "{d}. {name} {y}", "{d}th {short} {y}", "{name} {d}, {y}")


@pytest.mark.parametrize("form", FORMS)
@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2099, 12, 31)))
def test_a_date_in_another_form(form: str, day: datetime.date) -> None:
    name = MONTHS[day.month - 1]
    parts = {"d": day.day, "m": day.month, "y": day.year, "name": name, "short": name[:3]}
    assert date_meant(form.format(**parts)) == day.isoformat()


@pytest.mark.parametrize(
    "text", ["3/4/2026", "04-03-2026", "2026-02-30", "31.2.2026", "soon", "", "1 Foo 2026", "2026"]
)
def test_a_date_that_may_be_another_day_or_none(text: str) -> None:
    assert date_meant(text) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("http://a.example/b", "https://a.example/b"),
        ("https//a.example", "https://a.example"),
        ("//a.example/b", "https://a.example/b"),
        ("www.a.example", "https://www.a.example"),
        ("a.example:8080", None),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("ftp://a.example", None),
        ("two words", None),
        ("https://a.example/a b", None),
    ],
)
def test_an_address_in_another_form(text: str, meant: str | None) -> None:
    assert address_meant(text) == meant


@given(st.text(max_size=12))
def test_no_text_has_no_answer(text: str) -> None:
    date_meant(text)
    address_meant(text)
    assert truth_meant(text) in (None, "true", "false")
    meant = id_meant(text)
    assert meant is None or id_meant(meant) is None
