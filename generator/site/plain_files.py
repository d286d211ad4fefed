"""Files that the site engine reads: each is looked at before, and again when it is done.

The engine follows every link, waits for whoever writes into a pipe, and copies a device until the
disk is full. So all that it is given are folders of plain files, which stay as they are meanwhile.
A second name of a file (a hard link) is a plain file: none can be made through a repository, and
whoever makes one on this machine may read the file anyway.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from generator.knowledge.load import SpecProblems
from generator.read.limits import MAX_ASSET_BYTES, MAX_PAGE_BYTES
from generator.read.problem import Place, Problem
from generator.read.tree import printable

__all__ = ["Stamp", "as_they_are", "changed", "refuse_strange", "stamp_of", "strange_files"]

_TEXT = (".md", ".html", ".yml")
_NOWHERE = frozenset('<>:"\\|?*')  # on Windows

# Inode, size in bytes, and in nanoseconds when it was written and when anything of it changed.
Stamp = tuple[int, int, int, int]


@contextmanager
def as_they_are(*places: Path) -> Iterator[None]:
    """For a block that reads these files and folders: raises SpecProblems at its end if anything of
    them was changed meanwhile. Whether they are plain is asked before."""
    before = {str(name): stamp for place in places for name, stamp in _stamps(place, [])}
    yield
    after = {str(name): stamp for place in places for name, stamp in _stamps(place, [])}
    if problems := changed(before, after):
        raise SpecProblems(problems)


def stamp_of(status: os.stat_result) -> Stamp:
    """What is another one once anything of a file has changed."""
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def changed(before: Mapping[str, object], after: Mapping[str, object]) -> list[Problem]:
    """A problem for each file whose stamp is another one, or is there only before or after."""
    if before == after:
        return []
    names = {name for name, _ in before.items() ^ after.items()}
    return [_changed(name) for name in sorted(map(Path, names))]


def refuse_strange(*places: Path) -> None:
    """Raises SpecProblems with all that is strange in these files and folders."""
    if found := [problem for place in places for problem in strange_files(place)]:
        raise SpecProblems(found)


def strange_files(place: Path) -> list[Problem]:
    """What nobody should read in a folder and all below it, or of a file: links, pipes, sockets and
    devices, what may not be read, and what is too large. Nothing of it is opened.

    A relative path is looked at from its first part on, for that may be a link too.
    """
    found: list[Problem] = []
    for _ in _stamps(place, found):
        pass
    return found


def _stamps(place: Path, problems: list[Problem]) -> Iterator[tuple[Path, Stamp]]:
    """The plain files at a place and below it; what is strange is a problem, in order of paths."""
    for way in () if place.is_absolute() else [*reversed(place.parents)][1:]:
        if way.is_symlink():
            problems.append(_link(way))
            return
    waiting = [place]
    while waiting:
        path = waiting.pop()
        try:
            status = path.lstat()
            is_folder = stat.S_ISDIR(status.st_mode)
            waiting += sorted(path.iterdir(), reverse=True) if is_folder else []
        except FileNotFoundError:
            continue  # told by whoever needs it
        except OSError as error:
            problems.append(_unreadable(path, error))
            continue
        if problem := _strange(path, status):
            problems.append(problem)
        elif stat.S_ISREG(status.st_mode):
            yield path, stamp_of(status)


def _strange(path: Path, status: os.stat_result) -> Problem | None:
    if problem := _bad_name(path):
        return problem
    if stat.S_ISLNK(status.st_mode):
        # Some editors mark with such a link which file is open; no program takes it for a page.
        return None if path.name.startswith(".") and not path.exists() else _link(path)
    if stat.S_ISDIR(status.st_mode):
        return None
    if not stat.S_ISREG(status.st_mode):
        message = "This is not a regular file (a pipe, a socket or a device)."
        return Problem(_place(path), "not-a-file", message, "Put a regular file here.")
    most = MAX_PAGE_BYTES if path.suffix in _TEXT else MAX_ASSET_BYTES
    if status.st_size > most:
        message = f"The file has {status.st_size:,} bytes; at most {most:,} are allowed."
        return Problem(_place(path), "file-too-large", message, "Split it, or make it smaller.")
    if not os.access(path, os.R_OK):
        return _unreadable(path, PermissionError(errno.EACCES, ""))
    return None


def _bad_name(path: Path) -> Problem | None:
    """Names become addresses, lines of files for hosts, and names on other systems."""
    name = path.name
    hint = "Take another name, of letters, digits and hyphens."
    try:
        text = os.fsencode(name).decode("utf-8")
    except UnicodeDecodeError:
        return Problem(_place(path), "bad-name", "The name is not written in UTF-8.", hint)
    if text != name:
        message = "The language that this program was started with has no such letters in names."
        return Problem(_place(path), "bad-name", message, "Start it with LC_ALL=C.UTF-8.")
    if not name.isprintable() or _NOWHERE.intersection(name):
        message = "The name has a character that is not allowed in names everywhere."
        return Problem(_place(path), "bad-name", message, hint)
    return None


def _link(path: Path) -> Problem:
    message = "This is a symbolic link; only regular files and folders are read."
    return Problem(_place(path), "symbolic-link", message, "Put what it leads to here.")


def _unreadable(path: Path, error: OSError) -> Problem:
    message = f"It cannot be read: {os.strerror(error.errno or 0).lower()}."
    hint = "Give yourself the right to read it, or remove it."
    return Problem(_place(path), "unreadable", message, hint)


def _changed(path: Path) -> Problem:
    message = "It was changed while the site was made."
    hint = "Wait until whatever writes here has finished, and run this again."
    return Problem(_place(path), "unreadable", message, hint)


def _place(path: Path) -> Place:
    """As the user named it, or as seen from where the user stands."""
    seen = Path(os.path.relpath(path)) if path.is_absolute() else path
    return Place(printable(seen.as_posix()))
