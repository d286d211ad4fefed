"""The index that the site's search reads, made from the finished pages by Pagefind.

Pagefind's program can walk a folder by itself, but then its index depends on the order in which the
file system lists the pages. So it is run as a service, and handed folders in which pages are met in
the order of their paths, or one page after the other where there are no such folders.

It is not handed what it would pass over: five sixths of a page are menus, sources, lists and
drawings. The index is the same, byte for byte, and made with two fifths less work.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
from base64 import b64decode
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import cbor2

from generator.read.kept import key_of, program
from generator.site.earlier_files import EarlierFiles
from generator.site.page_folders import page_folders
from generator.site.pagefind import WHO, Pagefind, SearchError, failed

__all__ = ["SearchError", "build_search"]

FOLDER = "pagefind"  # below the site's root, where scripts/search.js looks
_ENTRY = "pagefind-entry.json"  # says which files belong to the index
_BATCH = 500  # pages that are handed over at once
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
    ".so-not-yet",
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
_Files = dict[str, bytes]
_Texts = dict[str, str]  # what is searched of pages, by their paths


def build_search(site: Path, earlier: EarlierFiles | None = None, jobs: int | None = None) -> None:
    """Writes the index of the pages of `site` to `site/pagefind`, and the scripts that read it, or
    takes them from an `earlier` build, if there is no other word to be found by.

    Searched is what is marked with `data-pagefind-body`, and pages without the mark are not found.
    The same pages give the same bytes. Pagefind works on at most `jobs` processors at once, or on
    all. Raises SearchError if it does not do its part.
    """
    pages = sorted(file.relative_to(site).as_posix() for file in site.rglob("*.html"))
    batches = [pages[first : first + _BATCH] for first in range(0, len(pages), _BATCH)]
    if earlier is not None and _is_taken(earlier, site, batches):
        return
    with Pagefind.started(jobs) as pagefind:
        config = {"exclude_selectors": _NOT_FOUND_BY}
        index = pagefind.ask("NewIndex", config=config)["index_id"]
        made_of = _hand_over(pagefind, index, (_searched_of(site, batch) for batch in batches))
        answer = pagefind.ask("GetFiles", index_id=index)
    made = {Path(file["path"]).as_posix(): b64decode(file["content"]) for file in answer["files"]}
    files = _needed(_ordered(_by_name(made)))
    shutil.rmtree(site / FOLDER, ignore_errors=True)
    for name, data in sorted(files.items()):
        file = site / FOLDER / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    if earlier is not None:
        others = sorted(f"{FOLDER}/{name}" for name in files if name != _ENTRY)
        earlier.made([f"{FOLDER}/{_ENTRY}", *others], made_of)


def _is_taken(earlier: EarlierFiles, site: Path, batches: list[list[str]]) -> bool:
    """Takes over the index of an earlier build, if it is of the same; says whether it did.

    Looks at no more of the pages than it takes to find a difference.
    """
    made_of, files = earlier.was(f"{FOLDER}/{_ENTRY}")
    were = made_of.split()
    are = chain([program()], (_digest(_searched_of(site, batch)) for batch in batches))
    if len(were) != len(batches) + 1 or any(a != b for a, b in zip(were, are, strict=True)):
        return False
    return earlier.take(files, made_of, site)


def _hand_over(pagefind: Pagefind, index: int, batches: Iterable[_Texts]) -> str:
    """Hands all pages over in order; returns what the index is made of.

    As whole folders, where these are met in order: Pagefind reads the pages of one on all
    processors, while the next is made ready. Otherwise one by one.
    """
    made_of = [program()]
    with page_folders() as folders:
        waiting: tuple[Path, _Texts] | None = None

        def finish() -> None:
            if folders is not None and waiting is not None:
                _check_known(pagefind, waiting[1])
                folders.remove(waiting[0])

        for pages in batches:
            made_of.append(_digest(pages))
            folder = folders.filled(pages) if folders is not None and pages else None
            finish()
            waiting = None if folder is None else (folder, pages)
            if folder is not None:
                pagefind.send("AddDir", index_id=index, path=str(folder))
                continue
            for page, html in pages.items():
                pagefind.ask("AddFile", index_id=index, file_path=page, file_contents=html)
        finish()
    return " ".join(made_of)


def _check_known(pagefind: Pagefind, pages: _Texts) -> None:
    """Raises SearchError unless Pagefind answers that it has read all of these pages."""
    about = f"one of {next(iter(pages))} … {next(reversed(pages))}"
    known = pagefind.answer("AddDir", about).get("page_count")
    if known != len(pages):
        raise failed(about, f"it has read {known} of {len(pages)}")


def _digest(pages: _Texts) -> str:
    return key_of(*chain.from_iterable(pages.items()))


def _searched_of(site: Path, pages: Sequence[str]) -> _Texts:
    """What is searched of each of these pages, without those that are not searched."""
    texts = ((page, _searched((site / page).read_text("utf-8"))) for page in pages)
    return {page: html for page, html in texts if html}


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


def _by_name(files: _Files) -> _Files:
    """The files by their paths below the folder of the index."""
    entry = next((path for path in files if path.endswith(_ENTRY)), None)
    if entry is None:
        raise SearchError(f"{WHO} made no index")
    folder = entry.removesuffix(_ENTRY)
    return {path.removeprefix(folder): data for path, data in files.items()}


def _ordered(files: _Files) -> _Files:
    """The files with filters and their values in order; Pagefind 1.5.2 leaves them in the random
    order of its hash tables, and their names, which are hashes, differ then too.

    A filter is `[name, [[value, [page …]] …]]`; the fourth field of what all is reached by (the
    file `pf_meta`) lists `[name, hash]` of each filter.
    """
    files = files.copy()
    entry = json.loads(files[_ENTRY])
    for code, language in entry["languages"].items():
        meta = _unpack(files.pop(f"pagefind.{language['hash']}.pf_meta"))
        for known in meta[3]:
            name, values = _unpack(files.pop(f"filter/{known[1]}.pf_filter"))
            known[1], packed = _pack(code, [name, sorted(values)])
            files[f"filter/{known[1]}.pf_filter"] = packed
        meta[3].sort()
        language["hash"], packed = _pack(code, meta)
        files[f"pagefind.{language['hash']}.pf_meta"] = packed
    files[_ENTRY] = json.dumps(entry, separators=(",", ":")).encode()
    return files


def _unpack(data: bytes) -> Any:
    return cbor2.loads(gzip.decompress(data).removeprefix(_SIGNATURE))


def _pack(code: str, value: Any) -> tuple[str, bytes]:
    """The name by content of a file for the language `code`, and its bytes."""
    data = _SIGNATURE + cbor2.dumps(value)
    return f"{code}_{hashlib.sha256(data).hexdigest()[:10]}", gzip.compress(data, mtime=0)


def _needed(files: _Files) -> _Files:
    """What our own search asks for: no ready-made user interface, no languages but the pages'."""
    languages = json.loads(files[_ENTRY])["languages"].values()
    known = {f"wasm.{language['wasm'] or 'unknown'}.pagefind" for language in languages}
    known |= {_ENTRY, "pagefind.js", "pagefind-worker.js"}
    index = (".pf_meta", ".pf_index", ".pf_filter", ".pf_fragment")
    return {name: data for name, data in files.items() if name in known or name.endswith(index)}
