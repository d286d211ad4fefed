"""The folder of specs: which files there are, read without being led outside or blocked."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from generator.read.limits import MAX_BYTES, MAX_FILES, MAX_ID
from generator.read.problem import Fix, Place, Problem, did_you_mean, fix_of

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Names that mean something to a web server, to this site's own tree, or to Windows.
RESERVED = frozenset(
    ["index", "assets", "api", "frames", "site", "slot", "con", "prn", "aux", "nul"]
    + [f"{port}{number}" for port in ("com", "lpt") for number in range(10)]
)


@dataclass(frozen=True, slots=True)
class SpecFile:
    """The bytes of one spec file, and its path inside the folder of specs as parts."""

    file: str
    parts: tuple[str, ...]
    data: bytes

    @property
    def id(self) -> str:
        """The file's name without its ending."""
        return self.parts[-1].removesuffix(".yml")

    @property
    def path(self) -> str:
        """Where it is in the folder of specs."""
        return "/".join(self.parts)


# Of a path, how problems call it, and its parts below the folder of specs.
ReadFile = Callable[[str, str, tuple[str, ...]], SpecFile | Problem]


def spec_files(
    root: Path, shown_as: str, read: ReadFile | None = None
) -> Iterator[SpecFile | Problem]:
    """Every spec file below `root` in the order of names; `shown_as` is how problems call `root`.

    What is not a regular, readable, well-named `.yml` file is yielded as a Problem. Hidden files
    and `README.md` are passed over. Whoever comes again and again may `read` the files themselves.
    """
    read = read or read_file
    # From the first part on: any may have been made a link to somewhere else.
    if any(way.is_symlink() for way in (root, *(() if root.is_absolute() else root.parents))):
        yield _link(shown_as, "Name the folder it leads to with --specs, or put that folder here.")
        return
    if not root.is_dir():
        yield Problem(
            Place(shown_as),
            "no-specs",
            f"There is no folder `{shown_as}`.",
            "Run this in the project's folder, or name the folder with --specs.",
        )
        return
    for number, found in enumerate(_walk(root, shown_as, (), read)):
        if number == MAX_FILES:
            message = f"There are more than {MAX_FILES:,} files in this folder."
            hint = "Move those out that are no specs."
            yield Problem(Place(shown_as), "too-many-files", message, hint)
            return
        yield found


def _walk(
    folder: Path, shown_as: str, parts: tuple[str, ...], read: ReadFile
) -> Iterator[SpecFile | Problem]:
    try:
        with os.scandir(folder) as found:
            meant = (entry for entry in found if not _is_passed_over(entry.name))
            entries = sorted(islice(meant, MAX_FILES + 1), key=lambda entry: entry.name)
    except OSError as error:
        yield _unreadable(shown_as, "folder", error)
        return
    for entry in entries:
        name, shown = entry.name, f"{shown_as}/{printable(entry.name)}"
        if entry.is_symlink():
            yield _link(shown, "Put the file itself here.")
        elif entry.is_dir():
            if len(parts) >= 2:
                message, hint = "No folder is expected here.", "Move its files up."
                yield Problem(Place(shown), "stray-file", message, hint)
            elif bad := bad_name(name):
                yield Problem(Place(shown), "bad-name", *bad)
            else:
                yield from _walk(folder / name, shown, (*parts, name), read)
        elif not name.endswith(".yml"):
            yield Problem(
                Place(shown),
                "stray-file",
                "Only spec files, ending in `.yml`, are expected here.",
                _rename_hint(name),
                _rename(name),
            )
        elif bad := bad_name(name.removesuffix(".yml")):
            yield Problem(Place(shown), "bad-name", *bad, _rename(name))
        else:
            yield read(entry.path, shown, (*parts, name))


def _is_passed_over(name: str) -> bool:
    return name.startswith(".") or name == "README.md"


def digests_of(files: Iterable[SpecFile]) -> dict[str, str]:
    """The SHA-256 of each file, in hex, by its path inside the folder, in the order of paths."""
    found = ((file.path, hashlib.sha256(file.data).hexdigest()) for file in files)
    return dict(sorted(found))


def digest_of(digests: Mapping[str, str]) -> str:
    """One SHA-256 for all these files, in hex: that of what `sha256sum` prints for them."""
    lines = (f"{digest}  {path}\n" for path, digest in digests.items())
    # Names of files need not be text.
    return hashlib.sha256("".join(lines).encode(errors="surrogateescape")).hexdigest()


