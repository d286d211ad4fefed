"""Writes docs/examples.md: every kind of spec file, with what each field is for above it.

The files are those of an example in tests/good, in which every field occurs; what is said of a
field is its description in the model. `make docs` writes it, and a test holds it up to date.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.check.fields import Field, fields_of
from generator.model.specs import FOLDERS, SHARED, Entry, load
from generator.model.text import Spec
from generator.model.vocabulary import Service
from generator.read.tree import SpecFile

ROOT = Path(__file__).parent.parent
TREES = ("base", "every-field")
OUT = ROOT / "docs" / "examples.md"
WIDTH = 100

HEAD = """\
# Every kind of spec file, explained

An example of each, with what a field is for above it. *Needed* is what may not be left out. Lumen
does not exist; what exists stands in [device_specs](../device_specs). This page is made from the
program itself (`make docs`), so it is never older than what `make check` asks for.

Text is shown as it is typed. In it, `{back}` stands for a key, a label or a concept, `{service}`
for the service. An editor with a YAML language server shows all this while you type: see
[CONTRIBUTING](../CONTRIBUTING.md).
"""
# The file that shows each kind of spec, in the order in which an editor meets them.
SHOWN: Mapping[str, str] = {
    "devices/tv/glow-tv.yml": "A device",
    "devices/console/play-box.yml": "A device that is worked in another way than its kind",
    "devices/tv/cast-dongle.yml": "A device that has no sign-out of its own",
    "devices/tv/glow-stick.yml": "A device that is retired",
    "families/tv-menu.yml": "A family: an interface that several devices show",
    "families/tv-gear.yml": "A family that differs a little from another",
    "families/phone-app.yml": "A family that has only one way out",
    "families/devices-page.yml": "A family in which something is typed",
    "labels.yml": "Labels: words and icons on screens",
    "sources.yml": "Sources",
    "problems/menu-does-not-open.yml": "A problem",
    "checklists/security.yml": "A checklist",
    "items.yml": "Items of checklists",
    "topics/key-code.yml": "A topic",
    "keys.yml": "Keys of remotes and gamepads",
    "positions.yml": "Places on a screen",
    "concepts.yml": "Our own words",
    "phrases.yml": "Sentences that several specs say",
    "everyday.yml": "What people say",
    "kinds.yml": "Kinds of device",
    "packs.yml": "Packs to print",
    "changelog/2026-03-01.yml": "What changed on a day",
    "service.yml": "The service",
}


def files() -> dict[str, SpecFile]:
    """The files of the example by their paths below the folder of specs."""
    found = {}
    for tree in TREES:
        folder = ROOT / "tests" / "good" / tree
        for file in sorted(folder.rglob("*.yml")):
            path = file.relative_to(folder)
            name = path.as_posix()
            found[name] = SpecFile(name, path.parts, file.read_bytes())
    return found


def examples() -> str:
    """The page."""
    read = files()
    specs, problems = load(read.values(), "device_specs")
    assert not problems, problems
    assert specs.service is not None
    entries: dict[str, list[Entry[Spec]]] = {"service.yml": [specs.service]}  # type: ignore[list-item]
    for collection in (*SHARED, *FOLDERS):
        for entry in getattr(specs, collection).values():
            entries.setdefault(entry.document.file, []).append(entry)
    parts = [HEAD]
    explained: set[int] = set()
    for name, title in SHOWN.items():
        text = read[name].data.decode()
        said = [field for entry in entries[name] for field in fields_of(entry.spec, entry.at)]
        comments = list(_comments(entries[name][0], said, explained))
        parts.append(
            f"\n## {title}\n\n{_about(name)}\n\n```yaml\n{_commented(text, comments)}```\n"
        )
    return "".join(parts)


def _about(name: str) -> str:
    """Where such a file stands, and what it is in the words of its model."""
    first, _, rest = name.partition("/")
    collection = first.removesuffix(".yml")
    model = FOLDERS.get(collection) or SHARED.get(collection) or Service
    where = {"devices": "devices/<kind>/<name>.yml"}.get(collection, f"{collection}/<name>.yml")
    said = " ".join((model.__doc__ or "").split())
    return f"`device_specs/{where if rest else name}`: {said[0].lower()}{said[1:]}"


def _comments(
    entry: Entry[Spec], fields: list[Field], explained: set[int]
) -> Iterator[tuple[int, str, str]]:
    """What to say above a line (from 0): line, name of the field, its description. Each field is
    explained where it first occurs on the page."""
    for field in fields:
        if id(field.info) in explained or not _is_written(entry, field):
            continue
        explained.add(id(field.info))
        place = entry.document.place(field.path, key=True)
        needed = "Needed. " if field.info.is_required() else ""
        yield place.line - 1, str(field.path[-1]), f"{needed}{field.info.description or ''}".strip()


def _is_written(entry: Entry[Spec], field: Field) -> bool:
    """Whether the field stands in the file, and is not only what holds without it."""
    value: Any = entry.document.value
    try:
        for part in field.path:
            value = value[part]
    except (KeyError, IndexError, TypeError):
        return False
    return True


def _commented(text: str, comments: list[tuple[int, str, str]]) -> str:
    lines = []
    for number, line in enumerate(text.splitlines()):
        indent = line[: len(line) - len(line.lstrip())]
        for at, name, said in comments:
            if at == number and said:
                begins = line.lstrip("- ").startswith(f"{name}:")
                remark = said if begins else f"{name}: {said}"
                hang = f"{indent}# "
                lines += textwrap.wrap(
                    remark,
                    WIDTH,
                    initial_indent=hang,
                    subsequent_indent=hang,
                    break_on_hyphens=False,
                )
        lines.append(line)
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    OUT.write_text(examples(), "utf-8")
