"""`signout build`: the whole publication, in place at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from generator.commands.build_report import hash_line, report
from generator.commands.elsewhere import out_option, place_of
from generator.commands.options import cache_folder, project_of, project_options, said_plainly
from generator.commands.progress import progress_shown
from generator.commands.report import show_lines
from generator.publish.manifest_file import manifest_file
from generator.publish.publication import publish
from generator.publish.saving import write_file
from generator.publish.staging import LeftBehind, PublishError
from generator.read.kept import Kept
from generator.read.problem import shown


@click.command(short_help="Build the whole website into a folder.")
@project_options
@click.option(
    "--out",
    callback=out_option,
    metavar="PATH",
    default="site",
    show_default=True,
    help="The folder of the finished site; with --executor, also the address of an object store, "
    "such as s3://BUCKET/FOLDER.",
)
@click.option(
    "--pages-only",
    is_flag=True,
    help="Leave out what is made from the pages: search, downloads, and what works offline.",
)
@click.option(
    "--offline/--no-offline",
    default=True,
    show_default=True,
    help="Let browsers keep the site, so that it opens without a network. --no-offline removes "
    "what they kept.",
)
@click.option(
    "--manifest",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also write a list of all files as JSON, for programs that upload them: path, SHA-256 "
    "and size of each, and what differs from the site before.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="The most processes to use.  [default: as many as there are processors]",
)
@click.option(
    "--executor",
    metavar="dask://HOST:PORT",
    help="Let a Dask cluster read specs and make pages; docs/cluster.md tells how. The result is "
    "the same.",
)
@click.option(
    "--cache/--no-cache",
    default=True,
    show_default=True,
    help="Take over what did not change since the last build. The result is the same.",
)
def build(
    specs: Path,
    content: Path,
    config: Path,
    out: Path | str,
    pages_only: bool,
    offline: bool,
    manifest: Path | None,
    jobs: int | None,
    executor: str | None,
    cache: bool,
) -> None:
    """Build the whole website into a folder, at once: it is never half there. At an address, where
    no folder can change at once, each file of it changes at once, once all of them are there.

    It says which pages differ from the site that was there before. Files that do not differ keep
    their time stamps, so programs that copy the folder to a host copy only what changed.

    If anything is wrong, the problems are printed and the earlier site stays as it was.
    """
    place = place_of(out, executor)
    if manifest is not None:
        _refuse(manifest, place if isinstance(place, Path) else None)
    project = project_of(specs, content, config)
    with said_plainly(project), _said_of_the_earlier_site(), progress_shown() as made:
        differences = publish(
            project,
            place,
            made,
            pages_only=pages_only,
            offline=offline,
            hashed=manifest is not None or not pages_only,
            kept=Kept(cache_folder()) if cache else None,
            executor=executor,
            jobs=jobs,
        )
    show_lines(report(out, differences))
    if not pages_only:
        click.echo(hash_line(differences))
    if manifest is not None:
        _write(manifest, manifest_file(differences), out)


def _refuse(manifest: Path, out: Path | None) -> None:
    """Where the list of files cannot be is a wrong call, told before anything is built."""
    name = _named(manifest)
    if out is not None and _is_within(manifest, out):
        raise click.UsageError(
            f"`{name}` is within `{_named(out)}`, which is replaced as a whole and published. Name "
            "a file outside of it with --manifest."
        )
    with suppress(OSError):  # what cannot be looked at cannot be written, which is told then
        # To replace a link or a device, as a file is replaced, is not what anyone means.
        if manifest.is_symlink() or (manifest.exists() and not manifest.is_file()):
            raise click.UsageError(
                f"`{name}` is no plain file. Name a new file, or one to replace, with --manifest."
            )


def _named(path: Path | str) -> str:
    """A path as a message can hold it."""
    return shown(str(path), 1000)


def _is_within(file: Path, folder: Path) -> bool:
    """Also by another name, by a link, or where capitals do not count."""
    there, above = (Path(os.path.realpath(path)) for path in (folder, file))
    for one in (above, *above.parents):
        with suppress(OSError):
            if one == there or one.samefile(there):
                return True
    return False


def _write(manifest: Path, data: bytes, out: Path | str) -> None:
    # A folder that cannot be made is told as a file that cannot be written to it.
    with suppress(OSError):
        manifest.parent.mkdir(parents=True, exist_ok=True)
    try:
        write_file(manifest, data)
    except PublishError as error:
        click.secho(str(error), fg="red", err=True)
        click.echo(
            f"The new site is in {_named(out)}/ all the same, without a list of its files.",
            err=True,
        )
        sys.exit(1)
    click.echo(f"Its files are listed in {_named(manifest)}.")


@contextmanager
def _said_of_the_earlier_site() -> Iterator[None]:
    """Says that it could not be removed, when everything else was done."""
    try:
        yield
    except LeftBehind as error:
        click.secho(str(error), fg="red", err=True)
        sys.exit(1)
