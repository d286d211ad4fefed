"""Trees of specs spoilt at random: what is right is where a fault hides best, so all begin with the
example specs, and a few things in them are changed that editors, programs or attackers change."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from random import Random

from tests.fuzz.corpora import naughty_strings

Tree = dict[str, bytes]

# What may come to stand in a value's place, as it is.
ODD_VALUES = (
    *("", "~", "null", "true", "False", "no", "0", "-7", "1.10", "12:30:45", "2026-11-22", "1e400"),
    *("[]", "{}", "[[]]", "[{}]", "{a: b}", "[a, b]", "{a: [b, {c: d}]}", '""', "''", "' '"),
    *("&a b", "*a", "!!str a", "!a b", "!!python/object/apply:os.system [id]", "|\n  a\n", ">-\n"),
    *("a: b", "- a", "? a", "#a", "{back}", "{service}", "{nobody}", "{{ 7*7 }}", "{a}{b}", "{"),
    *('"a\\nb"', '"a\\tb"', '"\\u202E"', '"\\x00"', '"\\ud800"', '"a', "'a", "[a", "{a", "%a"),
    *("main", "fallback", "remote", "official", "en", "a.b", "a/b", "a/b/1", "a/b/0", "../../etc"),
    *("https://example.org/", "javascript:alert(1)", "//a.example", "data:text/html,a"),
    *(
        "9" * 400,
        "a" * 700,
        "a" * 5000,
        "a " * 900,
        "[" * 30,
        "<<",
        "=",
        "2026-02-30",
        "0000-00-00",
    ),
)
# Bytes that have no business in a text, or that end lines in other ways.
ODD_BYTES = (
    *(b"\0", b"\xff", b"\xe9", b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80", b"\xef\xbb\xbf"),
    *(b"\r", b"\r\n", b"\t", b"\x0b", b"\x1b[31m", b"\x85", b"\xc2\x85", b"\xe2\x80\xa8", b"\n\n"),
    *(b"\xe2\x80\xae", b"\xe2\x80\x8b", b"\xef\xbf\xbf", b"\n---\n", b"\n...\n", b"%YAML 1.1\n"),
    *(b"#", b": ", b"- ", b"{", b"}", b"[", b"]", b'"', b"'", b"|", b"&", b"*", b"!", b"a" * 3000),
)
ODD_NAMES = (
    *("con.yml", "index.yml", "Ä.yml", "ﬁ.yml", "a" * 61 + ".yml", "a.yaml", "a.yml.txt", ".yml"),
    *("-.yml", "a--b.yml", "1.yml", "a b.yml", "service.yml", "labels.yml", "TV.yml", "a\nb.yml"),
)
_ID = re.compile(rb"[a-z0-9]+(?:-[a-z0-9]+)*")
_VALUE = re.compile(rb"(?:(?<=: )|(?<=- )|(?<=, )|(?<=\[)|(?<=\{))[^\s,\[\]{}][^,\n\]}]*")
_KEY = re.compile(rb"[A-Za-z0-9_-]+(?=:(?:\s|$))", re.MULTILINE)


def spoilt(random: Random, base: Tree, most: int = 4) -> Tree:
    """The tree with one to `most` things in it changed."""
    tree = dict(base)
    for _ in range(random.randint(1, most)):
        if tree:
            random.choice(_MUTATIONS)(random, tree)
    return tree


def _file(random: Random, tree: Tree) -> str:
    return random.choice(sorted(tree))


def _rows(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True) or [b"\n"]


def _line(random: Random, tree: Tree) -> None:
    name = _file(random, tree)
    rows = _rows(tree[name])
    at, other = random.randrange(len(rows)), random.randrange(len(rows))
    match random.randrange(6):
        case 0:
            del rows[at]
        case 1:
            rows.insert(other, rows[at])
        case 2:
            rows[at], rows[other] = rows[other], rows[at]
        case 3:
            rows[at] = b" " * random.randint(1, 3) + rows[at]
        case 4:
            rows[at] = rows[at].removeprefix(b"  ")
        case 5:
            rows[at] = rows[at].rstrip(b"\n") + rows[other]
    tree[name] = b"".join(rows)


def _block(rows: list[bytes], at: int) -> int:
    """Where the block ends that begins at a row: all below it that is indented more."""
    indent = len(rows[at]) - len(rows[at].lstrip(b" "))
    end = at + 1
    while end < len(rows) and len(rows[end]) - len(rows[end].lstrip(b" ")) > indent:
        end += 1
    return end


def _blocks(random: Random, tree: Tree) -> None:
    """A group with all that is in it goes, comes twice, or comes elsewhere, in another file too."""
    name, other = _file(random, tree), _file(random, tree)
    rows = _rows(tree[name])
    at = random.randrange(len(rows))
    end = _block(rows, at)
    block, how = rows[at:end], random.randrange(3)
    if how:
        del rows[at:end]
        tree[name] = b"".join(rows)
    if how != 1:
        there = _rows(tree[other])
        shift = random.randrange(-2, 3) * 2
        moved = [b" " * shift + row if shift > 0 else row[-shift:] for row in block]
        place = random.randrange(len(there) + 1)
        tree[other] = b"".join([*there[:place], *moved, *there[place:]])


def _swapped(pattern: re.Pattern[bytes]) -> Callable[[Random, Tree], None]:
    """One match becomes what another one is, in any file."""

    def swap(random: Random, tree: Tree) -> None:
        name, other = _file(random, tree), _file(random, tree)
        here, there = list(pattern.finditer(tree[name])), pattern.findall(tree[other])
        if here and there:
            found, new = random.choice(here), random.choice(there)
            tree[name] = tree[name][: found.start()] + new + tree[name][found.end() :]

    return swap


def _odd_value(random: Random, tree: Tree) -> None:
    name = _file(random, tree)
    here = list(random.choice((_VALUE, _KEY, _ID)).finditer(tree[name]))
    if here:
        found = random.choice(here)
        new = random.choice(ODD_VALUES).encode(errors="surrogatepass")
        tree[name] = tree[name][: found.start()] + new + tree[name][found.end() :]


def _naughty(random: Random, tree: Tree) -> None:
    name = _file(random, tree)
    here = list(_VALUE.finditer(tree[name]))
    if here:
        found, text = random.choice(here), random.choice(naughty_strings())
        quoted = (text, "'" + text.replace("'", "''") + "'", f'"{text}"')
        new = random.choice(quoted).encode(errors="surrogatepass")
        tree[name] = tree[name][: found.start()] + new + tree[name][found.end() :]


def _bytes(random: Random, tree: Tree) -> None:
    name = _file(random, tree)
    data, at = tree[name], random.randint(0, len(tree[name]))
    match random.randrange(4):
        case 0:
            tree[name] = data[:at] + random.choice(ODD_BYTES) + data[at:]
        case 1:
            tree[name] = data[:at]
        case 2:
            tree[name] = data[:at] + data[at + random.randint(1, 30) :]
        case 3:
            tree[name] = data.replace(b"\n", random.choice((b"\r\n", b"\r", b"\n\n", b"\xc2\x85")))


def _files(random: Random, tree: Tree) -> None:
    name, other = _file(random, tree), _file(random, tree)
    folder, _, last = name.rpartition("/")
    match random.randrange(9):
        case 0:
            del tree[name]
        case 1:
            tree[name], tree[other] = tree[other], tree[name]
        case 2:
            tree[f"{folder}/{random.choice(ODD_NAMES)}".lstrip("/")] = tree.pop(name)
        case 3:
            tree[f"{other.rpartition('/')[0]}/{last}".lstrip("/")] = tree.pop(name)
        case 4:
            tree[f"{other.rpartition('/')[0]}/{last}".lstrip("/")] = tree[name]
        case 5:
            tree[name] = random.choice(
                (b"", b"\n", b"# a\n", b"- a\n", b"a\n", b"{}\n", b"[]", b"~")
            )
        case 6:
            tree[f"{name.removesuffix('.yml')}-2.yml"] = tree[name]
        case 7:
            form = random.choice(("NFC", "NFD", "NFKC"))
            tree[unicodedata.normalize(form, name.replace("e", "é", 1))] = tree[name]
        case 8:
            _folder(random, tree)


def _folder(random: Random, tree: Tree) -> None:
    folders = sorted({part for name in tree for part in name.split("/")[:-1]})
    if folders:
        old = random.choice(folders)
        new = random.choice((*folders, "index", "nobody", "Ä", "a" * 61))
        for name in [name for name in tree if old in name.split("/")[:-1]]:
            parts = [new if part == old else part for part in name.split("/")]
            tree["/".join(parts)] = tree.pop(name)


_MUTATIONS: tuple[Callable[[Random, Tree], None], ...] = (
    _line,
    _line,
    _blocks,
    _blocks,
    _swapped(_ID),
    _swapped(_ID),
    _swapped(_VALUE),
    _swapped(_KEY),
    _odd_value,
    _odd_value,
    _naughty,
    _bytes,
    _files,
)
