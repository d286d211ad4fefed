"""`signout stale`: what needs checking, and the command that records each check."""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from generator.changes.in_words import escaped
from generator.commands.options import day_of, project_of, project_options, said_plainly
from generator.commands.report import as_json, at, bold, show_lines
from generator.commands.terminal import safe
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.freshness import OLD, REASONS, Doubt, Due, Reason, doubts, due
from generator.knowledge.load import load_specs
from generator.knowledge.text import plain
from generator.knowledge.wording import day, few, how_checked
from generator.read.problem import Place, did_you_mean, shown

_HEADINGS: dict[Reason, str] = {
    "changed": "Changed since it was checked",
    "never": "Never checked",
    "old": "Checked longer ago than {days} days",
    "inferred": "Inferred: no source shows it on these devices, and nobody tried it there",
    "low": "Low: few or weak sources show it on these devices, and nobody tried it there",
}
# What else helps, besides trying it.
_OR: dict[Reason, str] = {
    "inferred": "Or name a page that shows it there: signout new source --for DEVICE/INTERFACE",
    "low": "Or name one more page that shows it there: signout new source --for DEVICE/INTERFACE",
}
_DOUBTS = "Doubts: said without a source"
_NAMED = 6  # devices on a line; of more the number is given
_DAYS = {"": 1, "d": 1, "w": 7, "m": 30, "y": 365}


@click.command()
@click.option(
    "--older-than",
    metavar="TIME",
    default=f"{OLD.days}d",
    show_default=True,
    help="How old a check may be: 180d, 26w, 6m or 1y.",
)
@click.option("--today", metavar="YYYY-MM-DD", help="The day to count from.  [default: today]")
@click.option(
    "--visits",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A list of the most visited devices or kinds of device, which then come first: a name or "
    "the address of a page on each line, or lines of name,number.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="For people, for programs, or for an issue or a page.",
)
@project_options
def stale(
    older_than: str,
    today: str | None,
    visits: Path | None,
    form: str,
    specs: Path,
    content: Path,
    config: Path,
) -> None:
    """List what needs checking, the most urgent first.

    That is: steps that changed since somebody checked them, that nobody ever checked, or that
    were checked long ago; steps that no source, or only a weak one, shows on a device; and what is
    said without a source. Each line has the place in the specs and the command that records a
    check. What devices share is one line.

    This is advice: it never fails a build.
    """
    project = project_of(specs, content, config)
    age, now = _age(older_than), day_of(today)
    with said_plainly():
        kb = load_specs(project.specs)
    order = _order(kb, visits) if visits is not None else []
    found, unsure = due(kb, now, age, order), doubts(kb, order)
    if form == "json":
        click.echo(as_json(_data(found, unsure)))
        return
    written = _text if form == "text" else _markdown
    show_lines(written(kb, found, unsure, age))


def _age(text: str) -> datetime.timedelta:
    match = re.fullmatch(r"([0-9]{1,5}) *([dwmy]?)", text.strip().lower())
    if match is None:
        raise click.UsageError(
            f"`{shown(text)}` is no length of time. Write it as 180d, 26w, 6m or 1y."
        )
    return datetime.timedelta(days=int(match[1]) * _DAYS[match[2]])


def _order(kb: KnowledgeBase, file: Path) -> list[str]:
    """The devices and kinds that `file` names, most visited first; others are told."""
    try:
        rows = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise click.UsageError(f"{file} cannot be read: {error}.") from None
    known = {*kb.devices, *(kind.id for kind in kb.kinds)}
    counted: list[tuple[float, str]] = []
    for number, row in enumerate(rows, 1):
        name, *rest = (cell.strip() for cell in row) if row else ("",)
        if not name or name.startswith("#") or ("/" in name and "devices/" not in name):
            continue
        name = re.split("[/#]", name.rstrip("/"))[-1]  # of the address of its page
        if name not in known:
            if number > 1 or not rest or _number(rest[0]) is not None:  # no line of headings
                hint = did_you_mean(name, known)
                says = f"{file}:{number}: there is no device or kind `{shown(name)}`. {hint}"
                click.echo(safe(says.rstrip()), err=True)
            continue
        count = _number(rest[0]) if rest else 0
        if count is None:
            raise click.UsageError(
                f"{file}:{number}: `{shown(rest[0])}` is no number. Write lines of name,number."
            )
        counted.append((-count, name))
    return [name for _, name in sorted(counted, key=lambda one: one[0])]


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,15}", text) else None


