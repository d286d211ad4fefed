"""Comparing a published folder with what should be there, and the nearest cause of what differs."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import random
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.publish.causes import cause_of
from generator.publish.differences import settle
from generator.publish.manifest_file import manifest_file
from generator.publish.one_hash import one_hash
from generator.publish.verifying import (
    Expected,
    ManifestError,
    compare_folder,
    of_manifest,
    of_site,
)
from tests.publish.test_differences import write
from tests.site_fixtures import ROOT

GUIDE = (ROOT / "docs" / "verify.md").read_text("utf-8")
PAGE = b"""<!doctype html>
<html lang="en"><head><title>Roku</title><script src="../a.js" integrity="x"></script></head>
<body>
<h1 id="page">Sign out of Roku</h1>
<p>Press <b>Home</b> on the remote.</p>
</body></html>
"""
FILES = {
    "index.html": PAGE,
    "404.html": PAGE.replace(b"Roku", b"nothing"),
    "assets/a.1.js": b"run()\n",
    "api/v1/meta.json": b'{"specs": "abc"}',
    "picture.png": bytes(range(256)) * 9,
}


def expected_of(folder: Path) -> Expected:
    made = settle(folder, None, hashed=True)
    return of_site(folder, made.hashes, made.sizes)


@pytest.fixture
def expected(tmp_path: Path) -> Expected:
    return expected_of(write(tmp_path / "ours", FILES))


# --- a folder ----------------------------------------------------------------------------------


def test_the_same_files_are_the_same(tmp_path: Path, expected: Expected) -> None:
    found = compare_folder(expected, write(tmp_path / "published", FILES))
    assert found.is_the_same
    assert found.same == sorted(FILES)


def test_everything_that_differs_is_told(tmp_path: Path, expected: Expected) -> None:
    there = write(tmp_path / "published", FILES | {"old/index.html": b"x", ".hidden": b""})
    (there / "index.html").write_bytes(PAGE.replace(b"Home", b"Back"))
    (there / "404.html").unlink()
    (there / "picture.png").unlink()
    (there / "picture.png").symlink_to(tmp_path / "ours" / "picture.png")
    (there / "assets" / "a.1.js").unlink()
    os.mkfifo(there / "assets" / "a.1.js")
    os.mkfifo(there / "pipe")
    found = compare_folder(expected, there)
    assert not found.is_the_same
    assert found.same == ["api/v1/meta.json"]
    assert found.missing == ["404.html"]
    assert found.extra == [".hidden", "old/index.html", "pipe"]
    assert found.changed == {
        "assets/a.1.js": "is no regular file",
        "index.html": "differs from line 5 on",
        "picture.png": "is a symbolic link",
    }


def test_a_folder_in_place_of_a_file(tmp_path: Path, expected: Expected) -> None:
    files = {name: data for name, data in FILES.items() if name != "index.html"}
    there = write(tmp_path / "published", {**files, "index.html/x": b""})
    found = compare_folder(expected, there)
    assert (found.missing, found.extra) == (["index.html"], ["index.html/x"])


def test_a_link_to_the_folder_itself_is_followed(tmp_path: Path, expected: Expected) -> None:
    """Hosts lead readers so from one release to the next."""
    write(tmp_path / "releases" / "7", FILES)
    (tmp_path / "current").symlink_to("releases/7", target_is_directory=True)
    assert compare_folder(expected, tmp_path / "current").is_the_same


def test_no_more_is_read_than_shows_that_it_is_another(tmp_path: Path, expected: Expected) -> None:
    there = write(tmp_path / "published", FILES)
    os.truncate(there / "assets" / "a.1.js", 10**12)
    found = compare_folder(expected, there)
    assert list(found.changed) == ["assets/a.1.js"]


def test_it_says_what_the_other_was_made_of(tmp_path: Path, expected: Expected) -> None:
    there = write(tmp_path / "published", FILES | {"api/v1/meta.json": b'{"specs": "def"}'})
    assert compare_folder(expected, there).meta == {"specs": "def"}
    for bad in (b"[" * 100_000, b"\xff", b"[1]"):
        (there / "api" / "v1" / "meta.json").write_bytes(bad)
        assert compare_folder(expected, there).meta == {}


# --- a list of files ---------------------------------------------------------------------------


def test_a_list_serves_as_well_as_the_files(tmp_path: Path) -> None:
    listed = of_manifest(manifest_file(settle(write(tmp_path / "ours", FILES), None, hashed=True)))
    there = write(tmp_path / "published", FILES)
    assert compare_folder(listed, there).is_the_same
    (there / "index.html").write_bytes(PAGE + b"\n")
    (there / "404.html").write_bytes(FILES["404.html"].replace(b"\n", b"\r\n"))
    (there / "assets" / "a.1.js").write_bytes(b"ruN()\n")
    assert compare_folder(listed, there).changed == {
        "404.html": "has other line ends: whatever copied it must copy bytes, not text",
        "assets/a.1.js": "differs",
        "index.html": f"has {len(PAGE) + 1} bytes, not {len(PAGE)}",
    }


FILE = {"path": "a", "sha256": "0" * 64, "size": 1}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "It is not JSON."),
        (b"\xff\xfe", "It is not JSON."),
        (b"[" * 100_000, "It is not JSON."),
        (b"[]", "It has no list of files."),
        (b'{"version": 1, "files": {}}', "It has no list of files."),
        (b'{"version": 2, "files": []}', "Its version is not 1."),
        (b'{"version": 1, "files": []}', "It lists no file."),
        ({"path": "../a"}, "is no file of a site."),
        ({"path": "/etc/passwd"}, "is no file of a site."),
        ({"path": "a//b"}, "is no file of a site."),
        ({"path": ""}, "is no file of a site."),
        ({"path": 1}, "is no file of a site."),
        ({"sha256": "0" * 63}, "is no file of a site."),
        ({"sha256": "G" * 64}, "is no file of a site."),
        ({"size": -1}, "is no file of a site."),
        ({"size": "1"}, "is no file of a site."),
    ],
    ids=str,
)
def test_what_is_no_list(data: bytes | dict[str, object], why: str) -> None:
    if isinstance(data, dict):
        data = json.dumps({"version": 1, "files": [FILE | data]}).encode()
    with pytest.raises(ManifestError, match=re.escape(why)):
        of_manifest(data)


# --- the nearest cause -------------------------------------------------------------------------


def cause(path: str, theirs: bytes, ours: bytes = PAGE) -> str:
    return cause_of(path, theirs, ours, len(ours), hashlib.sha256(ours).hexdigest())


def smaller(html: bytes) -> bytes:
    """As programs that make pages smaller do it."""
    html = re.sub(rb"\s+", b" ", html).replace(b"> <", b"><")
    return re.sub(rb'="([\w./-]+)"', rb"=\1", html)


@pytest.mark.parametrize(
    ("theirs", "says"),
    [
        (b"", "is empty"),
        (PAGE.replace(b"\n", b"\r\n"), "has other line ends"),
        (b"\xef\xbb\xbf" + PAGE, "begins with a byte-order mark"),
        (gzip.compress(PAGE), "is sent packed"),
        (PAGE[:100], f"is cut off after 100 of {len(PAGE)} bytes"),
        (
            PAGE.replace(b"</body>", b'<script defer src="https://beacon.example/b.js"></script>'),
            "has a script that is not ours, which loads `https://beacon.example/b.js`",
        ),
        (
            PAGE.replace(b"</body>", b"<SCRIPT>track()</SCRIPT></body>"),
            "has a script that is not ours, which is written into the page",
        ),
        (smaller(PAGE), "was made smaller, with the same text"),
        (PAGE.replace(b"<h1", b"<!-- served by example -->\n<h1"), "has something put in at line"),
        (
            PAGE.replace(b"<b>Home</b>", b'<b>Home</b> <a href="//ad.example">!</a>'),
            'has something put in at line 5: `<a href="//ad.example">!</a>`',
        ),
        (PAGE.replace(b"Home", b"Back"), "differs from line 5 on"),
    ],
    ids=range(11),
)
def test_what_was_done_to_a_page(theirs: bytes, says: str) -> None:
    assert cause("index.html", theirs).startswith(says)


def test_another_version_of_our_own_script_is_no_stranger() -> None:
    one, other = (
        PAGE.replace(b"../a.js", f"../assets/a.{version}.js".encode()).replace(b'"x"', integrity)
        for version, integrity in (("0123abcd", b'"y" data-finder="b.1.js"'), ("89ef4567", b'"z"'))
    )
    assert cause("index.html", one, other) == "differs from line 2 on"
    moved = other.replace(b"../assets", b"/cdn-cgi")
    assert cause("index.html", moved, other).startswith("has a script that is not ours")


def test_what_was_done_to_other_files() -> None:
    assert cause("a.js", PAGE, b"run()").startswith("is a page: the host sends one in place of")
    assert cause("a.json", b'{"a": 2}', b'{"a": 1}') == "differs from line 1 on"
    assert cause("a.png", b"abXd", b"abcd") == "differs from byte 3 on"
    assert cause("a.png", b"abXcd", b"abcd") == "differs from byte 3 on"
    assert cause("a.gz", gzip.compress(b"a" * 10**7, mtime=0), b"b") == "differs from byte 1 on"


def test_what_is_quoted_cannot_garble_the_screen() -> None:
    said = cause("index.html", PAGE + b"\x1b]0;\x07\xff\xe2\x80\xae" + b"y" * 500)
    assert said.isprintable()
    assert len(said) < 200


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_there_is_always_a_cause(theirs: bytes, ours: bytes) -> None:
    for path in ("a.html", "a.css", "a.png"):
        assert cause(path, theirs, ours)


@pytest.mark.parametrize(
    "part", [b"<!--", b"<script ", b"<script src=", b" ", b"'\"", b"<", b"\r\n"]
)
def test_hostile_answers_cost_no_more_than_others(part: bytes) -> None:
    """A pattern that goes over the rest of the page from each place would take hours."""
    assert cause("index.html", PAGE + part * (10**6 // len(part)))


def test_the_guide_tells_what_is_said() -> None:
    sources = [ROOT / "generator" / name for name in ("publish/causes.py", "commands/verify.py")]
    # Texts in the program are broken into lines.
    said = re.sub(r'"\s*f?"', "", "".join(source.read_text("utf-8") for source in sources))
    [table] = re.findall(r"\| it says \|.*?\n\| --- .*?\n(.*?)\n\n", GUIDE, re.DOTALL)
    rows = [row.split("|")[1].strip().removesuffix(" …") for row in table.splitlines()]
    assert len(rows) > 8
    assert [row for row in rows if row not in said] == []


# --- one hash for all of it --------------------------------------------------------------------

SHELL = re.findall(r"```sh\n(cd site && find.*?)```", GUIDE, re.DOTALL)


def test_anyone_can_work_it_out(tmp_path: Path) -> None:
    """The line of docs/verify.md, with sha256sum, gives what the program says."""
    [line] = SHELL
    strange = ["a b", "ä/ö", "a\nb", "a\\b", "-n", "B", "Z/a", "Z.a", "é", "e\u0301", "\r", "'\"$x"]
    files = {name: os.fsencode(name) for name in [*FILES, *strange, os.fsdecode(b"\xff")]}
    names = list(files)
    random.Random(1).shuffle(names)
    for name in names:
        file = tmp_path / "site" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(files[name])
    done = subprocess.run(
        ["sh", "-c", line], cwd=tmp_path, capture_output=True, encoding="ascii", check=True
    )
    hashes = settle(tmp_path / "site", None, hashed=True).hashes
    assert done.stdout == f"{one_hash(hashes)}  -\n"


def test_one_hash_is_of_names_and_bytes_alone() -> None:
    one = {"a": "0" * 64, "b": "1" * 64}
    assert one_hash(one) == one_hash(dict(reversed(one.items())))
    assert one_hash(one) != one_hash({"a": "1" * 64, "b": "0" * 64})
    assert one_hash(one) != one_hash({"a": "0" * 64, "c": "1" * 64})
    assert one_hash({}) == hashlib.sha256(b"").hexdigest()
