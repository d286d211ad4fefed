"""All devices of a knowledge base, none of which is looked up before somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from generator.knowledge.device import Device


class Devices(Mapping[str, Device]):
    """The devices by their ids, in a fixed order."""

    def __init__(self, ids: tuple[str, ...], get: Callable[[str], Device]) -> None:
        """`get` gives the device of one of these ids."""
        self._ids, self._get = dict.fromkeys(ids), get

    def __getitem__(self, name: str) -> Device:
        if name not in self._ids:
            raise KeyError(name)
        return self._get(name)

    def __contains__(self, name: object) -> bool:
        return name in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def __repr__(self) -> str:
        return repr(dict(self))
