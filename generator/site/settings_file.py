"""The site's settings and what stands at the top of pages, looked at before the engine reads them.

The engine reads its settings with a YAML reader that builds any object a tag names, and so runs
any program; and it follows aliases, which make megabytes of a few lines. So the settings may have
only the tags that its documentation tells, and stand in one file. Whoever may change them chooses
extensions and templates, which are programs all the same: docs/limits.md says whom to trust.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from generator.read.document import parse
from generator.read.problem import Problem, shown
from generator.read.scalar import Unquoted, quoted, written
from generator.read.source import with_rows

__all__ = ["front_matter_problems", "settings_problems"]

_TAGS = re.compile(
    r"!ENV|!relative|tag:yaml\.org,2002:python/name:(?:material|pymdownx)\.[\w.]+", re.ASCII
)
_FRONT = re.compile(r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE)
# What pages are called, in search results too.
_TEXTS = ("title", "description")


def settings_problems(config: Path, shown_as: str) -> list[Problem]:
    """What is wrong with a file of settings, a plain file, before the engine reads it.

    What is wrong there, or in prose, somebody has to mend: no program changes these files.
    """
    data = config.read_bytes()
    document, problems = parse(shown_as, data, lambda tag: _TAGS.fullmatch(tag) is not None)
    if document is not None and "INHERIT" in document.value:
        message = "`INHERIT` takes settings from another file, where nobody looks at them."
        place = document.place(("INHERIT",), key=True)
        problems.append(
            Problem(place, "unknown-field", message, "Write all of them into this one.")
        )
    found = with_rows(problems, {shown_as: data})
    return [replace(problem, fix=None) for problem in found]


def front_matter_problems(file: Path, shown_as: str) -> list[Problem]:
    """What is wrong with the names and values at the top of a page, between `---` and `---`."""
    text = file.read_bytes().decode(errors="replace").removeprefix("\ufeff")
    found = _FRONT.match(text)
    if found is None or not found[1].strip():
        return []
    # A remark in the place of the first line, so that lines count as in the page.
    document, problems = parse(shown_as, f"#\n{found[1]}".encode())
    for name, value in document.value.items() if document is not None else ():
        assert document is not None
        if isinstance(value, Unquoted | bool | int) and name in _TEXTS:
            what, taken_for = written(value)
            message = f"`{shown(what)}` is taken for {taken_for}; expected text."
            hint = f"Quote it: {quoted(shown(what))}."
            problems.append(Problem(document.place((name,)), "quote-text", message, hint))
        elif not isinstance(value, str) and name in _TEXTS:
            message = f"`{name}` is not one text."
            hint = "Write one value on this line."
            problems.append(Problem(document.place((name,)), "wrong-type", message, hint))
    return [replace(problem, fix=None) for problem in problems]
