"""Where a new thing goes besides its own file: what uses it, what says it, which page tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.edit.form import Refused
from generator.edit.naming import article
from generator.edit.phrases import said_in
from generator.edit.scaffold import Draft, Use, shown_on
from generator.edit.slots import has_slot, is_told, page_named, slot_of, with_slot
from generator.edit.use_sites import is_used, may_replace, must_replace, use_site, use_sites
from generator.model.names import ONE
from generator.model.specs import Specs
from generator.read.tree import SpecFile


def needs_place(collection: str, name: str, pages: Sequence[SpecFile]) -> bool:
    """Whether somebody must say where a new thing of `collection` is used; a page may have the
    slot of its `name` already."""
    if is_told(collection):
        return not (name and has_slot(pages, slot_of(collection, name)))
    return collection == "families" or is_used(collection)


def look_up(specs: Specs, pages: Sequence[SpecFile], collection: str, given: str) -> None:
    """Looks for the place that somebody means by `given`. Raises Refused if there is none."""
    if collection == "families":
        shown_on(specs, "x", given)
    elif is_told(collection):
        page_named(pages, given)
    elif is_used(collection):
        use_site(use_sites(specs, collection), given)
    else:
        what = ONE[collection][0]
        raise Refused(f"--for is not for {article(what)}: nothing needs to name it.")


def placed(
    draft: Draft, specs: Specs, pages: Sequence[SpecFile], at: Sequence[str], *, instead: bool
) -> Draft:
    """`draft` with all places that somebody means by `at`. Raises Refused."""
    new = draft.main
    if instead and not may_replace(new.collection):
        what = article(ONE[new.collection][0])
        raise Refused(f"--instead is not for {what}: it takes the place of nothing.")
    if new.collection == "families":
        shown = dict.fromkeys(shown_on(specs, new.id, one) for one in at)
        return replace(draft, shown=tuple(shown))
    if is_told(new.collection):
        found = dict.fromkeys(page_named(pages, one) for one in at)
        slot, title = slot_of(new.collection, new.id), str(new.fields["title"])
        return replace(draft, told=tuple(with_slot(page, slot, title) for page in found))
    if is_used(new.collection):
        known = use_sites(specs, new.collection) if at else []
        names = dict.fromkeys(use_site(known, one).whole_name for one in at)
        instead = instead or must_replace(new.collection)
        return replace(draft, uses=tuple(Use(use_site(known, one), instead) for one in names))
    for one in at:
        look_up(specs, pages, new.collection, one)
    return draft


def said(draft: Draft, specs: Specs) -> Draft:
    """`draft` with the texts that say a new phrase already, which name it then."""
    new = draft.main
    if new.collection != "phrases":
        return draft
    return replace(draft, said=tuple(said_in(specs, str(new.fields["text"]), new.id)))
