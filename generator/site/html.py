"""Templates to HTML: one environment for all pages, and the filters they use."""

from __future__ import annotations

import datetime
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from generator.knowledge.confidence import Confidence
from generator.knowledge.text import Text, Word
from generator.site.engine import icon

_MARKS = {
    "key": Markup('<kbd data-key="{id}">{text}</kbd>'),
    "label": Markup('<b class="so-label" data-label="{id}">{text}</b>'),
    "concept": Markup("{text}"),
    "service": Markup("{text}"),
}
# The sign on a key is drawn by the style: what one reads and copies is the key's name.
_KEY_WITH_SYMBOL = Markup('<kbd data-key="{id}" data-symbol="{symbol}">{text}</kbd>')

SURE = {
    Confidence.HIGH: "Well supported: an official page describes it.",
    Confidence.MEDIUM: "Fairly sure: independent guides agree on it.",
    Confidence.LOW: "Not sure: few or only weak guides describe it.",
    Confidence.INFERRED: "Inferred: no source names this device, but it shares this app.",
}


TIERS = {
    "official": "official",
    "official-mirror": "copy of an official page",
    "press": "press",
    "howto": "how-to",
    "repost": "copy",
    "blog": "weak",
}


@lru_cache(maxsize=8192)  # many devices say the same
def text_html(text: Text) -> Markup:
    """A text as HTML: keys as key caps, labels in bold, all else escaped."""
    return Markup("").join(
        part if isinstance(part, Markup) else _word(part) if isinstance(part, Word) else part
        for part in text
    )


def _word(word: Word) -> Markup:
    if word.icon:
        return escape(word.text)
    mark = _KEY_WITH_SYMBOL if word.symbol else _MARKS[word.kind]
    return mark.format(id=word.id, text=word.text, symbol=word.symbol)


@lru_cache(maxsize=256)
def icon_html(name: str) -> Markup:
    """An icon that says nothing to those who hear the page: its meaning stands beside it."""
    svg = icon(name)
    assert svg is not None, f"the check lets no unknown icon `{name}` pass"
    return Markup(svg.replace("<svg ", '<svg aria-hidden="true" ', 1))


def day(date: datetime.date) -> str:
    """A date as people write it, the same in every locale: 22 November 2026."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


# Not from the standard library, whose names of months follow the machine's locale.
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def make_environment() -> Environment:
    """The environment of all templates: everything is escaped, nothing may be undefined."""
    environment = Environment(
        loader=PackageLoader("generator.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(text=text_html, day=day, icon=icon_html)
    environment.globals.update(sure=SURE, tiers=TIERS)
    return environment
