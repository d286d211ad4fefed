"""What somebody meant who wrote a value in another form: a date, an address, true or false."""

from __future__ import annotations

import datetime
import re

from generator.model.text import Https, Spec
from generator.read.tree import as_id

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class _Address(Spec):
    url: Https


def date_meant(text: str) -> str | None:
    """The day that `text` says in another form, as 2026-11-22; None if it may be another day.

    3.4.2026 is the third of April; 3/4/2026 is so only to some, and therefore None.
    """
    if found := re.fullmatch(r"(\d{4})[-/. ](\d\d?)[-/. ](\d\d?)", text):
        year, month, day = map(int, found.groups())
    elif found := re.fullmatch(r"(\d\d?)\. ?(\d\d?)\. ?(\d{4})", text):
        day, month, year = map(int, found.groups())
    elif found := re.fullmatch(r"(\d\d?)(?:st|nd|rd|th|\.)? ([A-Za-z]{3,9})\.?,? (\d{4})", text):
        day, month, year = int(found[1]), _month(found[2]), int(found[3])
    elif found := re.fullmatch(r"([A-Za-z]{3,9})\.? (\d\d?)(?:st|nd|rd|th)?,? (\d{4})", text):
        day, month, year = int(found[2]), _month(found[1]), int(found[3])
    else:
        return None
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def _month(word: str) -> int:
    short = word[:3].casefold()
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def address_meant(text: str) -> str | None:
    """The address that begins with `https://` and goes on as `text` does, if there is one."""
    if re.match(r"(?!https?)[A-Za-z][\w+.-]*:(?!\d)", text):
        return None  # `mailto:`, `javascript:` and their like
    mended = "https://" + re.sub(r"^(?:https?:?)?/{0,2}", "", text.strip(), count=1)
    try:
        return _Address(url=mended).url
    except ValueError:
        return None


def truth_meant(text: str) -> str | None:
    """`true` or `false`, if `text` says one of them in another word."""
    said = text.casefold()
    if said in ("yes", "y", "on", "true"):
        return "true"
    return "false" if said in ("no", "n", "off", "false") else None


def id_meant(text: str) -> str | None:
    """The name that `text` is but for its capitals, spaces and the like."""
    meant = as_id(text)
    return meant if meant != text and re.fullmatch(r"[\w -]+", text) else None
