"""Writes docs/licences.md: what we depend on, under which licence, and why that may be.

`make docs` writes the page, and a test holds it up to date. The locks say what there is, and what
is installed says its licence; what is not installed here (the benchmark's, other systems') keeps
the line it has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from requirements.licences import Dependency, dependencies, licence_of, refused, rules

OUT = Path(__file__).parent / "licences.md"

HEAD = """\
# Licences

Our program is under the [MIT licence](../LICENSE); what it says, the content and the data, is under
[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/). Here is what it stands on. This page is
made from the locks and from what the packages say of themselves (`make docs`); which licences are
allowed, and why, stands in [requirements/licences.toml](../requirements/licences.toml). A test
fails for a package whose licence is not known, or not allowed for what we do with it. The same list
for programs is the SBOM of a release: `make release`.

"""
_LINE = re.compile(
    r"^\| (?P<name>[^ |]+) \| (?P<version>[^ |]+) \| (?P<licence>[^|]+) \|$", re.MULTILINE
)


def recorded(page: str) -> Mapping[str, str]:
    """The licences that a version of the page gives, by the name of the package."""
    return {line["name"]: line["licence"] for line in _LINE.finditer(page)}


def licences_page(known: Iterable[Dependency]) -> str:
    """The page for these dependencies."""
    parts = [HEAD, "## In the site that readers load\n\n", _table(_shipped())]
    parts.append("\nTheir texts go with the site, in `licences.txt`.\n")
    for use, group in groupby(known, key=lambda one: one.use):
        parts.append(f"\n## What {use}\n\n| package | version | licence |\n| --- | --- | --- |\n")
        parts += [f"| {one.name} | {one.version} | {one.licence} |\n" for one in group]
    parts.append("\n## Why each is allowed\n\n| licence | why |\n| --- | --- |\n")
    reasons = {**rules()["anywhere"], **rules()["on_the_machine"]}
    parts += [f"| {licence} | {why} |\n" for licence, why in reasons.items()]
    parts.append("\nWhere a package does not say its licence by an SPDX name, it was read:\n\n")
    parts += [f"- {name}: {where}\n" for name, (_, where) in rules()["said"].items()]
    return "".join(parts)


def _shipped() -> Iterable[Mapping[str, Any]]:
    for part in rules()["in_the_site"]:
        yield {**part, "licence": part.get("licence") or licence_of(part["from"])}


def _table(parts: Iterable[Mapping[str, Any]]) -> str:
    head = "| what | of | licence | where |\n| --- | --- | --- | --- |\n"
    rows = (f"| {p['what']} | {p['from']} | {p['licence']} | `{p['where']}` |\n" for p in parts)
    return head + "".join(rows)


def main() -> None:
    """Writes the page, or says which licences are missing or not allowed."""
    known = dependencies(recorded(OUT.read_text("utf-8") if OUT.is_file() else ""))
    if told := refused(known):
        raise SystemExit("\n".join([*told, "Say it in requirements/licences.toml."]))
    OUT.write_text(licences_page(known), "utf-8")


if __name__ == "__main__":
    main()
