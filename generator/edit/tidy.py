"""What no rule forbids and everybody does alike: no space at the ends of lines, one line break at
the end of a file, fields in the order of their model. A file with other habits is no problem, so
the check says nothing of it; `check --fix` does it by the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from generator.edit.comments import comments_of
from generator.edit.layout import Layout
from generator.model.text import Spec
from generator.read.document import parse

_MODELINE = "# yaml-language-server:"


_UNTIDY = re.compile(rb"[ \t]\r?\n|[ \t]\Z|\n\r?\n\Z|[^\n]\Z|\r")


def is_untidy(data: bytes) -> bool:
    """Whether a file may have space that no other has; quick, and never false if it has."""
    return _UNTIDY.search(data) is not None


def spaced(text: str) -> str:
    """`text` without space at the ends of lines, and with one line break at its end; as it was if
    the data or a comment would change."""
    tidied = re.sub(r"[ \t]+$", "", text, flags=re.M).rstrip("\n") + "\n"
    return tidied if _same(text, tidied) else text


def in_order(model: type[Spec], names: Iterable[str]) -> tuple[str, ...]:
    """The fields `names` in the order of their model, what it does not know last."""
    order = model.fields_in_files()
    return tuple(sorted(names, key=lambda n: order.index(n) if n in order else len(order)))


def ordered(text: str, wanted: Sequence[str]) -> str:
    """`text` with its fields in the order `wanted`, each with the comments above it; as it was if
    that cannot be done."""
    layout = Layout(text)
    names = [str(name) for name in layout.names(())]
    if names == [*wanted] or not layout.is_block(()):
        return text
    starts = [layout.chunk((name,))[0] for name in names]
    head = text[: starts[0]]
    first = text[starts[0] :]
    if first.startswith(_MODELINE):  # it is about the file, not about the field below
        line, _, _ = first.partition("\n")
        head += f"{line}\n"
        starts[0] += len(line) + 1
    whole = text if text.endswith("\n") else f"{text}\n"
    pieces = {
        name: whole[start:end]
        for name, start, end in zip(names, starts, [*starts[1:], len(whole)], strict=True)
    }
    if wanted[0] != names[0] and pieces[names[0]].lstrip().startswith("#"):
        return text  # a comment at the top may be about the whole file
    tidied = head + "".join(pieces[name] for name in wanted)
    return tidied if _same(text, tidied) else text


def _same(text: str, tidied: str) -> bool:
    """Whether both hold the same data and the same comments, whatever the order of fields."""
    before, problems = parse("", text.encode())
    after, others = parse("", tidied.encode())
    if before is None or after is None or problems or others or before.value != after.value:
        return False
    return comments_of(text) == comments_of(tidied)
