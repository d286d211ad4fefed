"""Questions that people have of signout.sqlite, each with the query that answers it.

They are offered ready-made where the database is served with Datasette, and explained on the page
about the data. What differs from time to time is a parameter: `:device`.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent


@dataclass(frozen=True, slots=True)
class Question:
    """A question, with its name in addresses and its query."""

    name: str
    asks: str
    sql: str


def _question(name: str, asks: str, sql: str) -> Question:
    return Question(name, asks, dedent(sql).strip())


QUESTIONS: tuple[Question, ...] = (
    _question(
        "find",
        "Where do these words stand: in a device's names, a step or a problem?",
        """
        select kind, id, title, page from search where search match :words order by rank
        """,
    ),
    _question(
        "how-to",
        "How does one sign out on this device, step by step?",
        """
        select interface_name, role, route_title, step, says, sees
        from steps_in_order where device = :device
        """,
    ),
    _question(
        "not-tried",
        "On which devices was the main route, when it was last checked, not tried on a device?",
        """
        select devices.name, routes.checked_on, devices.page
        from devices
        join interfaces on interfaces.device = devices.id and interfaces.number = 1
        join routes on routes.device = devices.id and routes.interface = interfaces.id
        where routes.role = 'main' and routes.on_device is not 1
        order by devices.name
        """,
    ),
    _question(
        "pages-that-say",
        "Which pages show a label with these words, or describe a route that selects it?",
        """
        select sources.publisher, sources.title, sources.url from sources where id in (
            select label_sources.source from label_words
            join label_sources on label_sources.label = label_words.label
            where label_words.text = :words
            union
            select way_sources.source from label_words
            join step_words on step_words.label = label_words.label
            join way_sources on way_sources.way = step_words.way
            where label_words.text = :words
        ) order by sources.publisher, sources.title
        """,
    ),
    _question(
        "label-in-language",
        "On which devices is this label shown, and what does it say in this language?",
        """
        select devices.name, there.text, there.official
        from label_words as here
        join label_words as there on there.label = here.label and there.language = :language
        join device_labels on device_labels.label = here.label
        join devices on devices.id = device_labels.device
        where here.text = :words and there.number = 1
        order by devices.name
        """,
    ),
    _question(
        "rest-on",
        "Which devices rest on the page at this address?",
        """
        select devices.name, devices.page from sources
        join device_sources on device_sources.source = sources.id
        join devices on devices.id = device_sources.device
        where sources.url = :address order by devices.name
        """,
    ),
    _question(
        "least-sure",
        "Of which devices are we least sure?",
        """
        select devices.name, kinds.name as kind, devices.confidence, devices.page
        from devices join kinds on kinds.id = devices.kind
        where devices.confidence in ('low', 'inferred')
        order by kinds.name, devices.name
        """,
    ),
)