def read_spec(root: Path, shown_as: str, shown: str) -> SpecFile | Problem:
    """The file that problems call `shown`, in the folder `root` that they call `shown_as`, whatever
    the form of its name."""
    parts = tuple(shown.removeprefix(f"{shown_as}/").split("/"))
    return read_file(str(root.joinpath(*parts)), shown, parts)


def read_file(path: str, shown: str, parts: tuple[str, ...]) -> SpecFile | Problem:
    """The file at `path`, which problems call `shown`, and which is below the folder of specs as
    `parts` say."""
    # O_NONBLOCK: opening a named pipe must not wait for a writer; O_NOFOLLOW: the file may have
    # become a link since it was listed.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        descriptor = os.open(path, flags)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                return Problem(
                    Place(shown),
                    "not-a-file",
                    "This is not a regular file (a pipe, a socket or a device).",
                    "Put a regular file here.",
                )
            data = _content(descriptor, status)
            return SpecFile(shown, parts, data) if data is not None else _changing(shown)
        finally:
            os.close(descriptor)
    except OSError as error:
        return _unreadable(shown, "file", error)


def _link(shown: str, hint: str) -> Problem:
    message = "This is a symbolic link; only regular files are read."
    return Problem(Place(shown), "symbolic-link", message, hint)


def _changing(shown: str) -> Problem:
    return Problem(
        Place(shown),
        "unreadable",
        "Something writes to the file while it is read.",
        "Wait until it has finished, and run this again.",
    )


def _unreadable(shown: str, what: str, error: OSError) -> Problem:
    return Problem(
        Place(shown),
        "unreadable",
        f"The {what} cannot be read: {os.strerror(error.errno or 0).lower()}.",
        "Give yourself the right to read it, or remove it.",
    )


def _content(descriptor: int, before: os.stat_result) -> bytes | None:
    """At most one byte over the allowed size: enough to see that a file is too large. None if it is
    not what it was when it was opened, or not as long as it says."""
    data = b""
    while len(data) <= MAX_BYTES:
        chunk = os.read(descriptor, min(before.st_size, MAX_BYTES - len(data)) + 1)
        if not chunk:
            break
        data += chunk
    after = os.fstat(descriptor)
    as_it_was = (before.st_size, before.st_mtime_ns) == (len(data), after.st_mtime_ns)
    return data if as_it_was or len(data) > MAX_BYTES else None


def bad_name(name: str) -> tuple[str, str] | None:
    """What is wrong with `name` as an id, and how to mend it; None if it is a good one."""
    if name in RESERVED:
        return f"The name `{name}` is reserved.", f"Take another, such as `{name}-tv`."
    if len(name) > MAX_ID:
        return f"The name has {len(name)} characters; at most {MAX_ID} are allowed.", "Shorten it."
    if ID.fullmatch(name) is None:
        mended = as_id(name)
        hint = f"Call it `{mended}`." if mended else "Take another name."
        return (
            f"The name `{printable(name)}` has something else than lower-case letters a to z, "
            "digits, and single hyphens between them.",
            hint,
        )
    return None


def as_id(name: str) -> str | None:
    """The good name that comes closest to `name`: `Roku 4` is `roku-4`; None if there is none."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    mended = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    good = ID.fullmatch(mended) and len(mended) <= MAX_ID and mended not in RESERVED
    return mended if good else None


def printable(name: str) -> str:
    """A file's name, made safe to print: whatever is no readable character is escaped."""
    if name.isprintable():
        return name
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in name)


def unknown_place(shown: str, name: str, known: list[str]) -> Problem:
    """The problem of a file or folder that stands where nothing of that name is expected."""
    return Problem(
        Place(shown),
        "stray-file",
        f"No `{name}` is expected here.",
        did_you_mean(name, known),
        fix_of(name, known, "move") if name.endswith(".yml") else None,
    )


def _rename(name: str) -> Fix | None:
    stem, _, suffix = name.rpartition(".")
    meant = as_id(stem) if suffix.casefold() in ("yaml", "yml") else None
    sure = meant is not None and printable(name) == name
    return Fix("move", f"{meant}.yml") if sure else None


def _rename_hint(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    if dot and suffix.casefold() in ("yaml", "yml"):
        return f"Call it `{as_id(stem) or printable(stem)}.yml`."
    if stem.casefold().endswith((".yml", ".yaml")):  # a program put its own ending after it
        return _rename_hint(stem)
    return "Move it out of the folder of specs."
