"""`signout verify`: whether what is published is what the specs make."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click

from generator.commands.options import project_of, project_options, said_plainly
from generator.commands.report import show_lines
from generator.knowledge.wording import counted
from generator.publish.one_hash import one_hash
from generator.publish.publication import Project, publish
from generator.publish.staging import PublishError
from generator.publish.verifying import (
    MOST_OF_MANIFEST,
    Compared,
    Expected,
    ManifestError,
    compare_folder,
    of_manifest,
    of_site,
)
from generator.read.passing import passing_folder
from generator.read.problem import shown

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://|https?:", re.IGNORECASE)
_MOST = 20  # files that are named
_LONGEST, _WHOLE = 100, 1000  # characters of a path, and of a folder or an address


@click.command(short_help="Compare what is published with what the specs make.")
@click.argument("where")
@click.option(
    "--manifest",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Compare with this list, which `signout build --manifest` wrote, and build nothing.",
)
@click.option("--all", "all_of_it", is_flag=True, help=f"Name all files that differ, not {_MOST}.")
@click.option(
    "--offline/--no-offline",
    default=True,
    show_default=True,
    help="As it was said to `signout build`.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="The most processes to use.  [default: as many as there are processors]",
)
@project_options
def verify(
    where: str,
    manifest: Path | None,
    all_of_it: bool,
    offline: bool,
    jobs: int | None,
    specs: Path,
    content: Path,
    config: Path,
) -> None:
    """Compare what is published with what the specs make, byte for byte.

    WHERE is a folder, or an address that begins with https://. The site is built once more, from
    nothing, in a temporary folder, and every file is compared. What differs is listed with the
    nearest cause, such as a host that puts scripts into pages.

    With an address, files that should not be there cannot be seen. It opens connections then, which
    no other command does unless it is told to; it asks that host alone, for files of the site.

    Exit codes: 0 it is the same, 1 it is not, 2 the command was called in a wrong way.
    """
    compare = _comparison(where)
    if manifest is not None:
        expected = _listed(manifest)
        found = compare(expected)
        _end(where, expected, found, all_of_it)
    project = project_of(specs, content, config)
    with said_plainly(project), _built(project, offline, jobs) as expected:
        found = compare(expected)
        _end(where, expected, found, all_of_it)


def _comparison(where: str) -> Callable[[Expected], Compared]:
    """What compares with the folder or the address; all else is a wrong call."""
    if _SCHEME.match(where):
        # Only here, because nothing else needs what opens connections.
        from generator.publish.fetching import AddressError, compare_address, site_at

        try:
            site = site_at(where)
        except AddressError as error:
            raise click.UsageError(f"`{shown(where, _WHOLE)}` cannot be asked. {error}") from None
        return lambda expected: _shown_as_it_goes(
            expected, lambda progress: compare_address(expected, site, progress)
        )
    folder = Path(where)
    if not folder.is_dir():
        raise click.UsageError(
            f"There is no folder `{shown(where, _WHOLE)}`. Name the folder of a site, or its "
            "address, which begins with https://."
        )

    def in_folder(expected: Expected) -> Compared:
        try:
            return _shown_as_it_goes(
                expected, lambda progress: compare_folder(expected, folder, progress)
            )
        except OSError as error:
            name, why = error.filename or folder, os.strerror(error.errno or 0).lower()
            raise click.ClickException(
                f"`{shown(str(name), _WHOLE)}` cannot be read: {why}."
            ) from None

    return in_folder


def _shown_as_it_goes(
    expected: Expected, compare: Callable[[Callable[[], None]], Compared]
) -> Compared:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (TextColumn("Comparing"), BarColumn(), TextColumn("{task.completed} files"))
    console = Console(stderr=True)
    # Where nobody looks it would only leave an empty line.
    unseen = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=unseen) as progress:
        task = progress.add_task("", total=len(expected.hashes))
        return compare(lambda: progress.advance(task))


def _listed(manifest: Path) -> Expected:
    name = shown(str(manifest), _WHOLE)
    if not manifest.is_file():
        raise click.UsageError(f"There is no file `{name}`.")
    try:
        with manifest.open("rb") as file:
            data = file.read(MOST_OF_MANIFEST)
        return of_manifest(data)
    except OSError as error:
        why = os.strerror(error.errno or 0).lower()
        raise click.UsageError(f"`{name}` cannot be read: {why}.") from None
    except ManifestError as error:
        raise click.UsageError(
            f"`{name}` is no list that `signout build --manifest` wrote. {error}"
        ) from None


@contextmanager
def _built(project: Project, offline: bool, jobs: int | None) -> Iterator[Expected]:
    """What the specs make, made from nothing: whoever can write to the user's cache could have put
    there what is published."""
    with ExitStack() as temporary:
        try:
            # Not right in it: that folder is locked, as is the one that a build is put into.
            site = temporary.enter_context(passing_folder()) / "built" / "site"
        except OSError as error:
            why = os.strerror(error.errno or 0).lower()
            raise PublishError(f"There is no place to build in: {why}.") from error
        made = publish(project, site, lambda path: None, offline=offline, hashed=True, jobs=jobs)
        yield of_site(site, made.hashes, made.sizes)


def _end(where: str, expected: Expected, found: Compared, all_of_it: bool) -> None:
    show_lines(_told(where, expected, found, all_of_it))
    sys.exit(0 if found.is_the_same else 1)


def _told(where: str, expected: Expected, found: Compared, all_of_it: bool) -> Iterator[str]:
    place, served = shown(where, _WHOLE), bool(_SCHEME.match(where))
    if found.is_the_same:
        total = click.style("The same:", fg="green", bold=True)
        yield f"{total} {counted(len(found.same), 'file')} at {place}, byte for byte."
    else:
        yield click.style("Not the same:", fg="red", bold=True) + f" {_counts(found)} at {place}."
        rows = [*_rows(found)]
        yield from rows if all_of_it else rows[:_MOST]
        if len(rows) > _MOST and not all_of_it:
            yield f"  and {len(rows) - _MOST} more; --all names them"
        yield from _of_all(expected, found)
    if served:
        yield "What else is there cannot be seen from outside, nor what hosts keep to themselves."
    elif found.is_the_same:
        yield f"SHA-256 of all its files: {one_hash(expected.hashes)}"


def _counts(found: Compared) -> str:
    counts = {
        "missing": found.missing,
        "too many": found.extra,
        "changed": found.changed,
        "without an answer": found.unanswered,
    }
    told = [f"{len(files)} {how}" for how, files in counts.items() if files]
    right = "is" if len(found.same) == 1 else "are"
    return f"{', '.join(told)}; {counted(len(found.same), 'file')} {right} as expected"


def _rows(found: Compared) -> Iterator[str]:
    # The rare ones first, so that many changed files do not hide them.
    for how, colour, files in (
        ("missing", "red", dict.fromkeys(found.missing, "")),
        ("extra", "red", dict.fromkeys(found.extra, "")),
        ("changed", None, found.changed),
        ("no answer", None, found.unanswered),
    ):
        for path, why in files.items():
            says = f": {why}" if why else ""
            yield f"  {click.style(f'{how:<9}', fg=colour)}  {shown(path, _LONGEST)}{says}"


def _of_all(expected: Expected, found: Compared) -> Iterator[str]:
    """What explains that many files differ."""
    ours, theirs = expected.meta, found.meta

    def differ(name: str) -> tuple[str, str] | None:
        one, other = (_text(of, name) for of in (theirs, ours))
        return (one, other) if one and other and one != other else None

    if site := differ("site"):
        yield f"It was built for {site[0]}, and this build is for {site[1]}. Set SITE_URL as then."
    if differ("specs"):
        of = differ("edition")
        more = f": it is of {of[0]}, they are of {of[1]}" if of else ""
        yield f"It was made of other specs than yours{more}."
    if version := differ("generator"):
        yield f"It was made by version {version[0]} of this program; this is {version[1]}."
    if not theirs and len(found.changed) > len(found.same):
        yield (
            "Most files differ. If the specs are the same, then another version of this program or "
            "of a library, other settings, or other prose made them."
        )


def _text(of: Mapping[str, Any], name: str) -> str:
    value = of.get(name)
    return shown(value, _LONGEST) if isinstance(value, str) else ""
