"""The documents of the JSON API, made from a bundle: which there are, and their bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, TypeVar

from generator.data import documents as docs
from generator.data.bundle import Bundle
from generator.data.entities import (
    Concept,
    Control,
    DeviceSummary,
    Impostor,
    Label,
    Route,
    Source,
    Step,
)
from generator.data.envelope import API, ROOT, Document
from generator.data.mapping.summaries import device_summary, family_summary, problem_summary
from generator.data.offers import every_offer
from generator.data.writing import in_lines

D = TypeVar("D", bound=Document)


class Api:
    """What stands below `api/v1/` of a site, but for what is made from it for other programs.

    `site_url` is the address of the site, with a slash at its end, or empty if it has none: then
    addresses are relative. `version` is that of the program, if it is known.
    """

    def __init__(self, bundle: Bundle, site_url: str, version: str | None) -> None:
        self._bundle = bundle
        self._site_url = site_url
        self._version = version
        self._about = {
            "service": bundle.service,
            "edition": bundle.edition,
            "licence": bundle.licence,
            "attribution": bundle.attribution,
        }

    def documents(self) -> Iterator[tuple[str, Document]]:
        """Every document with its path below the site, but for the devices and for everything."""
        yield from self.lists()
        for name in self._bundle.families:
            yield path_of("families", name), self.family(name)
        for name in self._bundle.problems:
            yield path_of("problems", name), self.problem(name)

    def lists(self) -> Iterator[tuple[str, Document]]:
        """The documents of which there is one each, with their paths, but for everything."""
        bundle = self._bundle
        yield self._one("index", docs.IndexDocument, documents=tuple(self._listings()))
        yield self._one(
            "meta",
            docs.MetaDocument,
            api=API,
            specs=bundle.specs,
            generator=self._version,
            languages=bundle.languages,
            counts=docs.Counts(
                **{name: len(getattr(bundle, name)) for name in docs.Counts.model_fields}
            ),
        )
        yield self._one("devices", docs.DevicesDocument, devices=self._device_summaries)
        families = tuple(family_summary(one) for one in bundle.families.values())
        yield self._one("families", docs.FamiliesDocument, families=families)
        problems = tuple(problem_summary(one) for one in bundle.problems.values())
        yield self._one("problems", docs.ProblemsDocument, problems=problems)
        yield self._one(
            "checklists",
            docs.ChecklistsDocument,
            checklists=tuple(bundle.checklists.values()),
            afterwards=bundle.afterwards,
        )
        for name in ("topics", "labels", "concepts", "keys", "kinds", "sources"):
            things = {name: tuple(getattr(bundle, name).values())}
            yield self._one(name, docs.DOCUMENTS[name], **things)
        routes = (bundle.remote.one_device, bundle.remote.all_devices)
        cited = (*_cited(routes), *bundle.remote.delay_sources)
        yield self._one(
            "remote",
            docs.RemoteDocument,
            remote=bundle.remote,
            **self._words(_labels_on(step for route in routes for step in route.steps)),
            sources=self._sources(cited),
        )
        yield self._one("changes", docs.ChangesDocument, editions=bundle.changes)
        yield self._one("everyday", docs.EverydayDocument, everyday=bundle.everyday)

    @cached_property
    def _device_summaries(self) -> tuple[DeviceSummary, ...]:
        return tuple(device_summary(one) for one in self._bundle.devices.values())

    def device(self, name: str) -> docs.DeviceDocument:
        """The document of a device."""
        device = self._bundle.devices[name]
        impostors = (one for interface in device.interfaces for one in interface.impostors)
        return docs.DeviceDocument(
            **self._envelope("device", depth=1),
            device=device,
            **self._words((*device.labels, *_labels_of(impostors))),
            problems={name: self._bundle.problems[name].title for name in device.problems},
            sources=self._sources(device.cites),
        )

    def family(self, name: str) -> docs.FamilyDocument:
        """The document of a family."""
        family = self._bundle.families[name]
        operated = (control for screen in family.screens for control in screen.controls)
        labels = _labels_on(operated)
        reason = family.no_fallback
        cited = (
            *_cited(family.routes),
            *(source for impostor in family.impostors for source in impostor.sources),
            *(reason.sources if reason is not None else ()),
        )
        return docs.FamilyDocument(
            **self._envelope("family", depth=1),
            family=family,
            **self._words((*labels, *_labels_of(family.impostors))),
            sources=self._sources(cited),
        )

    def problem(self, name: str) -> docs.ProblemDocument:
        """The document of a problem."""
        problem = self._bundle.problems[name]
        solutions = (source for solution in problem.solutions for source in solution.sources)
        claims = (source for claim in problem.claims for source in claim.sources)
        return docs.ProblemDocument(
            **self._envelope("problem", depth=1),
            problem=problem,
            sources=self._sources((*solutions, *claims)),
        )

    def everything(self) -> Iterator[bytes]:
        """The document of everything, in pieces."""
        everything = self._envelope("all")
        for name in Bundle.model_fields:
            everything.setdefault(name, getattr(self._bundle, name))
        names = docs.AllDocument.model_fields
        return in_lines({names[name].alias or name: one for name, one in everything.items()})

    def _one(self, name: str, kind: type[D], **holds: Any) -> tuple[str, D]:
        return f"{ROOT}{name}.json", kind(**self._envelope(name), **holds)

    def _envelope(self, schema: str, depth: int = 0) -> dict[str, Any]:
        """What a document has that lies `depth` folders below the root of the API."""
        site = self._site_url or "../" * (ROOT.count("/") + depth)
        return {"schema_": self._address(schema_path(schema), depth), "site": site, **self._about}

    def _address(self, path: str, depth: int = 0) -> str:
        """The address of what lies at `path` below the site."""
        if self._site_url:
            return f"{self._site_url}{path}"
        if path.startswith(ROOT):
            return "../" * depth + path.removeprefix(ROOT)
        return "../" * (ROOT.count("/") + depth) + path

    def _listings(self) -> Iterator[docs.Listing]:
        feeds = bool(self._site_url and self._bundle.changes)
        for offer in every_offer(feeds=feeds):
            schema = self._address(schema_path(offer.schema)) if offer.schema else None
            yield docs.Listing(
                name=offer.name,
                title=offer.title,
                address=self._address(offer.path),
                type=offer.type,
                schema_=schema,
            )

    def _words(self, names: Iterable[str]) -> dict[str, dict[str, Label] | dict[str, Concept]]:
        """The labels of these names, and what they mean the same as."""
        labels: dict[str, Label] = {}
        concepts: dict[str, Concept] = {}
        for name in names:
            means: str | None = name
            while means is not None and means not in labels:
                if means not in self._bundle.labels:
                    concepts[means] = self._bundle.concepts[means]
                    break
                labels[means] = self._bundle.labels[means]
                means = labels[means].means
        return {"labels": labels, "concepts": concepts}

    def _sources(self, names: Iterable[str]) -> dict[str, Source]:
        return {name: self._bundle.sources[name] for name in names}


def path_of(folder: str, id: str) -> str:
    """Where the document of one of the `devices`, `families` or `problems` stands, below the
    site."""
    return f"{ROOT}{folder}/{id}.json"


def schema_path(name: str) -> str:
    """Where the schema of this name stands, below the site."""
    return f"{ROOT}schemas/{name}.json"


def _labels_on(operated: Iterable[Step | Control]) -> Iterator[str]:
    for one in operated:
        for word in (*one.words, *one.alternatives, one.to):
            if word is not None and word.kind == "label":
                yield word.id


def _labels_of(impostors: Iterable[Impostor]) -> Iterator[str]:
    return (impostor.label.id for impostor in impostors)


def _cited(routes: Iterable[Route]) -> Iterator[str]:
    for route in routes:
        yield from (*route.sources, *route.in_part)
        yield from route.checked.sources if route.checked is not None else ()
        yield from (source for note in route.notes for source in note.sources)