def _text(
    kb: KnowledgeBase, found: Sequence[Due], unsure: Sequence[Doubt], age: datetime.timedelta
) -> Iterator[str]:
    for reason in REASONS:
        mine = [one for one in found if one.reason == reason]
        if mine:
            yield bold(_heading(reason, age))
        for one in mine:
            yield f"  {_what(one)}  {at(one.place)}"
            yield f"    {_where(kb, one)}"
            if one.check is not None:
                yield f"    last {_checked(one)}"
            yield f"    {click.style(_command(kb, one), fg='cyan')}"
        if mine:
            yield f"  {_OR[reason]}\n" if reason in _OR else ""
    if unsure:
        yield bold(_DOUBTS)
        for doubt in unsure:
            where = f"  {at(doubt.place)}" if doubt.place else ""
            yield f"  {_said(doubt)}{where}"
            yield f"    {plain(doubt.doubt)}"
        yield ""
    yield _total(found, unsure, age)


def _markdown(
    kb: KnowledgeBase, found: Sequence[Due], unsure: Sequence[Doubt], age: datetime.timedelta
) -> Iterator[str]:
    for reason in REASONS:
        mine = [one for one in found if one.reason == reason]
        if mine:
            yield f"## {_heading(reason, age)}"
            yield ""
        for one in mine:
            last = f" Last {escaped(_checked(one))}." if one.check is not None else ""
            yield f"- [ ] **{escaped(_what(one))}** {escaped(_where(kb, one))}.{last}  "
            yield f"  {_code(_command(kb, one))} ({_code(str(one.place))})"
        if mine:
            yield ""
    if unsure:
        yield f"## {_DOUBTS}"
        yield ""
        for doubt in unsure:
            place = f" ({_code(str(doubt.place))})" if doubt.place else ""
            yield f"- [ ] **{escaped(_said(doubt))}** {escaped(plain(doubt.doubt))}{place}"
        yield ""
    yield _total(found, unsure, age)


def _heading(reason: Reason, age: datetime.timedelta) -> str:
    return _HEADINGS[reason].format(days=age.days)


def _what(one: Due) -> str:
    titles = ", ".join(dict.fromkeys(route.title for route in one.routes))
    return f"{one.title}: {titles}"


def _where(kb: KnowledgeBase, one: Due) -> str:
    """On which devices: Roku; 32 devices: Roku, Apple TV … and 26 more."""
    names = [kb.devices[name].name for name in one.devices]
    count = f"{len(names)} devices: " if len(names) > _NAMED else ""
    return f"on {count}{few(names, _NAMED)}"


def _checked(one: Due) -> str:
    assert one.check is not None
    return f"{how_checked(one.check)} on {day(one.check.date)} by {one.check.by}"


def _command(kb: KnowledgeBase, one: Due) -> str:
    device, _, interface = one.shown_on[0].partition("/")
    names = " ".join(one.names)
    if all(name.startswith(f"{device}/{interface}/") for name in one.names):
        shown_there = next(i for i in kb.devices[device].interfaces if i.id == interface)
        if len(one.routes) == len(shown_there.walkthrough.routes):
            names = f"{device}/{interface}"
    return f"signout checked {names} {'--on-device' if one.on_device else '--source NAME'}"


def _said(doubt: Doubt) -> str:
    return f"{doubt.of}: {doubt.title or plain(doubt.text)}"


def _total(found: Sequence[Due], unsure: Sequence[Doubt], age: datetime.timedelta) -> str:
    if not found and not unsure:
        return "Nothing needs checking."
    routes = dict.fromkeys(REASONS, 0)
    for one in found:
        routes[one.reason] += len(one.routes) * len(one.shown_on)
    return (
        f"Steps on devices: {routes['changed']} changed since they were checked, "
        f"{routes['never']} never checked, {routes['old']} checked longer ago than {age.days} "
        f"days, {routes['inferred']} inferred, {routes['low']} low. Doubts: {len(unsure)}."
    )


def _data(found: Iterable[Due], unsure: Iterable[Doubt]) -> dict[str, Any]:
    """What `stale --format json` prints. ``due``: for each the ``reason`` (changed, never, old,
    inferred or low), the ``family``, the ``routes`` as `signout checked` calls them, the devices
    as DEVICE/INTERFACE, whether it takes a device to check them, the date of the last check, and
    the place. ``doubts``: what is said without a source, and where."""
    return {
        "due": [
            {
                "reason": one.reason,
                "family": one.family,
                "title": one.title,
                "routes": list(one.names),
                "shown_on": list(one.shown_on),
                "on_device": one.on_device,
                "checked": str(one.check.date) if one.check is not None else None,
                **_place(one.place),
            }
            for one in found
        ],
        "doubts": [
            {
                "collection": one.collection,
                "id": one.id,
                "title": _said(one),
                "doubt": plain(one.doubt),
                **_place(one.place),
            }
            for one in unsure
        ],
    }


def _place(place: Place | None) -> dict[str, Any]:
    if place is None:
        return {}
    return {"file": place.file, "line": place.line, "column": place.column}


def _code(text: str) -> str:
    return f"`{text}`"
