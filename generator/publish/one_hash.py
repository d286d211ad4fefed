"""One hash for a whole publication, by which two of them can be compared at a glance.

Anyone can work it out without this program: `docs/verify.md` says how.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.read.tree import digest_of

# How sha256sum writes a name that would break its line; it then begins the line with a backslash.
_ESCAPED = str.maketrans({"\\": r"\\", "\n": r"\n", "\r": r"\r"})


def one_hash(hashes: Mapping[str, str]) -> str:
    """The SHA-256, in hexadecimal, of what `sha256sum` prints for all files, in the order of the
    bytes of their paths. `hashes` are those of the files, by their paths below the site."""
    lines = {}
    for path in sorted(hashes, key=lambda path: path.encode(errors="surrogateescape")):
        name = path.translate(_ESCAPED)
        lines[name] = hashes[path] if name == path else f"\\{hashes[path]}"
    return digest_of(lines)
