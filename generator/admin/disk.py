"""Spec files on the disk that one may edit: read as bytes, and saved if they are still the same."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path

from generator.admin.things import collection_of
from generator.edit.mend import Change
from generator.publish import saving
from generator.publish.saving import ChangedMeanwhile
from generator.read.problem import Problem
from generator.read.tree import SpecFile, bad_name, read_spec


class NotThere(Exception):
    """There is no such spec file, or it is none one may edit."""


def stamp(data: bytes | None) -> str:
    """What tells two versions of a file apart; "" if there is no file."""
    return "" if data is None else hashlib.sha256(data).hexdigest()


def read(specs: Path, name: str) -> bytes | None:
    """The spec file `name` (`devices/tv/x.yml`), None if there is none. Raises NotThere for any
    other name, and for what is no regular file."""
    file = _file(specs, name)
    return file.data if file is not None else None


def save(specs: Path, name: str, data: bytes, was: str) -> None:
    """Writes `data` to the spec file `name` if that is still what it was (`was`, a stamp).

    Raises NotThere, or NotSaved: ChangedMeanwhile if somebody else changed the file. Then it is as
    it was.
    """
    file = _file(specs, name)
    if stamp(file.data if file is not None else None) != was:
        raise ChangedMeanwhile(f"{name} was changed by somebody else meanwhile.")
    if file is None:
        shown = f"{specs.as_posix()}/{name}"
        saving.create(specs, [SpecFile(shown, tuple(name.split("/")), data)])
    else:
        saving.save(specs, [Change(file, replace(file, data=data))])


def _file(specs: Path, name: str) -> SpecFile | None:
    """A spec file. Names are as `check` wants them: none leads out of the folder."""
    parts = name.split("/")
    good = collection_of(name) and not any(bad_name(re.sub(r"\.yml$", "", p)) for p in parts)
    if not good or any(specs.joinpath(*parts[:n]).is_symlink() for n in range(1, len(parts) + 1)):
        raise NotThere(f"There is no spec file `{name}`.")
    if not specs.joinpath(*parts).exists():
        return None
    shown_as = specs.as_posix()
    file = read_spec(specs, shown_as, f"{shown_as}/{name}")
    if isinstance(file, Problem):
        raise NotThere(file.message)
    return file
