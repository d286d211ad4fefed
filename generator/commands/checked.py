"""`signout checked`: records that somebody compared routes with a device or with their sources."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from generator.check.proof import Checked
from generator.commands.options import past_day_of, project_of, project_options, said_plainly
from generator.commands.report import bold, difference, show_lines
from generator.commands.targets import find_target
from generator.edit.mend import Change
from generator.edit.record import (
    Checkable,
    Finding,
    NotRecorded,
    changes,
    device_with,
    of_device,
    of_family,
)
from generator.edit.scaffold import tried
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.load import SpecProblems, check_specs, sound
from generator.knowledge.resolve import resolve
from generator.knowledge.text import plain
from generator.knowledge.wording import counted
from generator.publish.saving import NotSaved, save
from generator.read.characters import unwanted
from generator.read.problem import Problem, shown, there_is_no
from generator.read.tree import SpecFile, spec_files

MOST_LETTERS = 120  # of a name, as specs have it


@click.command()
@click.argument("routes", nargs=-1, required=True, metavar="DEVICE[/INTERFACE[/ROUTE]]...")
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="NAME",
    help="A page it was compared with, a name from sources.yml. Give it again for each page.",
)
@click.option("--on-device", is_flag=True, help="You took every step on a real device.")
@click.option("--by", metavar="NAME", help="Who checked it.  [default: your name in git]")
@click.option("--date", metavar="YYYY-MM-DD", help="The day it was checked.  [default: today]")
@click.option(
    "--cite",
    is_flag=True,
    help="Also add these pages to the sources of the interface, because they show it on this "
    "device; for a family to those of the route, because they describe all of it.",
)
@click.option("--dry-run", is_flag=True, help="Only show what would be written.")
@project_options
def checked(
    routes: tuple[str, ...],
    sources: tuple[str, ...],
    on_device: bool,
    by: str | None,
    date: str | None,
    cite: bool,
    dry_run: bool,
    specs: Path,
    content: Path,
    config: Path,
) -> None:
    """Record that you checked how the steps are today.

    Either you took them on a device (--on-device), or you read them in pages that describe them
    (--source). The check is written into the device's file, with a fingerprint of the steps: when
    they change, their page says by itself that they changed since. Nothing else in the file is
    touched, and nothing at all if anything is wrong.

    \b
    One route of a device       signout checked roku/left-menu/menu --on-device
    All routes of an interface  signout checked roku/left-menu --on-device
    A route that devices share  signout checked FAMILY/ROUTE --source NAME

    `signout explain` prints the steps, `signout stale` lists what needs a check.
    """
    project = project_of(specs, content, config)
    with said_plainly():
        known = sound(check_specs(project.specs))
    kb = resolve(known)
    found = _finding(known, sources, on_device, by, date)
    try:
        chosen = _chosen(known, kb, routes, found)
        files = list(spec_files(specs, specs.as_posix()))
        by_name = {file.file: file for file in files if isinstance(file, SpecFile)}
        changed = changes(by_name, chosen, found, cite=cite)
    except NotRecorded as error:
        raise click.UsageError(str(error)) from None
    with said_plainly():
        if problems := _problems_after(files, specs.as_posix(), changed):
            says = "Nothing was written, because the specs would then have problems:"
            click.secho(says, fg="red", err=True)
            raise SpecProblems(problems)
    if not dry_run:
        try:
            save(specs, changed)
        except NotSaved as error:
            raise click.ClickException(str(error)) from None
    show_lines(_told(chosen, found, changed, cite=cite, dry_run=dry_run))


def _problems_after(
    files: Sequence[SpecFile | Problem], shown_as: str, changed: Sequence[Change]
) -> list[Problem]:
    """The problems of the specs as they are to be; read anew, as after the change."""
    new = {"/".join(change.now.parts): change.now.data for change in changed}
    return tried(files, new, shown_as).problems


def _finding(
    known: Checked, sources: tuple[str, ...], on_device: bool, by: str | None, date: str | None
) -> Finding:
    named = [name.strip() for given in sources for name in given.split(",") if name.strip()]
    wrong = [
        there_is_no("source", name, known.specs.sources)
        for name in named
        if name not in known.specs.sources
    ]
    if wrong:
        raise click.UsageError(
            "\n".join([*wrong, "Sources are listed in sources.yml; add a new one there first."])
        )
    return Finding(past_day_of(date), _who(by), on_device, tuple(dict.fromkeys(named)))


def _who(by: str | None) -> str:
    name = " ".join((_git_name() if by is None else by).split())
    if not name and by is None and sys.stdin.isatty():
        name = " ".join(str(click.prompt("Who checked it?")).split())
    if not name:
        raise click.UsageError("Say who checked it: --by NAME.")
    if len(name) > MOST_LETTERS:
        raise click.UsageError(f"`{shown(name)}` is too long: at most {MOST_LETTERS} letters.")
    if said := unwanted(name):
        raise click.UsageError(f"`{shown(name)}` cannot be written: {said[1]}")
    return name


def _git_name() -> str:
    """The name git signs changes with; nothing without git or a name."""
    try:
        done = subprocess.run(
            ["git", "config", "user.name"], capture_output=True, encoding="utf-8", check=False
        )
    except (OSError, UnicodeDecodeError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _chosen(
    known: Checked, kb: KnowledgeBase, names: Sequence[str], found: Finding
) -> list[Checkable]:
    """The routes that `names` stand for, each once. Raises NotRecorded."""
    chosen: dict[str, Checkable] = {}
    for name in names:
        target = find_target(known, name)
        if target.device is not None:
            device = kb.devices[target.device]
            routes = list(of_device(known, device, target.interface, target.route))
        else:
            assert target.family is not None
            if found.on_device:
                one = device_with(known, target.family)
                one += f"/{target.route}" if target.route else ""
                raise NotRecorded(
                    f"`{target.family}` is a family, not a device. Say on which you tried it: "
                    f"signout checked {one} --on-device"
                )
            routes = list(of_family(known, target.family, target.route))
        chosen |= {route.name: route for route in routes}
    if not found.on_device and not found.sources:
        own = dict.fromkeys(source for route in chosen.values() for source in route.own)
        raise NotRecorded(
            "Say how you checked it: --on-device, or --source NAME for each page you compared it "
            f"with. It cites these: {', '.join(own)}."
        )
    return list(chosen.values())


def _told(
    chosen: Sequence[Checkable],
    found: Finding,
    changed: Sequence[Change],
    *,
    cite: bool,
    dry_run: bool,
) -> Iterator[str]:
    """The steps that are checked, what changes in the files, and what comes next."""
    for one in chosen:
        yield bold(f"{one.name}: {one.route.title}")
        yield f"  start: {plain(one.route.reach)}"
        for number, (step, screen) in enumerate(
            zip(one.route.steps, one.route.sees, strict=True), 1
        ):
            yield f"  {number}. {plain(step.says)}"
            yield f"     → {plain(screen.looks_like)}"
    yield ""
    for change in changed:
        yield bold(change.was.file)
        yield from difference(change.was.data, change.now.data)
        yield ""
    if not cite:
        for one in chosen:
            if new := [name for name in found.sources if name not in one.own]:
                yield (
                    f"{', '.join(new)}: not among the sources of {one.name}. If it should be, say "
                    f"--cite, or add it to `sources` of {one.cited_by} ({one.place})."
                )
    routes = counted(len(chosen), "route")
    if not changed:
        yield f"This is recorded already: {routes} {found.says}."
    elif dry_run:
        yield f"Nothing was written (--dry-run). It would be: {routes} {found.says}."
    else:
        yield click.style(f"Recorded: {routes} {found.says}.", fg="green")
        which = "this file" if len(changed) == 1 else f"these {len(changed)} files"
        yield f"Next: commit {which} and send it in like any change. Its pages then say so."
