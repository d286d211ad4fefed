"""The finder's small index: what each page is called, for a script that runs from a file as well.

Pages from `file://` may load scripts but fetch no data, so the index is a script: it sets
`globalThis.signoutEntries`. Elsewhere `scripts/entries.js` fetches it, and reads what is set.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from generator.knowledge.base import KnowledgeBase

FINDER = "assets/finder.js"  # where it is in the site, whatever it holds
TYPES = ("device", "problem", "page")
# Lists and frames are no answers.
_NOT_FOUND = ("index.md", "devices/index.md", "troubleshooting/index.md")
_HEADING = re.compile(r"^##? (.+?)(?: +\{:? ?[#.][^}]*\})?$", re.MULTILINE)
_FENCED = re.compile(r"^(`{3,}|~{3,}).*?^\1", re.DOTALL | re.MULTILINE)
# Words that stand in any sentence and tell no page from another.
_NOISE = (
    "a an and am are at be by can do does for from get got has have her his how i im in into is it "
    "its make me mine my of on onto or our should some that the their them there they this to use "
    "using want was we what when which who why will with you your"
)
# What may end a line in old scripts, or a script in HTML.
_UNSAFE = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def finder_index(kb: KnowledgeBase, content: Path) -> str:
    """The script with every device, every problem and the prose pages of `content`.

    It sets an object of `groups` (their names), `entries` (each: title, path, number of its type in
    `TYPES`, number of its group, its other names, number of the list of the problems it has),
    `problems` (such lists: most devices share theirs), `everyday` (each: our word, then what people
    say for it) and `noise` (words that tell nothing apart, the name of the service too).
    """
    groups: dict[str, int] = {}
    lists: dict[tuple[str, ...], int] = {}
    entries = [
        (
            title,
            path,
            TYPES.index(type_),
            groups.setdefault(group, len(groups)),
            _others(title, also),
            lists.setdefault(had, len(lists)),
        )
        for title, path, type_, group, also, had in (
            *_devices(kb),
            *_problems(kb),
            *_pages(content),
        )
    ]
    index = {
        "noise": f"{_NOISE} {kb.service}",
        "groups": list(groups),
        "everyday": [(word.replace("-", " "), *said) for word, said in kb.everyday.items()],
        "entries": entries,
        "problems": list(lists),
    }
    data = json.dumps(index, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)
    return f"globalThis.signoutEntries={data};\n"


_Entry = tuple[str, str, str, str, Iterable[str], tuple[str, ...]]


def _devices(kb: KnowledgeBase) -> Iterator[_Entry]:
    for kind in kb.kinds:
        for name in kind.devices:
            device = kb.devices[name]
            names = (*device.also, *device.models)
            yield device.title, f"devices/{name}/", "device", kind.name, names, device.problems


def _problems(kb: KnowledgeBase) -> Iterator[_Entry]:
    for name, problem in kb.problems.items():
        names = (*problem.also, *problem.messages)
        yield problem.title, f"troubleshooting/{name}/", "problem", "Troubleshooting", names, ()


def _pages(content: Path) -> Iterator[_Entry]:
    """The prose pages by their headings, the first of which is the title."""
    for file in sorted(content.rglob("*.md")):
        path = file.relative_to(content).as_posix()
        headings = _HEADING.findall(_FENCED.sub("", file.read_text("utf-8")))
        if headings and path not in _NOT_FOUND and not path.startswith("frames/"):
            name = path.removesuffix(".md")
            names = (name.replace("-", " "), *headings[1:])
            yield headings[0], f"{name}/", "page", "Guides", names, ()


def _others(title: str, names: Iterable[str]) -> list[str]:
    """The names that say more than the title does, each once."""
    known: dict[str, Any] = {title.casefold(): None}
    for name in names:
        known.setdefault(name.casefold(), name)
    return [name for name in known.values() if name is not None]
