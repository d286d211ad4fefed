"""The whole knowledge base as one bundle."""

from __future__ import annotations

from generator.data.bundle import Bundle
from generator.data.entities import Key
from generator.data.envelope import API, Licence
from generator.data.mapping import vocabulary
from generator.data.mapping.devices import Devices
from generator.data.mapping.guidance import Guides, topic
from generator.data.mapping.routes import Routes
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.licence import LICENCE_NAME, LICENCE_URL, attribution


def bundle(kb: KnowledgeBase) -> Bundle:
    """All that is known. Devices share their routes, so that many devices take little memory."""
    routes, guides = Routes(kb), Guides(kb)
    devices = Devices(kb, routes)
    shown_by = _devices_by_family(kb)
    return Bundle(
        service=kb.service,
        edition=kb.edition,
        licence=Licence(name=LICENCE_NAME, url=LICENCE_URL),
        attribution=attribution(kb.service),
        api=API,
        specs=kb.digest,
        languages=dict(kb.languages),
        kinds={kind.id: vocabulary.kind(kind) for kind in kb.kinds},
        devices={name: devices.device(device) for name, device in kb.devices.items()},
        families={
            name: routes.family(family, shown_by[name]) for name, family in kb.families.items()
        },
        problems={name: guides.problem(problem) for name, problem in kb.problems.items()},
        checklists={name: guides.checklist(one) for name, one in kb.checklists.items()},
        topics={name: topic(one) for name, one in kb.topics.items()},
        afterwards=tuple(guides.item(said) for said in kb.afterwards),
        remote=devices.remote(),
        keys={name: Key(id=name, name=key) for name, key in kb.keys.items()},
        labels={name: vocabulary.label(label) for name, label in kb.labels.items()},
        concepts={name: vocabulary.concept(concept) for name, concept in kb.concepts.items()},
        sources={name: vocabulary.source(source) for name, source in kb.sources.items()},
        everyday=dict(kb.everyday),
        changes=tuple(vocabulary.edition(edition) for edition in kb.changelog),
    )


def _devices_by_family(kb: KnowledgeBase) -> dict[str, list[str]]:
    shown_by: dict[str, dict[str, None]] = {name: {} for name in kb.families}
    for device in kb.devices.values():
        for interface in device.interfaces:
            shown_by[interface.walkthrough.family][device.id] = None
    return {family: list(devices) for family, devices in shown_by.items()}
