"""Writes docs/problems.md: every problem that `signout check` may find, with an example of each.

What a problem is comes from the catalogue; the examples are the trees of tests/bad, held against
what they are like when their hints were followed, or against the good ones; what is said of them,
the program itself says. `make docs` writes the page, and a test holds it up to date.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from generator.check.catalogue import CATALOGUE
from generator.check.proof import check
from generator.model.specs import load
from generator.read.problem import Problem
from generator.read.tree import SpecFile, spec_files
from tests.mistakes.follow import NotFollowed, followed

ROOT = Path(__file__).parent.parent
GOOD, BAD = ROOT / "tests" / "good", ROOT / "tests" / "bad"
OUT = ROOT / "docs" / "problems.md"
SPECS = "device_specs"
MOST_ROWS = 8

HEAD = """\
# Every problem that the check may find

`make check` ends each problem with its code, such as `[unknown-label]`. Here is what each means:
how one comes to meet it, what the program says, and what was wrong (−) and is right (+). All of it
is from an example that does not exist, a service called Lumen. This page is made from the program
itself (`make docs`), so it says what the program says.
"""


@dataclass(frozen=True)
class Told:
    """An example in words, of what no folder of specs can hold, and the test that shows it."""

    wrong: str
    right: str
    shown_in: str


_TREE, _PROSE = "tests/read/test_tree.py", "tests/site/test_prose.py"
_HERE = "tests/check/test_catalogue.py"
TOLD: Mapping[str, Told] = {
    "no-specs": Told("signout check --specs specs", "signout check --specs device_specs", _TREE),
    "too-many-values": Told(
        "also: [a, a, a, a, … ten thousand of them]",
        "also: [a]",
        "tests/read/test_document.py",
    ),
    "too-many-files": Told(
        "device_specs/devices/tv/: 100,001 files", "device_specs/devices/tv/: 300 files", _TREE
    ),
    "symbolic-link": Told(
        "device_specs/labels.yml -> ../shared/labels.yml", "device_specs/labels.yml", _TREE
    ),
    "not-a-file": Told("device_specs/labels.yml, a pipe", "device_specs/labels.yml, a file", _TREE),
    "unreadable": Told(
        "-rw------- someone else  labels.yml", "-rw-r--r-- someone else  labels.yml", _TREE
    ),
    "missing-page": Told("content/: no index.md", "content/index.md", _HERE),
    "taken-address": Told("content/devices/roku.md", "content/roku-history.md", _PROSE),
    "unknown-slot": Told("<!-- slot: findr -->", "<!-- slot: finder -->", _HERE),
    "slot-twice": Told(
        "<!-- slot: topic-scope -->\n<!-- slot: topic-scope -->",
        "<!-- slot: topic-scope -->",
        _PROSE,
    ),
    "not-shown": Told("topics/scope.yml, and no slot", "<!-- slot: topic-scope -->", _HERE),
    "unknown-icon": Told("icon: telly", "icon: television", _PROSE),
    "site-engine": Told("[Devices](device/)", "[Devices](devices/)", _HERE),
}


@dataclass(frozen=True)
class Example:
    """A problem of a tree in tests/bad, and the files there and as they are right, by path."""

    tree: str
    problem: Problem
    bad: Mapping[str, str]
    good: Mapping[str, str]


@cache
def page() -> str:
    """The page."""
    return "".join([HEAD, *_index(), *(part for heading in CATALOGUE for part in _group(heading))])


def _index() -> Iterator[str]:
    yield "\n| about | problems |\n| --- | --- |\n"
    for heading, codes in CATALOGUE.items():
        links = " · ".join(f"[{code}](#{code})" for code in codes)
        yield f"| [{heading}](#{_anchor(heading)}) | {links} |\n"


def _anchor(heading: str) -> str:
    """What code hosts make of a heading."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def _group(heading: str) -> Iterator[str]:
    yield f"\n## {heading}\n"
    for code, cause in CATALOGUE[heading].items():
        yield f"\n### {code}\n\n{cause}\n"
        told = TOLD.get(code)
        if told is not None:
            yield _diff(
                [f"-{line}" for line in told.wrong.split("\n")]
                + [f"+{line}" for line in told.right.split("\n")]
            )
            continue
        example = example_of(code)
        assert example is not None, f"no tree in tests/bad shows {code}"
        said = _literal(f"{example.problem.message} {example.problem.hint}".strip())
        yield f"\n> {said}\n"
        yield _diff(list(_changes(example)))


def _literal(text: str) -> str:
    """Text in Markdown that means just itself; what is in backticks stays."""
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(
        part if part.startswith("`") else re.sub(r"([*<\[\]|\\])", r"\\\1", part) for part in parts
    )


def _diff(lines: list[str]) -> str:
    return "\n```diff\n" + "\n".join(lines) + "\n```\n"


