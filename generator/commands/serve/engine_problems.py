"""What the site engine and the file system say, as problems, with the place if they tell it.

They say it in words of their own, such as `Doc file 'words.md' contains a link 'nowhere.md', but
the target is not found`. The file is named, and what is to be changed is quoted.
"""

from __future__ import annotations

import errno
import os
import re
import traceback
from contextlib import suppress
from pathlib import Path

from generator.publish.publication import Project
from generator.read.characters import text_of
from generator.read.problem import Place, Problem
from generator.read.source import with_rows
from generator.site.engine import EngineError, theme_folder
from generator.site.frames import FrameError

# A path before a colon, as our own messages begin; or any in quotes that ends like a file of ours.
_BEGINS = re.compile(r"^([^\s:'\"]+\.(?:md|yml|html)): ")
_QUOTED = re.compile(r"""["']([^"'\n]+)["']""")
_LINE = re.compile(r"\bline (\d+)(?:, column (\d+))?")
_ENDINGS = (".md", ".yml", ".html")


def engine_problems(error: Exception, project: Project) -> list[Problem]:
    """The problems of an error that stopped the engine: one for each thing it says."""
    cause = error.__cause__ or error
    if isinstance(cause, OSError):
        return [unreadable(cause)]
    if isinstance(cause, UnicodeDecodeError) and (found := _not_text(project)):
        return found
    if at := _in_template(cause):
        return [_problem(at, f"{cause}")]
    # What stopped the engine is one thing; what it warned of are many.
    stopped = str(error) == f"{type(cause).__name__}: {cause}"
    said = [f"{cause}"] if stopped else _things(str(error))
    if not isinstance(error, (EngineError, FrameError)):
        said = [f"This cannot be made into pages. {type(error).__name__}: {error}"]
    return [_problem(_place(one, project), _BEGINS.sub("", " ".join(one.split()))) for one in said]


def unreadable(error: OSError) -> Problem:
    """The problem of a file or folder that cannot be read."""
    what = os.strerror(error.errno).lower() if error.errno else str(error)
    place = Place(_shown(Path(os.fsdecode(error.filename)))) if error.filename else Place(".")
    may_not = error.errno in (errno.EACCES, errno.EPERM)
    hint = "Give yourself the right to read it." if may_not else ""
    return Problem(place, "unreadable", f"It cannot be read: {what}.", hint)


def _things(said: str) -> list[str]:
    """The things that are said: one a line, and indented lines go with the one before."""
    things: list[str] = []
    for line in said.splitlines():
        if things and line[:1].isspace():
            things[-1] += f"\n{line}"
        elif line.strip():
            things.append(line)
    return things


def _problem(place: Place, message: str) -> Problem:
    problem = Problem(place, "site-engine", message)
    if place == Place(place.file):
        return problem
    with suppress(OSError):
        problem = with_rows([problem], {place.file: Path(place.file).read_bytes()})[0]
    return problem


def _in_template(error: BaseException) -> Place | None:
    """Where in a template something failed, if it was in one."""
    if (line := getattr(error, "lineno", None)) and (file := getattr(error, "filename", None)):
        return Place(_shown(Path(file)), line)
    frames = traceback.extract_tb(error.__traceback__)
    inside = [frame for frame in frames if frame.filename.endswith(".html")]
    return Place(_shown(Path(inside[-1].filename)), inside[-1].lineno or 1) if inside else None


def _not_text(project: Project) -> list[Problem]:
    """The project's own templates that are not UTF-8."""
    folder = theme_folder(project.config)
    return [
        problem
        for file in sorted(folder.rglob("*.html") if folder else ())
        for problem in text_of(_shown(file), file.read_bytes())[1]
    ]


def _place(said: str, project: Project) -> Place:
    """The place that is told; the settings if there is none."""
    begins, quoted = _BEGINS.findall(said), _QUOTED.findall(said)
    if begins:
        return Place(begins[0])
    file = next((f for f in (_file(name, project) for name in quoted) if f), project.config)
    if found := _LINE.search(said):
        return Place(_shown(file), int(found[1]), int(found[2] or 1))
    for name in quoted:
        if _file(name, project) is None and (place := _first(file, name)):
            return place
    return Place(_shown(file))


def _file(name: str, project: Project) -> Path | None:
    """The project's file that is meant by a name: a path as it stands, or below the prose."""
    if not name.endswith(_ENDINGS):
        return None
    folders = (Path(), project.content, project.config.parent)
    return next((f / name for f in folders if (f / name).is_file()), None)


def _first(file: Path, text: str) -> Place | None:
    """Where a text first stands in a file."""
    try:
        rows = file.read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return None
    alone = re.compile(rf"(?<![\w-]){re.escape(text)}(?![\w-])")
    for number, row in enumerate(rows, 1):
        if found := alone.search(row):
            return Place(_shown(file), number, found.start() + 1)
    return None


def _shown(file: Path) -> str:
    """The path as seen from where the user stands."""
    return Path(os.path.relpath(file)).as_posix() if file.is_absolute() else file.as_posix()
