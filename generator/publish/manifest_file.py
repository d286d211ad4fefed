"""The files of a published site as a list for programs that upload it.

`docs/publishing-changes.md` tells what people do with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from generator.publish.differences import Differences

VERSION = 1  # one more whenever a field goes, or means something else


def manifest_file(differences: Differences) -> bytes:
    """A JSON document in ASCII, a line for each file, the same bytes for the same site:

    - ``version``: of this form.
    - ``files``: every file of the site with its ``path`` (below the site's folder, with slashes),
      its ``sha256`` in hexadecimal and its ``size`` in bytes, in the order of their paths.
    - ``added``, ``changed``, ``removed``: the paths by which it differs from the site that was in
      the same folder before.

    `differences` must have the hashes.
    """
    return "".join(_pieces(differences)).encode("ascii")


def _pieces(differences: Differences) -> Iterator[str]:
    files = (
        {"path": path, "sha256": differences.hashes[path], "size": size}
        for path, size in differences.sizes.items()
    )
    yield f'{{\n"version": {VERSION},\n"files": '
    yield from _list(files)
    for name in ("added", "changed", "removed"):
        yield f',\n"{name}": '
        yield from _list(getattr(differences, name))
    yield "\n}\n"


def _list(values: Iterable[object]) -> Iterator[str]:
    """An array, a line for each value. Names that are no Unicode stay whole as escapes."""
    start = "[\n"
    for value in values:
        yield start + json.dumps(value)
        start = ",\n"
    yield "[]" if start == "[\n" else "\n]"
