"""The index that the site's search reads, made from the finished pages by Pagefind.

Pagefind's program can walk a folder by itself, but then its index depends on the order in which the
file system lists the pages. So it is run as a service and handed page after page, in order of their
paths: each message is the base64 of a JSON object with a comma behind it, and so is each answer.

It is not handed what it would pass over: five sixths of a page are menus, sources, lists and
drawings. The index is the same, byte for byte, and made with two fifths less work.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cbor2
from pagefind_bin import get_executable  # type: ignore[import-untyped]

__all__ = ["SearchError", "build_search"]

FOLDER = "pagefind"  # below the site's root, where scripts/search.js looks
# Lists of many pages, sources, and what every page says in the same words: whoever searches for
# these words wants other pages.
_NOT_FOUND_BY = (
    ".so-afterwards",
    ".so-answers",
    ".so-catalogue",
    ".so-chooser",
    ".so-cited",
    ".so-crumbs",
    ".so-languages",  # the page of words has them all, once
    ".so-menus",
    ".so-mismatch",
    ".so-problems",
    ".so-qr",
    ".so-report",
    ".so-screen-language",
    ".so-scripted",
    ".so-see-also",
    ".so-source-list",
    ".so-sources",
    ".so-stuck",
    ".so-sure",
    ".so-tiles",
    ".so-ways-on",
)
# How overrides/main.html marks what is searched. Greedy: rather more than less is handed over.
_ARTICLE = re.compile(r"<article [^>]*\bdata-pagefind-body.*</article>", re.DOTALL)
_LANGUAGE = re.compile(r"<html[^>]*>")
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)  # of a page without a heading
# Blocks of _NOT_FOUND_BY that leave no trace in the index. Not those with an id, which stays a
# place to lead to; with a block of their own name within, whose end comes first; or with what
# Pagefind takes titles, pictures and filters from even there.
_BLOCK = re.compile(
    r'<(details|div|p|ul) class="(?:[^"]+ )?'
    f"(?:{'|'.join(name.removeprefix('.') for name in _NOT_FOUND_BY)})"
    r'(?: [^"]+)?"(?: data-(?!pagefind)[a-z-]+="[^"]*")*>'
    r"[^<]*(?:<(?!/?\1\b|h1|img|[^<>]*data-pagefind)[^<]*)*+</\1>"
)
_SIGNATURE = b"pagefind_dcd"  # begins every file of the index once it is unpacked
_WHO = "Pagefind, which indexes the pages for the search,"
_Files = dict[str, bytes]


class SearchError(Exception):
    """The index could not be made; the message says why."""


def build_search(site: Path) -> None:
    """Writes the index of the pages of `site` to `site/pagefind`, and the scripts that read it.

    Searched is what is marked with `data-pagefind-body`, and pages without the mark are not found.
    The same pages give the same bytes. Raises SearchError if Pagefind does not do its part.
    """
    pages = sorted(file.relative_to(site).as_posix() for file in site.rglob("*.html"))
    with _Pagefind.started() as pagefind:
        config = {"exclude_selectors": _NOT_FOUND_BY}
        index = pagefind.ask("NewIndex", config=config)["index_id"]
        for page in pages:
            if html := _searched((site / page).read_text("utf-8")):
                pagefind.ask("AddFile", index_id=index, file_path=page, file_contents=html)
        answer = pagefind.ask("GetFiles", index_id=index)
    made = {Path(file["path"]).as_posix(): b64decode(file["content"]) for file in answer["files"]}
    shutil.rmtree(site / FOLDER, ignore_errors=True)
    for name, data in sorted(_needed(_ordered(_by_name(made))).items()):
        file = site / FOLDER / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def _searched(html: str) -> str:
    """The part of a page that its entry in the index is made of; nothing if it is not searched.

    What is not written as our pages are is left in, and so left to Pagefind.
    """
    if "data-pagefind-body" not in html:
        return ""
    article = _ARTICLE.search(html)
    if not article:
        return html
    head = [found[0] for known in (_LANGUAGE, _TITLE) if (found := known.search(html))]
    return "".join(head) + _BLOCK.sub("", article[0])


class _Pagefind:
    """Pagefind's program, running as a service."""

    def __init__(self, program: subprocess.Popen[bytes], complaints: Any) -> None:
        self._program = program
        self._complaints = complaints

    @classmethod
    @contextmanager
    def started(cls) -> Iterator[_Pagefind]:
        """The program, which is ended afterwards whatever happens."""
        # Settings in the environment or in a folder's pagefind.yml are nobody's but ours.
        environment = {n: v for n, v in os.environ.items() if not n.startswith("PAGEFIND_")}
        with tempfile.TemporaryDirectory() as empty, tempfile.TemporaryFile() as complaints:
            try:
                program = subprocess.Popen(
                    [get_executable(), "--service"],
                    cwd=empty,
                    env=environment,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=complaints,
                )
            except OSError as error:
                raise SearchError(f"{_WHO} cannot run: {error}") from error
            try:
                yield cls(program, complaints)
            finally:
                program.kill()
                program.communicate()

    def ask(self, action: str, **values: Any) -> dict[str, Any]:
        """The program's answer to a request. Raises SearchError if it refuses or gives none."""
        request = {"message_id": 0, "payload": {"type": action, **values}}
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        answer = bytearray()
        try:
            self._program.stdin.write(b64encode(json.dumps(request).encode()) + b",")
            self._program.stdin.flush()
            while not answer.endswith(b","):
                more = os.read(self._program.stdout.fileno(), 1 << 20)
                if not more:
                    raise EOFError
                answer += more
            payload: dict[str, Any] = json.loads(b64decode(answer[:-1]))["payload"]
        except (OSError, EOFError) as error:
            raise self._failed(action, self._last_words()) from error
        except (ValueError, KeyError, TypeError) as error:
            raise self._failed(action, "its answer cannot be read") from error
        if payload.get("type") == "Error":
            about = values.get("file_path", action)
            raise self._failed(about, payload.get("message", "it does not say why"))
        return payload

    def _failed(self, about: str, why: str) -> SearchError:
        return SearchError(f"{_WHO} failed at {about}: {why}")

    def _last_words(self) -> str:
        """What the program complained of last, or else how it ended."""
        code = self._program.wait()
        self._complaints.seek(0)
        lines = self._complaints.read().decode("utf-8", "replace").split("\n")
        return next(
            (line.strip() for line in reversed(lines) if line.strip()), f"it ended with {code}"
        )


