"""How devices are listed: all on one page, or, where they are too many, by kind on pages of parts.

A part is a run of neighbours in the order of their names. A list that is too long for one page is
cut into parts, and what has too many parts into parts of parts, so no page grows with the number of
devices, and each hundredfold of them costs a reader one click.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from generator.knowledge.base import Kind, KnowledgeBase

CATALOGUE = "devices/"  # the page of all devices
KINDS = "kinds/"  # where the lists of the kinds are, if they have pages of their own

# The most lines of one list: devices, or parts of a list. A page is to take at most 14 KB gzipped;
# what is around a list takes 4, a device 37 bytes as shipped and less than 100 with a long name and
# several others. A hundred lines are also what one scrolls through without losing the way.
MOST_LISTED = 100
# The most names in a sentence, as "Roku, Apple TV and 7 more".
MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Part:
    """The items from `start` up to, not with, `end` of a list, as its `parts` if it has any."""

    start: int
    end: int
    parts: tuple[Part, ...] = ()


def split(start: int, end: int, most: int) -> Part:
    """Parts of parts, none of which has more than `most` (2 or more) items or parts.

    There are no more levels than it takes, and no more parts on each; they are alike in size.
    """
    count, room = end - start, most
    if count <= most:
        return Part(start, end)
    while room * most < count:
        room *= most  # what each part can hold
    parts = -(-count // room)
    edges = [start + count * number // parts for number in range(parts + 1)]
    return Part(start, end, tuple(split(first, next_, most) for first, next_ in pairwise(edges)))


@dataclass(frozen=True, slots=True, eq=False)
class DeviceList:
    """A page of devices of a kind, or of the parts their list is cut into.

    `numbers` are the first and the last of the smallest parts that it stands for, of `of`; they
    count from 1. `first` and `last` are names of devices.
    """

    kind: Kind
    numbers: tuple[int, int]
    of: int
    devices: tuple[str, ...]  # all of it, by their ids
    first: str
    last: str
    parts: tuple[DeviceList, ...]

    @property
    def span(self) -> str:
        """From which device it goes to which, as above the columns of a dictionary."""
        return self.first if len(self.devices) == 1 else f"{self.first} to {self.last}"

    @property
    def is_whole(self) -> bool:
        """Whether it has all devices of its kind."""
        return self.numbers == (1, self.of)

    @property
    def name(self) -> str:
        """What it is called in its address. No id has two hyphens in a row, so none is the same."""
        if self.is_whole:
            return self.kind.id
        first, last = self.numbers
        return f"{self.kind.id}--{first}" + (f"-{last}" if last > first else "")

    @property
    def path(self) -> str:
        """The address of its page."""
        return f"{KINDS}{self.name}/"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list stands: what it is a part of, the outermost first, and its neighbours."""

    listed: DeviceList
    above: tuple[DeviceList, ...] = ()
    before: DeviceList | None = None
    after: DeviceList | None = None


class DeviceLists:
    """The lists of the devices of a knowledge base."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        # Not all that there are need be at hand.
        count = max(len(kb.devices), sum(len(kind.devices) for kind in kb.kinds))
        self.on_one_page = count <= MOST_LISTED
        """Whether all devices are listed on the page of all devices, and no list has another."""
        self._used = {kind.id for kind in kb.kinds if kind.devices}

    def address(self, kind: str) -> str:
        """The path of the list of a kind of device."""
        if self.on_one_page:
            return f"{CATALOGUE}#{kind}"
        return f"{KINDS}{kind}/" if kind in self._used else CATALOGUE

    @cached_property
    def of_kinds(self) -> Mapping[str, DeviceList]:
        """The list of each kind that has devices, by the kind's id."""
        return {kind.id: self._of(kind) for kind in self._kb.kinds if kind.devices}

    @cached_property
    def pages(self) -> Mapping[str, Place]:
        """Every list that has a page of its own, by its name."""
        if self.on_one_page:
            return {}
        return {
            place.listed.name: place
            for listed in self.of_kinds.values()
            for place in _places([Place(listed)])
        }

    def _of(self, kind: Kind) -> DeviceList:
        whole = split(0, len(kind.devices), MOST_LISTED)
        smallest = {part.start: number for number, part in enumerate(_smallest(whole), 1)}

        def made(part: Part) -> DeviceList:
            leaves = [smallest[leaf.start] for leaf in _smallest(part)]
            devices = kind.devices[part.start : part.end]
            return DeviceList(
                kind,
                (leaves[0], leaves[-1]),
                len(smallest),
                devices,
                self._kb.devices[devices[0]].title,
                self._kb.devices[devices[-1]].title,
                tuple(made(one) for one in part.parts),
            )

        return made(whole)


def _smallest(part: Part) -> Iterator[Part]:
    """The parts that have no parts."""
    if not part.parts:
        yield part
    for one in part.parts:
        yield from _smallest(one)


def _places(row: list[Place]) -> Iterator[Place]:
    """All places of a row of lists on one level, then of the levels below it."""
    while row:
        yield from row
        below = [
            (part, (*place.above, place.listed)) for place in row for part in place.listed.parts
        ]
        parts = [None, *(part for part, _ in below), None]
        row = [
            Place(part, above, before, after)
            for (part, above), before, after in zip(below, parts, parts[2:], strict=False)
        ]
