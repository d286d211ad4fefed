"""Files of the largest size that is read, each made to take as long, or as much memory, as it can:
the same thing as often as it fits, where the program may look at each beside all others."""

from __future__ import annotations

from collections.abc import Mapping

from generator.read.limits import MAX_BYTES
from tests.conftest import BASE

DEVICE, FAMILY = "devices/tv/glow-tv.yml", "families/tv-menu.yml"


def base(name: str) -> str:
    return (BASE / name).read_text("utf-8")


def much(piece: str, before: str = "", after: str = "") -> bytes:
    """`piece` as often as it fits, with `#` in it counting."""
    room = MAX_BYTES - len((before + after).encode())
    pieces = []
    while room > 0:
        pieces.append(piece.replace("#", str(len(pieces))))
        room -= len(pieces[-1].encode())
    return (before + "".join(pieces[:-1]) + after).encode()


def filled(data: bytes) -> bytes:
    """The bytes again and again."""
    return (data * MAX_BYTES)[:MAX_BYTES]


# Those that were the worst, or may become so soonest; they are tried on every change.
WORST: Mapping[str, tuple[str, bytes]] = {
    "controls for nothing": (DEVICE, filled(b"\1")),
    "unknown fields": (DEVICE, much("a#:\n", base(DEVICE))),
    "the same in a list": (DEVICE, much("a,", "name: a\nalso: [", "]\n")),
    "the same behind a large one": (DEVICE, much("a: b\n", f"a: [{'b,' * 8000}]\n")),
    "unknown names": ("labels.yml", much("a#: {text: {en: A}, means: zz#}\n")),
    "names that look alike": ("labels.yml", much("lab-#: {text: {en: A}, means: lax-#}\n")),
    "unknown words": ("phrases.yml", much('a#: {text: "{b#}"}\n')),
    "screens of nothing": (
        FAMILY,
        much(
            "  a#: {controls: {b: {press: [up], opens: c#}}}\n",
            "name: a\nstart: a1\nscreens:\n",
        ),
    ),
    "a slip at the end": ("labels.yml", much("a#: {text: {en: A}}\n", after="b {text: {en: B}}\n")),
    "unknown fields below": ("labels.yml", much("a#: {text: {en: A}}\n", "b: {bla: 1}\n")),
}
# The others; all are tried by the long tests.
BOMBS: Mapping[str, tuple[str, bytes]] = {
    **WORST,
    "controls on lines": (DEVICE, filled(b"\1\n")),
    "fields like known ones": (DEVICE, much("interfaces-and-#: b\n", base(DEVICE))),
    "numbers in a list": (DEVICE, much("1,", "name: a\nalso: [", "]\n")),
    "texts in a list": (DEVICE, much("a#,", "name: a\nalso: [", "]\n")),
    "one name": (DEVICE, filled(b"a: b\n")),
    "labels of nothing": ("labels.yml", much("a#: {}\n")),
    "labels without": ("labels.yml", much("a#:\n")),
    "labels with capitals": ("labels.yml", much("A#: {text: {en: A}}\n")),
    "labels nobody uses": ("labels.yml", much("a#: {text: {en: A}}\n")),
    "labels of no language": ("labels.yml", much("a#: {text: {en: A, xx: B}}\n")),
    "everyday words": ("everyday.yml", much("a#: {people_say: [b]}\n")),
    "unknown sources": (DEVICE, much("s#,", "name: a\nnotes: [{text: b, sources: [", "]}]\n")),
    "notes of nothing": (DEVICE, much("- {text: b, at: menu#}\n", f"{base(DEVICE)}notes:\n")),
    "notes of a path": (DEVICE, f"{base(DEVICE)}notes: [{{text: b, at: {'a/' * 30000}}}]".encode()),
    "interfaces of nothing": (DEVICE, much("  a#: {family: zz#}\n", "name: a\ninterfaces:\n")),
    "interfaces": (DEVICE, much("  a#: {family: tv-menu}\n", "name: a\ninterfaces:\n")),
    "actions": (
        DEVICE,
        much(
            "  a#: {does: restart, signs_out: false, path: [a], sources: []}\n",
            "name: a\nactions:\n",
        ),
    ),
    "screens": (
        FAMILY,
        much(
            "  a#: {controls: {b: {press: [up], opens: a#}}}\n",
            "name: a\nstart: a1\nscreens:\n",
        ),
    ),
    "controls": (
        FAMILY,
        much(
            "      b#: {press: [zz#], opens: c#}\n",
            "name: a\nstart: a1\nscreens:\n  a1:\n    controls:\n",
        ),
    ),
    "routes": (
        FAMILY,
        much(
            "  r#: {role: main, title: t, steps: [a.b], sources: []}\n",
            "name: a\nstart: a1\nroutes:\n",
        ),
    ),
    "routes of many steps": (
        FAMILY,
        much(
            f"  r#: {{role: fallback, title: t, sources: [], steps: [{'home.x,' * 40}]}}\n",
            base(FAMILY).split("routes:")[0] + "routes:\n",
        ),
    ),
    "drops": ("families/tv-gear.yml", much("x#,", "name: a\nextends: tv-menu\ndrop: [", "]\n")),
    "braces": ("phrases.yml", much(f'a#: {{text: "{"{a}" * 190}"}}\n')),
    "open braces": ("phrases.yml", much(f'a#: {{text: "{"{" * 590}"}}\n')),
    "a slip at the start": ("labels.yml", much("a#: {text: {en: A}}\n", "b {text: {en: B}}\n")),
    "a slip in a list": (DEVICE, much("[],", "name: a\nbla: c\nalso: [", "]\n")),
    "a slip in a long row": (DEVICE, much("a ", "name: a\nbla c\nalso: ", "\n")),
    "a slip before nothing": (DEVICE, much("\n", "name: a\nbla c\n")),
    "open quotes": (DEVICE, much('"\n', "name: a\nbla c\n")),
    **{f"only {sign!r}": (DEVICE, filled(sign.encode())) for sign in ("[", "{", "? ", "- ", ":")},
    **{f"only {sign!r}": (DEVICE, filled(sign.encode())) for sign in ("#", " ", "\t", "\n", "\r")},
    **{f"only {sign!r}": (DEVICE, filled(sign.encode())) for sign in ("a: ", "\ufeff", "\u202e")},
    "anchors": (DEVICE, much("a#: &a b\n")),
    "tags": (DEVICE, much("a#: !a b\n")),
    "tags with names": (DEVICE, much("%TAG !a#! tag:a\n", after="---\na: b\n")),
    "a long key": (DEVICE, b"a" * 60_000 + b": b"),
    "a long text": (DEVICE, b"name: " + b"a" * 60_000),
    "a text of many lines": (DEVICE, b"name: " + b"a\n  " * 15_000),
    "a folded text": (DEVICE, b"name: >\n" + b"  a\n" * 16_000),
    "codes in a text": (DEVICE, b'name: "' + b"\\x01" * 16_000 + b'"'),
    "codes in keys": (DEVICE, much('"\\x01#": b\n')),
    "numbers as keys": (DEVICE, much("#: b\n")),
    "no keys": (DEVICE, filled(b": b\n")),
    "curly quotes": (DEVICE, much("a#: “b”\n")),
    "brackets on lines": (DEVICE, b"a: [" + b"[\n" * 15 + b"\n" * 60_000 + b"]" * 16),
    "quotes on lines": (DEVICE, much("  a\n", 'name: "', '"\n')),
    "texts on lines": (DEVICE, much("a#: >-\n\n\n  b\n")),
    "languages": ("service.yml", much("  xx: b#\n", "name: a\nlanguages:\n")),
    "a route of a path": ("service.yml", much("a/", "name: a\nremote: {one_device: ", "}\n")),
    "packs": ("packs.yml", much("a#: {title: t, intro: i, devices: [a,a]}\n")),
    "items": (
        "items.yml",
        much("a#: {title: t, text: t, how: t, priority: now, see: [zz#], doubt: d}\n"),
    ),
    "changes": (
        "changelog/2026-01-01.yml",
        much(
            "  a#: {what: new, about: device, part: x, subjects: {a: b}, says: s}\n",
            f"covers: {'a' * 40}\nchanges:\n",
        ),
    ),
    "one sentence": (
        "topics/key-code.yml",
        much(
            "- {text: One two three four five six seven eight nine ten., doubt: d#}\n", "facts:\n"
        ),
    ),
    "kinds": ("kinds.yml", much("a#: {name: b, input: remote}\n")),
    "solutions": (
        "problems/menu-does-not-open.yml",
        much("- {title: t, text: x, see: [zz#]}\n", "title: t\nsymptom: s\nsolutions:\n"),
    ),
    "tabs": (DEVICE, filled(b"\ta: b\n")),
    "an old encoding": (DEVICE, b"a" * 60_000 + b"\xe9"),
    "too much": (DEVICE, b"a" * (MAX_BYTES + 1)),
}
