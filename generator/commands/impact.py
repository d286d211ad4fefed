"""`signout impact`: what a change touches, before it is made or before it is merged."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

import click

from generator.changes.compare import changes
from generator.changes.in_words import escaped
from generator.changes.marked import with_marked
from generator.changes.uses import Use, uses_of
from generator.check.proof import Checked
from generator.commands.diff import (
    Form,
    as_json,
    format_option,
    history_plainly,
    lines_of,
    state,
)
from generator.commands.options import project_of, project_options, said_plainly
from generator.commands.report import bold, show_lines
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.load import sound
from generator.knowledge.resolve import resolve
from generator.knowledge.wording import counted
from generator.model.specs import FOLDERS, SHARED, Entry
from generator.publish.effects import Effects, effects
from generator.read.problem import did_you_mean, nearest, shown, there_is_no

_COLLECTIONS = {
    **{name.removesuffix("s"): name for name in (*SHARED, *FOLDERS)},
    "family": "families",
}
_COLLECTIONS.pop("familie")
_COLLECTIONS.pop("changelog")  # nothing is made of what was told but that it was told
_NAMES = 3  # of devices in a line


@dataclass(frozen=True, slots=True)
class Named:
    """What `kind:id` names: an entry, and perhaps one screen of it."""

    kind: str
    collection: str
    entry: Entry[Any]
    screen: str = ""


@click.command()
@click.argument("name", required=False)
@format_option
@click.option(
    "--since",
    default="HEAD",
    show_default=True,
    metavar="REV",
    help="Without NAME: the revision with which the files are compared.",
)
@project_options
def impact(
    name: str | None, form: Form, since: str, specs: Path, content: Path, config: Path
) -> None:
    """Tell which devices, routes, pages and cards a change touches.

    NAME says what would be changed, as its kind and its name: label:get-help, family:roku,
    screen:FAMILY/SCREEN, device:…, key:…, position:…, concept:…, phrase:…, item:…, source:…,
    kind:…, problem:…, checklist:…, topic:…, pack:…. All that shows it is told, with the file and
    line of each use.

    Without NAME, the files as they are now are compared with the last commit: what changed, in
    words, and which pages and cards that changes.

    Exit codes: 0 all is told, 1 the specs have problems, 2 there is no such name.
    """
    project = project_of(specs, content, config)
    with said_plainly(), history_plainly():
        checked = state(None, specs)
        now = resolve(sound(checked))
        if name is None:
            before = resolve(sound(state(since, specs)))
            _tell_changes(before, now, effects(before, now, project.content), form, since)
            return
    named = _named(checked, name)
    marked = with_marked(checked, named.collection, named.entry.id, named.screen)
    uses = uses_of(checked.specs, named.collection, named.entry.id, named.screen)
    found = reduce(or_, (effects(now, resolve(one), project.content) for one in marked))
    if form == "json":
        click.echo(json.dumps(_data(named, uses, found), ensure_ascii=False, indent=2))
        return
    show_lines(_heading(named, uses, form))
    show_lines(_lines(found, now, form))


def _named(checked: Checked, name: str) -> Named:
    """What `name` names. Anything else is a wrong call, told with the nearest name there is."""
    kind, colon, rest = name.partition(":")
    id_, slash, screen = rest.partition("/")
    if not colon:
        of_id: dict[str, str] = {}
        for one, collection in _COLLECTIONS.items():
            for id_ in getattr(checked.specs, collection):
                of_id.setdefault(id_, f"{one}:{id_}")
        near = nearest(name, of_id)
        hint = f"Did you mean `{of_id[near]}`?" if near else "Write it as `device:` and its name."
        raise click.UsageError(f"`{shown(name)}` does not say what it is. {hint}")
    if kind not in (*_COLLECTIONS, "screen"):
        kinds = (*_COLLECTIONS, "screen")
        near = nearest(kind, kinds)
        hint = f"Did you mean `{near}:{shown(rest)}`?" if near else f"There are {', '.join(kinds)}."
        raise click.UsageError(f"There is nothing of the kind `{shown(kind)}`. {hint}")
    collection = "families" if kind == "screen" else _COLLECTIONS[kind]
    what = "family" if kind == "screen" else kind
    entries: Mapping[str, Entry[Any]] = getattr(checked.specs, collection)
    if kind == "screen" and not slash:
        raise click.UsageError("Name the family and the screen: screen:FAMILY/SCREEN.")
    if kind != "screen" and slash:
        raise click.UsageError(f"There is no {what} `{shown(rest)}`: only screens have a slash.")
    if id_ not in entries:
        raise click.UsageError(_unknown(checked, what, id_, entries))
    entry = entries[id_]
    if kind == "screen" and screen not in entry.spec.screens:
        base = entry.spec.extends
        if base is not None and screen in entries[base].spec.screens:
            raise click.UsageError(
                f"The family `{id_}` takes this screen from `{base}`: see screen:{base}/{screen}."
            )
        hint = did_you_mean(screen, entry.spec.screens)
        raise click.UsageError(
            f"The family `{id_}` has no screen `{shown(screen)}`. {hint}".rstrip()
        )
    return Named(kind, collection, entry, screen)


def _unknown(checked: Checked, what: str, id_: str, entries: Mapping[str, Entry[Any]]) -> str:
    """That there is no such entry. One of this very name, of another kind, is nearest."""
    for kind, collection in _COLLECTIONS.items():
        if id_ in getattr(checked.specs, collection):
            return f"There is no {what} `{shown(id_)}`. Did you mean `{kind}:{id_}`?"
    return there_is_no(what, id_, entries)


def _tell_changes(
    before: KnowledgeBase, now: KnowledgeBase, found: Effects, form: Form, since: str
) -> None:
    told = changes(before, now)
    if form == "json":
        click.echo(as_json(told, shown(since), "the working tree", **_effects_data(found)))
        return
    lines = lines_of(told, now, form)
    if told or found.pages:
        lines += ["", *_lines(found, now, form)]
    show_lines(lines)


def _heading(named: Named, uses: Sequence[Use], form: Form) -> Iterator[str]:
    entry, markdown = named.entry, form == "markdown"
    name = f"{named.kind}:{entry.id}" + (f"/{named.screen}" if named.screen else "")
    path = ("screens", named.screen) if named.screen else ()
    place = entry.place(*path, key=bool(path) or bool(entry.at))
    yield f"**{escaped(name)}**, {escaped(str(place))}" if markdown else f"{bold(name)}  {place}"
    yield ""
    yield _title(f"Used in {counted(len(uses), 'place')}" if uses else "No file names it", form)
    for use in uses:
        through = f" (through the {use.through})" if use.through else ""
        where = f"{escaped(str(use.place))}: {escaped(use.path)}{escaped(through)}"
        yield f"- {where}" if markdown else f"  {use.place}  {use.path}{through}"
    yield ""


def _lines(found: Effects, kb: KnowledgeBase, form: Form) -> Iterator[str]:
    """The pages, cards and routes that change, in words."""
    bullet = "- " if form == "markdown" else "  "
    if not (found.pages or found.cards or found.packs or found.handbook or found.finder):
        yield _title("No page changes", form)
        return

    def names(ids: Sequence[str]) -> str:
        called = [kb.devices[one].name if one in kb.devices else one for one in ids[:_NAMES]]
        listed = ", ".join(escaped(one) if form == "markdown" else one for one in called)
        return f"{listed}, …" if len(ids) > _NAMES else listed

    if found.routes:
        yield _title("Routes that change", form)
        for (interface, route), ids in found.routes.items():
            said = f"“{interface}”: “{route}”"
            said = escaped(said) if form == "markdown" else said
            yield f"{bullet}{said}, on {counted(len(ids), 'device')} ({names(ids)})"
        yield ""
    yield _title(f"Pages that change: {len(found.pages)}", form)
    if found.devices:
        everywhere = " (all there are)" if len(found.devices) == len(kb.devices) else ""
        yield f"{bullet}{counted(len(found.devices), 'device')}{everywhere}: {names(found.devices)}"
    for problem in found.problems:
        yield f"{bullet}troubleshooting/{problem}/"
    if found.lists:
        yield f"{bullet}{counted(len(found.lists), 'list')} of devices below kinds/"
    for page in found.prose:
        yield f"{bullet}{page or 'the home page'}"
    if found.finder:
        yield f"{bullet}what the finder knows, on every page that has it"
    if not (found.handbook or found.cards or found.packs):
        return
    yield ""
    yield _title("To print", form)
    if found.handbook:
        yield f"{bullet}the handbook"
    if found.cards:
        yield f"{bullet}{counted(len(found.cards), 'card')}: {names(found.cards)}"
    for pack in found.packs:
        yield f"{bullet}the pack {pack}"


def _title(text: str, form: Form) -> str:
    return f"### {text}\n" if form == "markdown" else bold(text)


def _effects_data(found: Effects) -> dict[str, Any]:
    return {
        "pages": list(found.pages),
        "devices": list(found.devices),
        "problems": list(found.problems),
        "cards": list(found.cards),
        "packs": list(found.packs),
        "handbook": found.handbook,
        "finder": found.finder,
        "routes": [
            {"interface": interface, "route": route, "devices": list(devices)}
            for (interface, route), devices in found.routes.items()
        ],
    }


def _data(named: Named, uses: Sequence[Use], found: Effects) -> dict[str, Any]:
    return {
        "kind": named.kind,
        "id": named.entry.id,
        "screen": named.screen or None,
        "uses": [
            {
                "file": use.place.file,
                "line": use.place.line,
                "column": use.place.column,
                "path": use.path,
                "through": use.through or None,
            }
            for use in uses
        ],
        **_effects_data(found),
    }
