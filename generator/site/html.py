"""Templates to HTML: one environment for all pages, and the filters they use."""

from __future__ import annotations

from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from generator.knowledge.licence import LICENCE_NAME, LICENCE_URL
from generator.knowledge.text import Text, Word, in_path
from generator.knowledge.wording import DOES, PRIORITIES, SURE, TIERS, day, effect
from generator.site.engine import icon

_MARKS = {
    "key": Markup('<kbd data-key="{id}">{text}</kbd>'),
    "label": Markup('<b class="so-label" data-label="{id}">{text}</b>'),
    "concept": Markup("{text}"),
    "service": Markup("{text}"),
}
# The sign on a key is drawn by the style: what one reads and copies is the key's name.
_KEY_WITH_SYMBOL = Markup('<kbd data-key="{id}" data-symbol="{symbol}">{text}</kbd>')


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


def uncapitalised(sentence: str) -> str:
    """A sentence as it goes on after a colon."""
    return sentence[:1].lower() + sentence[1:]


@lru_cache(maxsize=256)
def icon_html(name: str) -> Markup:
    """An icon that says nothing to those who hear the page: its meaning stands beside it."""
    svg = icon(name)
    assert svg is not None, f"the check lets no unknown icon `{name}` pass"
    return Markup(svg.replace("<svg ", '<svg aria-hidden="true" ', 1))


@lru_cache(maxsize=1)  # compiling the templates takes longer than rendering a hundred pages
def make_environment() -> Environment:
    """The environment of all templates: everything is escaped, nothing may be undefined.

    There is one, which nobody changes; `make_environment.cache_clear()` reads templates anew.
    """
    environment = Environment(
        loader=PackageLoader("generator.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(
        text=text_html, in_path=in_path, day=day, icon=icon_html, uncapitalised=uncapitalised
    )
    environment.globals.update(
        sure=SURE, tiers=TIERS, does=DOES, priorities=PRIORITIES, effect=effect
    )
    environment.globals.update(licence_name=LICENCE_NAME, licence_url=LICENCE_URL)
    return environment
