"""Specs as they were: read from git's history or from another folder; no file is touched."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from generator.check.proof import Checked
from generator.knowledge.load import checked
from generator.read.limits import MAX_BYTES
from generator.read.problem import Place, Problem, shown
from generator.read.tree import SpecFile, bad_name, printable, spec_files

_REGULAR = ("100644", "100755")
_KINDS = {"120000": "a symbolic link", "160000": "a submodule"}
_NOT_FETCHED = (
    "git has not all files of this revision, as in a clone that fetches them when they are needed. "
    "Fetch them: git fetch --refetch --no-filter"
)


class HistoryError(Exception):
    """A revision that cannot be read; the message says why, and what to do."""


class UnknownRevision(HistoryError):
    """What was named is not there."""


def specs_in(folder: Path, shown_as: str) -> Checked:
    """The checked specs of a folder."""
    return checked(list(spec_files(folder, shown_as)), shown_as)


def specs_at(revision: str, folder: Path) -> Checked:
    """The checked specs of `folder` as they were at `revision`; problems call it
    `REVISION:folder`. Raises HistoryError."""
    here, path = place_in_history(folder)
    commit = commit_of(revision, here)
    shown_as = f"{shown(revision)}:{path}"
    found = list(_files(here, commit, path, shown_as))
    if not found:
        raise UnknownRevision(_elsewhere(here, commit, revision, path))
    return checked(found, shown_as)


def place_in_history(folder: Path) -> tuple[Path, str]:
    """The root of the repository that `folder` is in, and its path there. Raises HistoryError."""
    inside = folder.resolve()
    # The folder may be there in history alone.
    here = next(one for one in (inside, *inside.parents) if one.is_dir())
    if _run(here, "rev-parse", "--is-inside-work-tree").returncode:
        raise UnknownRevision(
            "This folder is no git repository, so there is no history to compare with. Compare two "
            "folders instead: signout diff OLD_FOLDER NEW_FOLDER."
        )
    root = Path(os.fsdecode(_git(here, "rev-parse", "--show-toplevel")).rstrip("\n")).resolve()
    if not inside.is_relative_to(root):
        raise UnknownRevision(f"`{folder}` is not in this repository.")
    return root, inside.relative_to(root).as_posix()


def commit_of(revision: str, folder: Path) -> str:
    """The full name of the commit that `revision` names in the repository that `folder` is in.
    Raises UnknownRevision."""
    # Whatever begins with a hyphen would be an option; git knows no revision of that name.
    bad = revision.startswith("-") or "\0" in revision or not revision
    found = (
        _run(
            folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
        )
        if not bad
        else None
    )
    if found is None or found.returncode:
        raise UnknownRevision(_unknown(revision, folder))
    return found.stdout.decode().split()[-1]


def _unknown(revision: str, folder: Path) -> str:
    message = f"There is no revision `{shown(revision)}` here."
    if is_shallow(folder):
        return f"{message} This copy has only a part of the history: run `git fetch --unshallow`."
    return f"{message} `git log --oneline` lists those there are; `git fetch` brings newer ones."


def is_shallow(folder: Path) -> bool:
    """Whether this copy has only a part of the history."""
    return _run(folder, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"


def _elsewhere(folder: Path, commit: str, revision: str, path: str) -> str:
    """Why there are no specs at `path`: they may have stood in another folder then."""
    listed = _git(folder, "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit)
    services = [
        str(PurePosixPath(name).parent)
        for name in listed.decode("utf-8", "replace").split("\0")
        if PurePosixPath(name).name == "service.yml" and not name.startswith("tests/")
    ]
    message = f"There is no folder `{path}` at `{shown(revision)}`."
    if not services:
        return f"{message} The specs may be younger than that."
    name = printable(services[0])
    return f"{message} There the specs stand in `{name}`: say `--old-specs {name}`."


def _files(folder: Path, commit: str, path: str, shown_as: str) -> Iterator[SpecFile | Problem]:
    """The spec files below `path` of a commit, in the order of names, with git's own reading."""
    wanted: list[tuple[tuple[str, ...], str]] = []
    for one in listed(folder, commit, path):
        problem = _unfit(one.mode, one.size, one.parts, f"{shown_as}/{printable(one.name)}")
        if problem is not None:
            yield problem
        else:
            wanted.append((one.parts, one.blob))
    contents = blobs(folder, [blob for _, blob in wanted])
    for (parts, _), data in zip(wanted, contents, strict=True):
        yield SpecFile(f"{shown_as}/{'/'.join(parts)}", parts, data)


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of a tree of git, as `ls-tree` gives it; `name` is its path below that tree."""

    mode: str
    blob: str
    size: str
    name: str

    @property
    def parts(self) -> tuple[str, ...]:
        """Its path as parts."""
        return tuple(self.name.split("/"))


def listed(folder: Path, commit: str, path: str) -> Iterator[Listed]:
    """What stands below `path` of a commit, but for what is passed over among specs too."""
    tree = f"{commit}:{path}" if path != "." else commit
    done = _run(folder, "ls-tree", "-r", "-z", "-l", "--full-tree", tree)
    # It ends early where a file was not fetched. That a folder was not there then is no fault.
    if done.returncode and not _run(folder, "rev-parse", "--verify", "--quiet", tree).returncode:
        raise HistoryError(_NOT_FETCHED)
    for line in filter(None, done.stdout.decode("utf-8", "surrogateescape").split("\0")):
        about, _, name = line.partition("\t")
        mode, _, blob, size = about.split()
        if mode in _REGULAR and not size.isdigit():
            raise HistoryError(_NOT_FETCHED)
        one = Listed(mode, blob, size, name)
        if not any(part.startswith(".") for part in one.parts) and one.parts[-1] != "README.md":
            yield one


def commits(folder: Path, path: str, most: int) -> list[str]:
    """The commits up to HEAD that changed something below `path`, the newest first, at most so
    many. `folder` is the root of the repository."""
    done = _run(folder, "log", f"--max-count={most}", "--format=%H", "HEAD", "--", path)
    return done.stdout.decode().split()


def _unfit(mode: str, size: str, parts: tuple[str, ...], where: str) -> Problem | None:
    """What is wrong with an entry of a tree before its content is looked at."""
    place = Place(where)
    if mode not in _REGULAR:
        what = _KINDS.get(mode, "no regular file")
        return Problem(
            place,
            "symbolic-link",
            f"This was {what}; only regular files are read.",
            "Compare with another revision.",
        )
    if not parts[-1].endswith(".yml"):
        message = "Only spec files, ending in `.yml`, are expected here."
        return Problem(place, "stray-file", message, "Compare with another revision.")
    for part in (*parts[:-1], parts[-1].removesuffix(".yml")):
        if bad := bad_name(part):
            return Problem(place, "bad-name", *bad)
    if int(size) > MAX_BYTES:
        return Problem(
            place,
            "file-too-large",
            f"The file has more than {MAX_BYTES} bytes.",
            "Compare with another revision.",
        )
    return None


def blobs(folder: Path, names: list[str]) -> list[bytes]:
    """The contents of these blobs, by one call of git."""
    if not names:
        return []
    done = _run(folder, "cat-file", "--batch", given="".join(f"{n}\n" for n in names).encode())
    data, contents, at = done.stdout, [], 0
    for _ in names:
        end = data.find(b"\n", at)
        found = re.fullmatch(rb"[0-9a-f]+ blob ([0-9]+)", data[at:end])
        if end < 0 or found is None:
            raise HistoryError(_NOT_FETCHED)
        at = end + 1
        contents.append(data[at : at + int(found[1])])
        at += int(found[1]) + 1
    return contents


def _git(folder: Path, *arguments: str) -> bytes:
    done = _run(folder, *arguments)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
        raise HistoryError(f"git cannot read the history: {shown(said, 200)}.")
    return done.stdout


def _run(folder: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Runs git where `folder` is. It asks nothing, fetches nothing, and changes nothing."""
    try:
        return subprocess.run(
            ("git", "--no-pager", "--no-replace-objects", "--literal-pathspecs", *arguments),
            cwd=folder,
            env=_environment(),
            input=given,
            capture_output=True,
            check=False,
            timeout=60,
        )
    except FileNotFoundError:
        raise HistoryError(
            "There is no git on this machine. Compare two folders instead: "
            "signout diff OLD_FOLDER NEW_FOLDER."
        ) from None
    except subprocess.TimeoutExpired:
        raise HistoryError("git took longer than a minute. Try again.") from None


def _environment() -> dict[str, str]:
    quiet = {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0"}
    return {**os.environ, **quiet, "LC_ALL": "C"}