def _by_name(files: _Files) -> _Files:
    """The files by their paths below the folder of the index."""
    entry = next((path for path in files if path.endswith("pagefind-entry.json")), None)
    if entry is None:
        raise SearchError(f"{_WHO} made no index")
    folder = entry.removesuffix("pagefind-entry.json")
    return {path.removeprefix(folder): data for path, data in files.items()}


def _ordered(files: _Files) -> _Files:
    """The files with filters and their values in order; Pagefind 1.5.2 leaves them in the random
    order of its hash tables, and their names, which are hashes, differ then too.

    A filter is `[name, [[value, [page …]] …]]`; the fourth field of what all is reached by (the
    file `pf_meta`) lists `[name, hash]` of each filter.
    """
    files = files.copy()
    entry = json.loads(files["pagefind-entry.json"])
    for code, language in entry["languages"].items():
        meta = _unpack(files.pop(f"pagefind.{language['hash']}.pf_meta"))
        for known in meta[3]:
            name, values = _unpack(files.pop(f"filter/{known[1]}.pf_filter"))
            known[1], packed = _pack(code, [name, sorted(values)])
            files[f"filter/{known[1]}.pf_filter"] = packed
        meta[3].sort()
        language["hash"], packed = _pack(code, meta)
        files[f"pagefind.{language['hash']}.pf_meta"] = packed
    files["pagefind-entry.json"] = json.dumps(entry, separators=(",", ":")).encode()
    return files


def _unpack(data: bytes) -> Any:
    return cbor2.loads(gzip.decompress(data).removeprefix(_SIGNATURE))


def _pack(code: str, value: Any) -> tuple[str, bytes]:
    """The name by content of a file for the language `code`, and its bytes."""
    data = _SIGNATURE + cbor2.dumps(value)
    return f"{code}_{hashlib.sha256(data).hexdigest()[:10]}", gzip.compress(data, mtime=0)


def _needed(files: _Files) -> _Files:
    """What our own search asks for: no ready-made user interface, no languages but the pages'."""
    languages = json.loads(files["pagefind-entry.json"])["languages"].values()
    known = {f"wasm.{language['wasm'] or 'unknown'}.pagefind" for language in languages}
    known |= {"pagefind-entry.json", "pagefind.js", "pagefind-worker.js"}
    index = (".pf_meta", ".pf_index", ".pf_filter", ".pf_fragment")
    return {name: data for name, data in files.items() if name in known or name.endswith(index)}
