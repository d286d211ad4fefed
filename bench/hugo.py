"""Hugo, rendering the same device specs with templates of its own, in a theme that is nearly bare.

One file of content a device, with the spec as its front matter: tried at 10,000 devices, Hugo takes
a fifth longer if a content adapter makes the pages from site data. Families, labels, keys, sources
and so on are site data. Where Hugo would lose the order of a mapping it is handed a list. It is
also handed what `extends` comes to, the problems of each kind, family and device, how sure we are
of a family's routes, where the list of each kind is, when each page last changed, which key opens
the menu by which one tells an interface, and a device's name as a line begins with it; it checks
nothing. What it cannot draw it gets ready made, and that is not measured: the maps of menus and the
small pictures of screens. QR codes it draws itself, as files.
It takes part twice: with templates as one writes them, and with every part that many devices share
cached, as we do it.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any, get_args

import yaml

from bench import measure
from bench.measure import Took
from generator.check.extend import WholeFamily
from generator.check.proof import Checked
from generator.knowledge.changed import LastChanged
from generator.knowledge.families import Walkthroughs, Words
from generator.knowledge.licence import LICENCE_NAME, LICENCE_URL
from generator.knowledge.load import check_specs
from generator.knowledge.resolve import resolve
from generator.knowledge.trouble import in_order
from generator.model.text import Spec
from generator.model.vocabulary import Input
from generator.site.device_lists import DeviceLists
from generator.site.menu_map import menu_map
from generator.site.sketch import interface_sketch, screen_sketch, telling_screen

_TEMPLATES = Path(__file__).with_name("hugo")
_AS_THEY_ARE = (
    "keys",
    "kinds",
    "labels",
    "positions",
    "concepts",
    "phrases",
    "items",
    "sources",
)

# A call with its argument, then what it is cached by: a word, or one in (nested) parentheses.
_CACHED = re.compile(
    r"partialCached (\"[a-z_]+\.html\") (\((?:[^()]|\([^()]*\))*\)|\S+)[^}]*?( -?\}\})"
)

Raw = dict[str, Any]


def binary() -> Path | None:
    """The program itself; None if it is not installed."""
    return measure.binary("hugo", "binaries", "hugo")


def prepare(specs: Path, folder: Path, *, cached: bool) -> None:
    """Writes a Hugo project of `specs` into the new folder `folder`."""
    shutil.copytree(_TEMPLATES, folder)
    if not cached:
        for template in sorted(folder.rglob("*.html")):
            text = template.read_text("utf-8")
            template.write_text(_CACHED.sub(r"partial \1 \2\3", text), "utf-8")
    checked = check_specs(specs)
    kb = resolve(checked)
    data = folder / "data"
    data.mkdir()
    for name in _AS_THEY_ARE:
        shutil.copy(specs / f"{name}.yml", data)
    shutil.copytree(specs / "problems", data / "problems")
    _json(data / "service.json", _service(checked))
    _json(data / "trouble.json", _trouble(checked))
    lists, changed = DeviceLists(kb), LastChanged(kb)
    _json(data / "lists.json", {kind.id: lists.address(kind.id) for kind in kb.kinds})
    words = Walkthroughs(Words(checked.specs), checked.families)
    pictures = _Pictures()
    for name, family in checked.families.items():
        _json(data / "families" / f"{name}.json", _family(words, family, pictures))
    _json(data / "pictures.json", pictures.drawn)
    used = [one.walkthrough for device in kb.devices.values() for one in device.interfaces]
    numbers = {walkthrough: str(number) for number, walkthrough in enumerate(dict.fromkeys(used))}
    maps = {number: menu_map(walkthrough) for walkthrough, number in numbers.items()}
    _json(data / "maps.json", maps)
    for name, entry in checked.specs.devices.items():
        device = kb.devices[name]
        spec = _plain(entry.spec) | {
            "begins": device.title,
            "of_kind": entry.folder,
            "of_input": device.input,
            "changed": changed.device(name),
            "maps": list(dict.fromkeys(numbers[one.walkthrough] for one in device.interfaces)),
        }
        spec["keys"] = [{"key": key, "name": own} for key, own in spec.get("keys", {}).items()]
        for many in ("interfaces", "actions"):
            spec[many] = [{"id": at, **one} for at, one in spec.get(many, {}).items()]
        written = yaml.dump(spec, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)
        file = folder / "content" / "devices" / f"{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\n{written}---\n", "utf-8")


def build(program: Path, folder: Path, out: Path) -> Took:
    """Builds the prepared project into `out`."""
    return measure.measure([str(program), "--destination", str(out)], folder)


class _Pictures:
    """The small pictures, each once, by their numbers."""

    def __init__(self) -> None:
        self.drawn: dict[str, str] = {}
        self._numbers: dict[str, str] = {}

    def number(self, picture: str) -> str:
        """The number of a picture; empty for none."""
        if not picture:
            return ""
        number = self._numbers.setdefault(picture, str(len(self._numbers)))
        self.drawn[number] = picture
        return number


def _json(file: Path, value: Raw) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(value, ensure_ascii=False), "utf-8")


def _plain(spec: Spec) -> Raw:
    """A spec as it is written."""
    return spec.model_dump(mode="json", by_alias=True, exclude_unset=True)


def _service(checked: Checked) -> Raw:
    assert checked.specs.service is not None
    service = checked.specs.service.spec
    interface, _, route = service.remote.one_device.partition("/")
    family = checked.specs.devices[service.remote.device].spec.interfaces[interface].family
    remote = _plain(service.remote) | {"family": family, "route": route}
    languages = [{"code": code, "name": name} for code, name in service.languages.items()]
    licence = {"name": LICENCE_NAME, "url": LICENCE_URL}
    return _plain(service) | {"languages": languages, "remote": remote, "licence": licence}


def _trouble(checked: Checked) -> Raw:
    by: dict[str, list[str]] = {}
    problems = checked.specs.problems
    order = in_order(checked.specs)
    for name in order:
        spec = problems[name].spec
        targets = [f"kind/{kind}" for kind in spec.kinds]
        targets += [f"device/{device}" for device in spec.devices]
        targets += [
            f"family/{family.id}"
            for family in checked.families.values()
            if family.id in spec.families or (family.base and family.base.id in spec.families)
        ]
        for target in targets:
            by.setdefault(target, []).append(name)
    targeted = {name for names in by.values() for name in names}
    return {"any": [name for name in order if name not in targeted], "by": by, "order": order}


def _family(words: Walkthroughs, family: WholeFamily, pictures: _Pictures) -> Raw:
    resolved = words.get(family.id, {})
    screens: Raw = {
        name: {
            "looks_like": screen.looks_like or "",
            "reach": screen.reach or "",
            "goal": screen.goal,
            "dialog": resolved.screens[name].dialog,
            "sketch": {
                input: pictures.number(screen_sketch(resolved.screens[name], input))
                for input in get_args(Input)
            },
            "controls": {at: _plain(control.value) for at, control in screen.controls.items()},
            "control_order": list(screen.controls),
        }
        for name, screen in family.screens.items()
    }
    routes = {}
    for route in resolved.routes:
        check = resolved.checks.get(route.id)
        routes[route.id] = _plain(family.routes[route.id].value) | {
            "id": route.id,
            "confidence": int(route.confidence),
            "in_part": list(route.in_part),
            "checked": check
            and {
                "by": check.by,
                "on_device": check.on_device,
                "covers": check.covers,
                "date": str(check.date),
            },
        }
    main = resolved.main
    first, telling = main.steps[0], telling_screen(resolved)
    opens = telling is main.sees[0] and first.action == "press" and len(first.words) == 1
    return {
        "id": family.id,
        "name": resolved.name,
        "tell": family.tell,
        "start": main.start.id,
        "screens": screens,
        "screen_order": [screen.id for screen in resolved.screens_met],
        "drawing": {
            input: pictures.number(interface_sketch(resolved, input)) for input in get_args(Input)
        },
        "opened_by": [word.id for word in first.words if opens],
        "routes": routes,
        "route_order": list(routes),
        "main": main.id,
        "no_fallback": _plain(family.no_fallback) if family.no_fallback else None,
        "impostors": [_plain(one) for one in family.impostors],
    }
