"""What changed for readers, day by day, in the words in which it was told then."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from generator.model.text import Id, Listed, Spec, Told

# The kind of a change: what a feed calls an entry.
What = Literal["new", "changed", "checked", "retired", "removed"]
About = Literal[
    "device", "problem", "checklist", "item", "topic", "word", "key", "concept", "source", "kind",
    "pack", "everyday", "service",
]  # fmt: skip

FOLDER = "changelog"  # in that of specs
# What changed in the very first entry: the whole site, which was not there before.
FIRST_EDITION = "first-edition"
# The name of a file is its day; a day with too much for one file has more of them.
DAY_FILE = re.compile(r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:-(?P<number>[2-9]|[1-9][0-9]+))?")

# Names of what was there then. It may be gone or renamed by now, so they refer to nothing.
_Ids = Annotated[tuple[Id, ...], Listed]


class Entry(Spec):
    """One change for readers, told as it was told then."""

    model_config = ConfigDict(
        json_schema_extra={
            "if": {"required": ["every_device"], "properties": {"every_device": {"const": True}}},
            "then": {"required": ["kinds"], "properties": {"devices": {"maxItems": 0}}},
        }
    )

    what: What = Field(
        description="new: it was not there before; changed: it says something else; checked: "
        "somebody compared it anew; retired: the service no longer runs on it; removed: it is gone."
    )
    about: About = Field(description="Of which kind the subjects are.")
    part: Id = Field(description="What of it changed, as `signout diff` calls it: word, step …")
    subjects: dict[Id, Told] = Field(
        description="What it is about: its name in the specs and what readers called it then.",
        min_length=1,
    )
    who: Told | None = Field(
        None,
        description="How the sentence begins: what it is about, and where.",
        examples=["On Roku and Apple TV", "Roku"],
    )
    says: Told = Field(
        description="What changed, in a sentence; say it better if you can, as long as it is true."
    )
    devices: _Ids = Field(
        (),
        description="The devices whose pages say something else since, unless they are the "
        "subjects.",
    )
    problems: _Ids = Field(
        (),
        description="The problems whose pages say something else since, unless they are the "
        "subjects.",
    )
    kinds: _Ids = Field((), description="The kinds of these devices; their feeds tell it too.")
    every_device: bool = Field(
        False,
        description="true if it stands on the page of every device of these kinds, which are then "
        "not named one by one.",
    )

    @property
    def of_devices(self) -> tuple[str, ...]:
        """The devices whose pages changed, as far as they are named."""
        named = self.devices or (tuple(self.subjects) if self.about == "device" else ())
        return () if self.every_device else named

    @property
    def of_problems(self) -> tuple[str, ...]:
        """The problems whose pages changed."""
        return self.problems or (tuple(self.subjects) if self.about == "problem" else ())


class Edition(Spec):
    """What changed for readers on one day. `signout changelog` writes it; the file's name is the
    day."""

    covers: Annotated[str, StringConstraints(pattern=r"^[a-p]{40}$")] = Field(
        description="The fingerprint of all specs as they were then. `signout changelog` writes "
        "it, to know from where to compare."
    )
    changes: dict[Id, Entry] = Field(
        description="The changes in the order in which they are told. Their names are parts of "
        "addresses in feeds: once published, they stay.",
        min_length=1,
    )
