"""Synthetic device specs: as many as wanted, as large and as varied as the shipped ones.

Each is made from a shipped device, drawn at random: its kind, the number of its interfaces, notes,
actions, sources and other names stay; names, sources, keys, menu entries and sentences change, so
that no two pages are alike. Same seed and count, same bytes.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import yaml

from generator.read.document import parse
from generator.read.scalar import Unquoted

SEED = 20261122
DEVICES_PER_FAMILY = 100  # one synthetic interface family for so many devices

_SYLLABLES = ["al", "bel", "cor", "dan", "el", "fir", "gos", "hal", "in", "jor", "kel", "lum"]
_SYLLABLES += ["mar", "nor", "op", "pel", "quin", "ros", "sel", "tor"]
_SUFFIX = {
    "smart-tv": "TV",
    "shared-tv": "hotel TV",
    "streaming-player": "stick",
    "cast-receiver": "cast stick",
    "console": "console",
    "phone": "phone",
    "tablet": "tablet",
    "browser": "browser",
    "computer": "computer",
    "disc-player": "disc player",
    "smart-display": "display",
    "car": "car",
    "set-top-box": "box",
}
_KEY_NAMES = {
    "back": ["Menu", "O", "Return", "Exit", "BACK", "B"],
    "home": ["HOME", "House", "Hub", "My Page"],
    "options": ["star (*)", "OPTIONS", "Tools", "three lines"],
}
# Where a sentence ends, but not within an address or a version.
_END = re.compile(r"([.!?])(?=\s|$)")
_EDIT = re.compile(r" \(edit \d+\)| edit \d+")  # what an edit has put in
_LAYOUTS = ["wide", "narrow", "dark", "bright", "plain", "round", "flat", "tall"]

Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Shipped:
    """What is drawn from: shipped devices as (kind, spec), families, and what they are made of."""

    devices: list[tuple[str, Raw]]
    families: dict[str, Raw]
    sources: list[str]
    entries: list[str]


def write_specs(shipped: Path, target: Path, count: int, seed: int = SEED) -> None:
    """Writes the folder `target` of specs with `count` devices: the shipped ones, because problems
    and topics name them, and synthetic ones, with families of their own.

    Raises ValueError if `count` is less than there are shipped.
    """
    drawn = _draw_from(shipped)
    shutil.copytree(shipped, target)
    own = len(list((target / "devices").glob("*/*.yml")))
    if count < own:
        raise ValueError(f"{count} devices are less than the {own} shipped ones")
    families = {}
    for number in range(max(4, count // DEVICES_PER_FAMILY)):
        rng = random.Random(f"{seed}/family/{number}")
        name, spec = _family(rng, drawn, number)
        families[name] = spec
        _write(target / "families" / f"{name}.yml", spec)
    # One device shows each family, since a family that nothing uses is a problem; the rest draw.
    unused = list(families)
    for number in range(count - own):
        rng = random.Random(f"{seed}/device/{number}")
        kind, name, spec = _device(rng, drawn, number, families, unused)
        _write(target / "devices" / kind / f"{name}.yml", spec)
    for name in unused:
        (target / "families" / f"{name}.yml").unlink()


def edit_note(file: Path, number: int) -> str:
    """Changes the first note of a device's spec, to another one for each `number`; returns what
    its page now says."""
    spec = _read(file)
    mark = f"(edit {number})"
    first = spec["notes"][0]
    text = _EDIT.sub("", first["text"])
    spec["notes"] = [first | {"text": _told_apart(text, mark)}, *spec["notes"][1:]]
    _write(file, spec)
    return mark


def edit_name(file: Path, number: int) -> str:
    """Changes the name of a device likewise."""
    spec = _read(file)
    mark = f"edit {number}"
    spec["name"] = f"{_EDIT.sub('', spec['name'])} {mark}"
    _write(file, spec)
    return mark


def with_note(specs: Path, shipped: Path) -> Iterator[Path]:
    """The specs of synthetic devices that have a note, in order."""
    own = {file.name for file in (shipped / "devices").glob("*/*.yml")}
    for file in sorted((specs / "devices").glob("*/*.yml")):
        if file.name not in own and "notes" in _read(file):
            yield file


def _draw_from(shipped: Path) -> _Shipped:
    read = {
        file.relative_to(shipped): _read(file)
        for file in sorted(shipped.rglob("*.yml"))
        if file.name != "service.yml"
    }
    devices = [
        (path.parts[1], spec)
        for path, spec in read.items()
        if path.parts[0] == "devices" and path.parts[1] in _SUFFIX
    ]
    return _Shipped(
        devices,
        {path.stem: spec for path, spec in read.items() if path.parts[0] == "families"},
        list(read[Path("sources.yml")]),
        [
            step
            for _, spec in devices
            for action in spec.get("actions", {}).values()
            for step in action["path"]
            if isinstance(step, str)
        ],
    )


def _read(file: Path) -> Raw:
    document, problems = parse(file.name, file.read_bytes())
    assert document is not None, problems
    value: Raw = _as_written(document.value)
    return value


def _as_written(value: Any) -> Any:
    """Values as Python has them: what YAML readers may take for something else is text."""
    if isinstance(value, dict):
        return {name: _as_written(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_as_written(item) for item in value]
    return value.text if isinstance(value, Unquoted) else value


def _write(file: Path, spec: Raw) -> None:
    file.parent.mkdir(exist_ok=True)
    written = yaml.dump(
        spec,
        Dumper=yaml.CSafeDumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=None,
        width=1000,
    )
    file.write_text(written, "utf-8")


def _brand(rng: random.Random) -> str:
    return "".join(rng.sample(_SYLLABLES, rng.choice([2, 2, 3]))).capitalize()


def _family(rng: random.Random, drawn: _Shipped, number: int) -> tuple[str, Raw]:
    """A family that differs from a shipped one in what it is called and what its screens show."""
    bases = [name for name, spec in drawn.families.items() if "extends" not in spec]
    used = [
        interface["family"]
        for _, spec in drawn.devices
        for interface in spec.get("interfaces", {}).values()
        if interface["family"] in bases
    ]
    base = rng.choice(used)
    brand, layout = _brand(rng), rng.choice(_LAYOUTS)
    screens = {
        name: {"looks_like": _told_apart(screen["looks_like"], f"in {layout} layout {number}")}
        for name, screen in drawn.families[base]["screens"].items()
        if not screen.get("goal") and rng.random() < 0.4
    }
    spec: Raw = {
        "name": f"{brand} look {number}",
        "extends": base,
        "tell": f"A {layout} look, with the name {brand} {number} on it.",
    }
    return f"{brand.lower()}-look-{number}", spec | ({"screens": screens} if screens else {})


def _device(
    rng: random.Random, drawn: _Shipped, number: int, families: dict[str, Raw], unused: list[str]
) -> tuple[str, str, Raw]:
    """Kind, id and spec of a device."""
    kind, model = rng.choice(drawn.devices)
    brand = _brand(rng)
    # The number makes names, and with them titles, differ.
    code = f"{rng.choice('ABCKLMSTX')}{number}"
    name = f"{brand} {code} {_SUFFIX[kind]}"
    spec: Raw = {**model, "name": name}
    for field in ("also", "models"):
        if field in model:
            spec[field] = [
                " ".join([brand, *other.split()[1:], f"{at}{number % 100:02}"])
                for at, other in zip(ascii_lowercase, model[field], strict=False)
            ]
    if "keys" in model:
        spec["keys"] = {
            key: rng.choice(_KEY_NAMES.get(key, [own])) for key, own in model["keys"].items()
        }
    if "interfaces" in model:
        spec["interfaces"] = {
            at: _interface(rng, drawn, interface, families, unused) | _own_tell(interface, code)
            for at, interface in model["interfaces"].items()
        }
    for reason, says in (("no_sign_out", "because"), ("retired", "says")):
        if reason in model:
            told = {says: _told_apart(model[reason][says], f"({code})")}
            spec[reason] = _resourced(rng, drawn, model[reason]) | told
    if "notes" in model:
        spec["notes"] = [
            _resourced(rng, drawn, note) | {"text": _told_apart(note["text"], f"({code})")}
            for note in model["notes"]
        ]
    if "actions" in model:
        spec["actions"] = {
            at: _action(rng, drawn, action, brand, code) for at, action in model["actions"].items()
        }
    return kind, name.lower().replace(" ", "-"), spec


def _interface(
    rng: random.Random,
    drawn: _Shipped,
    interface: Raw,
    families: dict[str, Raw],
    unused: list[str],
) -> Raw:
    """An interface with its family, or in one of three cases with one that differs from it."""
    new = _resourced(rng, drawn, interface)
    fitting = [name for name in unused if families[name]["extends"] == interface["family"]]
    if not fitting and rng.random() < 1 / 3:
        fitting = [n for n, spec in families.items() if spec["extends"] == interface["family"]]
    if fitting:
        new["family"] = rng.choice(fitting)
        if new["family"] in unused:
            unused.remove(new["family"])
    return new


def _own_tell(interface: Raw, code: str) -> Raw:
    """The tell of an interface that has one of its own."""
    return {"tell": _told_apart(interface["tell"], f"({code})")} if "tell" in interface else {}


def _action(rng: random.Random, drawn: _Shipped, action: Raw, brand: str, code: str) -> Raw:
    new = _resourced(rng, drawn, action)
    path = [
        step | {"do": _told_apart(step["do"], f"({code})")}
        if isinstance(step, dict) and "do" in step
        else step
        for step in action["path"]
    ]
    entries = [number for number, step in enumerate(path) if isinstance(step, str)]
    if entries:
        path[rng.choice(entries)] = rng.choice([*drawn.entries, f"My {brand}"])
    new["path"] = path
    if "note" in action:
        new["note"] = _told_apart(action["note"], f"({code})")
    return new


def _resourced(rng: random.Random, drawn: _Shipped, spec: Raw) -> Raw:
    """`spec` backed by as many pages, but other ones."""
    if "sources" not in spec:
        return dict(spec)
    return spec | {"sources": rng.sample(drawn.sources, len(spec["sources"]))}


def _told_apart(text: str, by: str) -> str:
    """`text` with `by` said in each of its sentences, since none may stand in two specs."""
    return _END.sub(rf" {by}\1", text if text[-1] in ".!?" else f"{text}.")
