"""The editor's pages and their parts as HTML."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from generator.admin.answers import Question, words_of
from generator.admin.choices import choices_of, list_of
from generator.admin.draft import Line as Changed
from generator.admin.form import Add, Field, kind_of
from generator.admin.shape import Shape, shape_of
from generator.admin.things import COLLECTIONS, NOT_ADDED, SERVICE, Thing
from generator.check.proof import Checked
from generator.model.changelog import FOLDER
from generator.model.specs import FOLDERS, SHARED
from generator.model.vocabulary import Service
from generator.read.document import Document
from generator.read.problem import Problem


@dataclass(frozen=True, slots=True)
class Group:
    """All things of one collection, as the first page lists them."""

    id: str
    title: str
    help: str
    things: tuple[Thing, ...]
    new: bool


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("generator.admin"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["prose"] = _prose
    environment.globals.update(id_of=_id_of, kind_of=kind_of, list_of=list_of)
    return environment


def _prose(text: str) -> Markup:
    """A text of ours as HTML: what stands in backticks is code."""
    parts = text.split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if n % 2 and n < len(parts) - 1 else part
        for n, part in enumerate(parts)
    )


def _id_of(address: str) -> str:
    """An id for what stands at a path, the same whenever it is shown again."""
    return f"f{hashlib.sha256(address.encode()).hexdigest()[:10]}"


def whole_page(name: str, **parts: object) -> str:
    """A page from the template `name`."""
    return _environment().get_template(f"{name}.html").render(**parts)


def part(name: str, *arguments: object) -> str:
    """A part of a page from the macro `name`."""
    template: Template = _environment().get_template("form.html")
    return str(getattr(template.module, name)(*arguments))


def groups_of(found: Iterable[Thing]) -> list[Group]:
    """The things by collection, in the order of the first page."""
    by_collection: dict[str, list[Thing]] = {name: [] for name in (*COLLECTIONS, SERVICE)}
    for thing in found:
        by_collection[thing.collection].append(thing)
    return [
        Group(name, heading_of(name), help_of(name), tuple(some), name not in NOT_ADDED)
        for name, some in by_collection.items()
    ]


def heading_of(collection: str) -> str:
    """What people call a collection."""
    called = {"families": "Interfaces", "everyday": "Everyday words", FOLDER: "What changed"}
    return called.get(collection, words_of(collection))


def help_of(collection: str) -> str:
    """What a collection holds, in a sentence."""
    model = Service if collection == SERVICE else {**FOLDERS, **SHARED}[collection]
    return shape_of(model).help


def form_html(form: Field, checked: Checked, document: Document) -> str:
    """The form of a spec, with the lists its inputs choose from."""
    wanted = sorted({name for name in (*_lists_in(form), "sources") if name})
    lists = [(name, choices_of(name, checked, document)) for name in wanted]
    return part("lists", lists) + part("whole", form)


def lists_html(questions: Iterable[Question], checked: Checked) -> str:
    """The lists that the inputs of questions choose from."""
    wanted = sorted({list_of(question.member, question.shape) for question in questions} - {""})
    return part("lists", [(name, choices_of(name, checked, None)) for name in wanted])


def _lists_in(form: Field) -> Iterator[str]:
    if not form.is_group:
        yield list_of(form.member, form.shape)
    for child in form.children:
        yield from _lists_in(child)
    asked: Iterator[tuple[str, Shape]] = _asked(form.adds)
    for member, shape in asked:
        yield list_of(member, shape)


def _asked(adds: Iterable[Add]) -> Iterator[tuple[str, Shape]]:
    for add in adds:
        for question in add.questions:
            yield question.member, question.shape


def difference_html(lines: list[Changed]) -> str:
    """What changes, line by line."""
    return part("difference", lines)


def problems_html(here: list[Problem], elsewhere: list[tuple[str, Problem]], old: int) -> str:
    """The problems of a draft."""
    return part("problem_list", here, elsewhere, old)
