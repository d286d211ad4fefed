"""Small changes of the example specs, each as an editor might make one; and what readers meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import yaml

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.route import Walkthrough

Path = tuple[str | int, ...]
# Places in files, and names in the specs that no page shows.
_UNSEEN = {"place", "file", "family", "control", "opens", "id", "by", "screens"}


def mutants(files: Mapping[str, bytes]) -> list[tuple[str, str, Path]]:
    """Every change there is: the file, what is done (said, gone, turned), and where."""
    found = []
    for name, data in files.items():
        for path, value in _walk(yaml.safe_load(data), ()):
            if isinstance(value, dict | list):
                if len(value) > 1:
                    found.append((name, "turned", path))
            else:
                found.append((name, "said", path))
            if path:
                found.append((name, "gone", path))
    return found


def mutated(files: Mapping[str, bytes], mutant: tuple[str, str, Path]) -> tuple[str, str]:
    """The file of a change, and its new text."""
    name, how, path = mutant
    root = {"root": yaml.safe_load(files[name])}
    above: Any = root
    *before, last = ("root", *path)
    for part in before:
        above = above[part]
    value = above[last]
    if how == "gone":
        del above[last]
    elif how == "turned":
        turned = reversed(list(value.items())) if isinstance(value, dict) else reversed(value)
        above[last] = dict(turned) if isinstance(value, dict) else list(turned)
    elif isinstance(value, bool):
        above[last] = not value
    elif isinstance(value, str):
        above[last] = _OTHER.get(value, f"{value} anew")
    else:
        above[last] = value.replace(year=value.year - 1)
    return name, yaml.safe_dump(root["root"], allow_unicode=True, sort_keys=False, width=10_000)


# Where only some words may stand.
_OTHER = {
    **{"remote": "pointer", "touch": "pointer", "gamepad": "remote", "pointer": "touch"},
    **{"official": "press", "press": "blog", "howto": "official", "now": "soon", "good": "now"},
    **{"sign-out": "deactivate", "get-help": "settings", "at-bottom": "at-top", "back": "home"},
    **{"lumen-help": "gazette", "gazette": "lumen-devices", "left": "up", "howto-hub": "gazette"},
    **{"en": "fr", "fr": "nb", "reset-device": "restart", "main": "fallback", "tv": "phone"},
    **{"tv-menu": "tv-gear", "key-code": "glow-tv", "signing-out": "profile"},
}


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    yield path, value
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _walk(item, (*path, key))


def read(value: Any) -> Any:
    """All that readers meet of a part of a knowledge base, as plain values to compare."""
    if isinstance(value, KnowledgeBase):
        # Of keys and sources, no page shows the order.
        kept = {one.name: getattr(value, one.name) for one in fields(value) if one.compare}
        kept |= {name: dict(sorted(kept[name].items())) for name in ("keys", "sources")}
        return tuple((name, read(inside)) for name, inside in kept.items())
    if is_dataclass(value) and not isinstance(value, type):
        # What a family says to tell it by is shown of the interface.
        unseen = {*_UNSEEN, "tell"} if isinstance(value, Walkthrough) else _UNSEEN
        said = {f.name: getattr(value, f.name) for f in fields(value) if f.name not in unseen}
        if isinstance(value, Walkthrough):
            said["screens"] = value.screens_met
        return tuple((name, read(inside)) for name, inside in said.items())
    if isinstance(value, Mapping):
        return tuple((key, read(inside)) for key, inside in value.items())
    if isinstance(value, tuple | list):
        return tuple(read(inside) for inside in value)
    return value
