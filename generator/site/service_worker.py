"""The service worker, which keeps the site on the reader's device, and the manifest it works by.

Reference: Service Workers (W3C Candidate Recommendation Draft, 2022).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

from generator.site.headers import ALL, Rule
from generator.site.media_types import KINDS, OTHER
from generator.site.scripts import minify

# The most that is kept on a device without being asked for. Browsers leave a site a tenth of the
# disk or more, but the reader's phone may be full and her data dear: 25 MB is about what ten news
# pages weigh. Each file is a request of its own: 3,000 take a slow phone some minutes.
MOST_BYTES = 25_000_000
MOST_FILES = 3_000
# What a version must have before it is shown, and the script that all pages of it name.
_FIRST = re.compile(r"assets/.*\.(?:css|js)$")
_OWN = re.compile(r"assets/signout\.[^/]*js$")


def service_worker(site: Path, rules: Iterable[Rule]) -> str:
    """The script for `sw.js` at the root of the finished site in the folder `site`.

    With what it keeps, it sends what the `rules` say of all files, and not what a host once sent:
    that would stay as long as the file does.
    """
    files_kept = dict(_manifest(site))
    first = [path for path in files_kept if _FIRST.match(path)]
    said = {
        "files": files_kept,
        "first": first,
        "script": next(filter(_OWN.match, first), None),
        "headers": {n: v for rule in rules if rule.paths == ALL for n, v in rule.values.items()},
        "types": KINDS,
        "type": OTHER,
    }
    listing = json.dumps(said, separators=(",", ":"))
    manifest = f'{{"version":"{_hash(listing.encode())}",{listing[1:]}'
    return f"const MANIFEST={manifest};\n{_script('service_worker')}"


def removal() -> str:
    """The script for `sw.js` of a site that is not to be kept: it ends a worker from before."""
    return _script("service_worker_removal")


def _script(name: str) -> str:
    return f"{minify((files('generator.site') / f'{name}.js').read_text('utf-8'))}\n"


def _manifest(site: Path) -> Iterator[tuple[str, str]]:
    """The path and the hash of each file to be kept: its SHA-256, the first 64 bits in hex.

    Groups of files that the limits have no room for are left out as a whole, so that what opens
    offline can be told in a sentence. They have no hashes in the manifest either, which each reader
    would load again with each version; their pages are kept when visited.
    """
    groups: dict[int, list[tuple[str, Path, int]]] = {}
    for file in sorted(site.rglob("*")):
        path = file.relative_to(site).as_posix()
        group = _group(path)
        if group is not None and file.is_file():
            groups.setdefault(group, []).append((path, file, file.stat().st_size))
    room, places = MOST_BYTES, MOST_FILES
    for group in sorted(groups):
        found = groups[group]
        room, places = room - sum(size for _, _, size in found), places - len(found)
        if group > 0 and (room < 0 or places < 0):
            return
        for path, file, _ in found:
            yield quote(path), _hash(file.read_bytes())


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def _group(path: str) -> int | None:
    """What is kept first, and what is left out first where there is too much.

    0: styles, scripts (the finder's index too), prose. 1: problems. 2: devices, and the lists of
    them. 3: the index of the search. None: whatever no page needs, such as downloads, pictures for
    other sites, and the pages as Markdown.
    """
    if path.endswith(".md"):
        return None
    folder, _, rest = path.partition("/")
    if folder == "pagefind":
        return 3
    if folder == "assets":
        return None if rest.startswith("pictures/") else 0
    if "/" in rest:
        return {"troubleshooting": 1, "devices": 2, "kinds": 2}.get(folder)
    return 0 if path.endswith(".html") or path.endswith(".webmanifest") else None