def trees_of(code: str) -> list[str]:
    """The trees of tests/bad that have a problem with this code, the plainest first: few problems,
    in a file that the good example has too."""
    found = []
    for tree, problems in _recorded().items():
        if any(line.endswith(f" [{code}]") for line in problems):
            new = not (
                GOOD / "base" / problems[0].split(":")[0].removeprefix(f"{SPECS}/")
            ).is_file()
            found.append((len(problems), new, len(problems[0]), tree))
    return [tree for *_, tree in sorted(found)]


@cache
def _recorded() -> Mapping[str, list[str]]:
    return {
        file.parent.name: file.read_text("utf-8").splitlines()
        for file in sorted(BAD.glob("*/problems.txt"))
    }


@cache
def example_of(code: str) -> Example | None:
    """The plainest example of a problem with this code, or None if no tree has one."""
    for tree in trees_of(code):
        files = _overlaid(BAD / tree)
        found = [file for file in files.values() if isinstance(file, SpecFile)]
        odd = [file for file in files.values() if isinstance(file, Problem)]
        problems = check(*load([*odd, *found], SPECS)).problems
        problem = next((problem for problem in problems if problem.code == code), None)
        if problem is not None:
            bad = _texts(files)
            good = _mended(problem, bad) if len(problems) == 1 else None
            if good is None:
                good = _texts(_overlaid(GOOD / tree if (GOOD / tree).is_dir() else GOOD / "base"))
            return Example(tree, problem, bad, good)
    return None


def _mended(problem: Problem, bad: Mapping[str, str]) -> dict[str, str] | None:
    """The files as they are after the hint was followed to the letter, if that makes them right."""
    try:
        mended = followed(problem, {name.removeprefix(f"{SPECS}/"): bad[name] for name in bad})
    except (NotFollowed, KeyError):
        return None
    files = [
        SpecFile(f"{SPECS}/{name}", tuple(name.split("/")), text.encode())
        for name, text in sorted(mended.items())
    ]
    if check(*load(files, SPECS)).problems:
        return None
    return {file.file: file.data.decode() for file in files}


@cache
def _files(folder: Path) -> Mapping[str, SpecFile | Problem]:
    return {
        file.file if isinstance(file, SpecFile) else file.place.file: file
        for file in spec_files(folder, SPECS)
        if not (
            isinstance(file, Problem) and file.place.file.endswith(("problems.txt", "deleted.txt"))
        )
    }


def _overlaid(tree: Path) -> dict[str, SpecFile | Problem]:
    """The files of a tree over those of the base, by the path that problems show."""
    files = {**_files(GOOD / "base"), **_files(tree)}
    deleted = tree / "deleted.txt"
    for name in deleted.read_text("utf-8").split() if deleted.exists() else ():
        del files[f"{SPECS}/{name}"]
    return dict(sorted(files.items()))


def _texts(files: Mapping[str, SpecFile | Problem]) -> dict[str, str]:
    return {
        name: file.data.decode("utf-8", "replace") if isinstance(file, SpecFile) else ""
        for name, file in files.items()
    }


def _changes(example: Example) -> Iterator[str]:
    """What to change to make it right: the hunk at the problem, else the first of each file."""
    here = example.problem.place
    bad, good = example.bad, example.good
    changed = [name for name in bad if name in good and bad[name] != good[name]]
    if here.file in changed:
        changed = [here.file]
    elif bad.keys() != good.keys():
        yield from (f"-{name}" for name in bad if name not in good)
        yield from (f"+{name}" for name in good if name not in bad)
    for name in changed[:2]:
        yield f"# {name}"
        yield from _hunk(example, name)


def _hunk(example: Example, name: str) -> Iterator[str]:
    line = example.problem.place.line if name == example.problem.place.file else 0
    bad = [_visible(row) for row in example.bad[name].splitlines()]
    good = [_visible(row) for row in example.good.get(name, "").splitlines()]
    groups = list(difflib.SequenceMatcher(None, bad, good, autojunk=False).get_grouped_opcodes(1))
    nearest = min(groups, key=lambda group: abs(group[0][1] + 2 - line))
    for do, i1, i2, j1, j2 in nearest:
        if do == "equal":
            yield from (f" {row}" for row in bad[i1:i2])
        else:
            yield from (f"-{row}" for row in _cut(bad[i1:i2]))
            yield from (f"+{row}" for row in _cut(good[j1:j2]))


def _cut(rows: list[str]) -> list[str]:
    return rows if len(rows) <= MOST_ROWS else [*rows[: MOST_ROWS - 1], "…"]


def _visible(row: str) -> str:
    """A line with what does not show written as a code, and cut to what a page can show."""
    shown = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in row.replace("\t", "→"))
    return shown if len(shown) <= 100 else f"{shown[:99]}…"


if __name__ == "__main__":
    OUT.write_text(page(), "utf-8")
