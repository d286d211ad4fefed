"""A robot reads each published page as a person would, does what it says, and must end signed out.

The robot knows only the visible text of the page, the names printed on its remote, and what its
screen shows. The device it works on is simulated straight from the YAML of the interface families:
its screens, what can be pressed or selected on each, and where that leads. So a page that says
something else than the specs, or a route that does not lead out, stops the robot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from generator.model.device import Device
from generator.model.family import Control, Family, Screen
from generator.model.specs import load
from generator.read.tree import spec_files
from tests.site_fixtures import ROOT, visible

SPECS, _ = load(spec_files(ROOT / "device_specs", "device_specs"), "device_specs")
DEVICES: dict[str, Device] = {name: entry.spec for name, entry in sorted(SPECS.devices.items())}
FAMILIES: dict[str, Family] = {name: entry.spec for name, entry in SPECS.families.items()}
assert SPECS.service is not None
SERVICE = SPECS.service.spec


class Stuck(Exception):
    """The robot cannot go on; the message says what it read, and what it sees."""


# --- The simulated device ---------------------------------------------------------------------


@dataclass(frozen=True)
class Whole:
    """A family's screens and controls with what it inherits."""

    start: str
    screens: dict[str, dict[str, Any]]
    controls: dict[str, dict[str, Control]]


def whole(name: str) -> Whole:
    """The family `name`, laid over the one it extends, less what it drops."""
    family = FAMILIES[name]
    base = whole(family.extends) if family.extends else Whole("", {}, {})
    screens = {screen: dict(fields) for screen, fields in base.screens.items()}
    controls = {screen: dict(all_) for screen, all_ in base.controls.items()}
    for dropped in family.drop:
        screen, _, control = dropped.partition(".")
        if control:
            del controls[screen][control]
        elif dropped in screens:
            del screens[dropped], controls[dropped]
    for screen, spec in family.screens.items():
        said = spec.model_dump(include=spec.model_fields_set - {"controls"})
        screens.setdefault(screen, {}).update(said)
        controls.setdefault(screen, {}).update(spec.controls)
    return Whole(family.start or base.start, screens, controls)


@dataclass
class Simulated:
    """One device showing one interface. `only` has the controls (as `screen.control`) that answer
    to nothing but one of their alternatives on this very device."""

    device: Device
    family: Whole
    only: Mapping[str, str] = field(default_factory=dict)
    at: str = ""

    def word(self, name: str) -> str:
        """What this device shows or has printed for a name of the specs."""
        if name == "service":
            return SERVICE.name
        if name in SPECS.keys:
            return self.device.keys.get(name, SPECS.keys[name].spec.name)
        if name in SPECS.phrases:
            return self.words(SPECS.phrases[name].spec.text)
        if name in SPECS.labels:
            return SPECS.labels[name].spec.text["en"][0]
        return SPECS.concepts[name].spec.name

    def words(self, text: str) -> str:
        return re.sub(r"\{([a-z0-9-]+)\}", lambda m: self.word(m[1]), text)

    def turn_on(self) -> None:
        self.at = self.family.start

    @property
    def reach(self) -> str:
        return self.words(self.family.screens[self.family.start]["reach"])

    @property
    def looks_like(self) -> str:
        return self.words(self.family.screens[self.at]["looks_like"])

    @property
    def signed_out(self) -> bool:
        return bool(self.family.screens[self.at].get("goal"))

    def key_names(self) -> list[str]:
        return [self.word(key) for key in SPECS.keys]

    def _here(self) -> Iterator[tuple[Control, list[str] | None]]:
        """The controls of the screen, each with the one alternative it answers to, if any."""
        for name, control in self.family.controls[self.at].items():
            alternative = self.only.get(f"{self.at}.{name}")
            yield control, None if alternative is None else [alternative]

    def press(self, names: list[str]) -> bool:
        """Presses keys by their printed names; false if nothing happens."""
        for control, only in self._here():
            keys = [only] if only else [list(control.press or ()), *([k] for k in control.or_)]
            if control.press and names in [[self.word(key) for key in some] for some in keys]:
                self.at = control.opens
                return True
        return False

    def press_until(self, names: list[str], label: str) -> bool:
        """Moves the highlight; false if it does not move, or never reaches the label."""
        for control, only in self._here():
            keys = [only] if only else [list(control.move or ()), *([k] for k in control.or_)]
            if control.move and names in [[self.word(key) for key in some] for some in keys]:
                assert control.to is not None
                if self.word(control.to) == label:
                    self.at = control.opens
                    return True
        return False

    def shown(self) -> Iterator[tuple[str, str, Control]]:
        """Every label to select on this screen, where it stands, and what it belongs to."""
        for control, only in self._here():
            if control.select is not None:
                where = SPECS.positions[control.where].spec.text if control.where else ""
                for label in only or (control.select, *control.or_):
                    yield self.word(label), where, control

    def select(self, label: str, where: str) -> bool:
        for shown, position, control in self.shown():
            if shown == label and where in ("", position):
                self.at = control.opens
                return True
        return False

    def enter(self, text: str) -> bool:
        for control, _ in self._here():
            if control.enter is not None and self.words(control.enter) == text:
                self.at = control.opens
                return True
        return False


# --- What the robot reads ---------------------------------------------------------------------


@dataclass(frozen=True)
class Way:
    """One numbered list of a page, as text: how to start, what to do, and what one should see."""

    start: str
    steps: tuple[tuple[str, str | None], ...]
    done: str | None


SEE = "You should now see: "
DONE = "You are done when you see: "


def read_way(block: Tag) -> Way:
    """Reads a list of steps, the line before it, and the line that says when one is done."""
    listing = block if block.name == "ol" else block.find("ol")
    assert isinstance(listing, Tag)
    line = listing.find_previous_sibling("p")
    assert isinstance(line, Tag)
    steps = []
    for item in listing.find_all("li"):
        paragraphs = [visible(paragraph) for paragraph in item.find_all("p")]
        seen = [text.removeprefix(SEE) for text in paragraphs if text.startswith(SEE)]
        done = [text.removeprefix(DONE) for text in paragraphs if text.startswith(DONE)]
        steps.append((paragraphs[0], seen[0] if seen else None))
    return Way(visible(line), tuple(steps), done[0] if done else None)


def read_ways(page: BeautifulSoup) -> dict[str, Way]:
    """The ways out a page tells, by `interface/route`, and `remote`."""
    ways = {}
    for block in page.select(".so-route"):
        for name in str(block["data-route"]).split():
            ways[name] = read_way(block)
    if far := page.select_one("h2#not-near"):
        listing = far.find_next("ol")
        assert isinstance(listing, Tag)
        ways["remote"] = read_way(listing)
    return ways


# --- What the robot does ----------------------------------------------------------------------


def take(way: Way, device: Simulated) -> None:
    """Does all a way says on the device. Raises Stuck."""
    device.turn_on()
    start = way.start.partition(" You should see: ")
    if start[0] != device.reach:
        raise Stuck(f"“{way.start}” is not how one gets to the start: “{device.reach}”")
    if start[2] and start[2] != device.looks_like:
        raise Stuck(f"The page starts at “{start[2]}”, the device shows “{device.looks_like}”")
    for said, seen in way.steps:
        before = device.looks_like
        if not obey(said, device):
            raise Stuck(f"“{said}” does nothing on “{before}”")
        if seen is not None and seen != device.looks_like:
            raise Stuck(f"After “{said}” one should see “{seen}”, but sees “{device.looks_like}”")
    if not device.signed_out:
        raise Stuck(f"The last step leaves the reader on “{device.looks_like}”")
    if way.done is not None and way.done != device.looks_like:
        raise Stuck(f"Done at “{way.done}”, but one sees “{device.looks_like}”")


def obey(said: str, device: Simulated) -> bool:
    """Does one step; false if nothing happened."""
    first, _, otherwise = said.partition(" If nothing happens, press ")
    first, _, other_names = first.partition(" It may be called ")
    first = first.removesuffix(".")
    if first.startswith("Press "):
        keys, _, goal = first.removeprefix("Press ").partition(" until you reach ")
        for choice in (keys, *either(otherwise)):
            names = read_keys(choice, device)
            goal = without_the(goal)
            if device.press_until(names, goal) if goal else device.press(names):
                return True
        return False
    if first.startswith("Select "):
        wanted = without_the(first.removeprefix("Select "))
        label, where = next(
            ((shown, at) for shown, at, _ in device.shown() if wanted == f"{shown} {at}".strip()),
            (None, ""),
        )
        if label is not None:
            return device.select(label, where)
        # The usual word is not there: look for the others the page names, at the same place.
        return any(device.select(without_the(name), "") for name in either(other_names))
    if first.startswith("Enter "):
        return device.enter(first.removeprefix("Enter "))
    raise Stuck(f"“{said}” is no step the robot understands")


def either(said: str) -> list[str]:
    """“A, B or C.” as the three it names."""
    return re.split(r", | or ", said.removesuffix(".")) if said else []


def without_the(said: str) -> str:
    return said.removeprefix("the ")


def read_keys(said: str, device: Simulated) -> list[str]:
    """The keys a text names, one after the other, by the names printed on this device's remote."""
    keys = []
    rest = said
    while rest:
        name = next(
            (
                n
                for n in sorted(device.key_names(), key=len, reverse=True)
                if rest == n or rest.startswith(f"{n} ")
            ),
            None,
        )
        if name is None:
            raise Stuck(f"No key of this device is called “{rest}”")
        keys.append(name)
        rest = rest[len(name) :].lstrip()
    return keys


# --- The cases --------------------------------------------------------------------------------


def routes_of(family: str) -> set[str]:
    """The routes of a family, with those it inherits."""
    spec = FAMILIES[family]
    inherited = routes_of(spec.extends) if spec.extends else set()
    return (inherited - set(spec.drop)) | set(spec.routes)


def variants(device: Simulated) -> Iterator[Simulated]:
    """The device itself, then one for each alternative: all it answers to is that one."""
    yield device
    for screen, controls in device.family.controls.items():
        for name, control in controls.items():
            for alternative in control.or_:
                yield replace(device, only={f"{screen}.{name}": alternative})


def try_page(name: str, page: BeautifulSoup) -> None:
    """Takes every way the page of a device tells, on every variant of the device."""
    device = DEVICES[name]
    ways = read_ways(page)
    expected = {
        f"{one}/{route}"
        for one, interface in device.interfaces.items()
        for route in routes_of(interface.family)
    }
    if name != SERVICE.remote.device:
        expected.add("remote")
    if set(ways) != expected:
        raise Stuck(f"The page tells {sorted(ways)}; the specs have {sorted(expected)}")
    for route, way in ways.items():
        owner, interface = name, route.partition("/")[0]
        if route == "remote":
            owner = SERVICE.remote.device
            interface = SERVICE.remote.one_device.partition("/")[0]
        family = whole(DEVICES[owner].interfaces[interface].family)
        for variant in variants(Simulated(DEVICES[owner], family)):
            take(way, variant)


@pytest.mark.parametrize("name", DEVICES)
def test_whoever_follows_the_page_is_signed_out(
    pages: Mapping[str, BeautifulSoup], name: str
) -> None:
    try_page(name, pages[f"devices/{name}/"])


@pytest.mark.parametrize("name", [name for name, d in DEVICES.items() if len(d.interfaces) > 1])
def test_the_reader_finds_the_interface_they_see(
    pages: Mapping[str, BeautifulSoup], name: str
) -> None:
    """Each choice is what tells the interface, and leads to the heading above its steps."""
    page, device = pages[f"devices/{name}/"], DEVICES[name]
    choices = page.select(".so-chooser a")
    assert len(choices) == len(device.interfaces)
    for choice, (one, interface) in zip(choices, device.interfaces.items(), strict=True):
        family = FAMILIES[interface.family]
        tell = interface.tell or family.tell or FAMILIES[family.extends or ""].tell
        words = Simulated(device, whole(interface.family)).words(tell or "")
        assert visible(choice) == words
        heading = page.find(id=str(choice["href"]).removeprefix("#"))
        assert isinstance(heading, Tag)
        block = heading.find_next(class_="so-route")
        assert isinstance(block, Tag)
        assert str(block["data-route"]).partition("/")[0] == one


# --- The robot itself -------------------------------------------------------------------------

# A page with several interfaces, one with fallbacks and questions, one on touch, one of the web.
TAMPERED = ["roku", "sony-bluray", "iphone", SERVICE.remote.device, "browser-chrome"]


@pytest.mark.parametrize("name", TAMPERED)
def test_the_robot_notices_a_lost_or_swapped_step(
    pages: Mapping[str, BeautifulSoup], name: str
) -> None:
    source = str(pages[f"devices/{name}/"])
    lists = len(BeautifulSoup(source, "html.parser").select(".so-route ol"))
    assert lists
    tampered = 0
    for number in range(lists):
        steps = len(BeautifulSoup(source, "html.parser").select(".so-route ol")[number]("li"))
        for at in range(steps):
            for what in ("lost", "swapped"):
                page = BeautifulSoup(source, "html.parser")
                items = page.select(".so-route ol")[number]("li")
                if what == "lost":
                    items[at].extract()
                elif at + 1 < steps:
                    items[at].insert_before(items[at + 1].extract())
                else:
                    continue
                tampered += 1
                with pytest.raises(Stuck):
                    try_page(name, page)
    assert tampered >= 3


@pytest.mark.parametrize(
    ("words", "others"),
    [
        ("Select Sign Out", "Select Log Out"),
        ("Press <kbd>Left</kbd>", "Press <kbd>Right</kbd>"),
        ("It may be called ", "It is not called "),
        ("If nothing happens, press <kbd>Left</kbd>", "Good luck"),
        ("A list down the left side.", "A list down the right side."),
        ("and choose any profile", "and wait"),
    ],
)
def test_the_robot_notices_other_words(
    pages: Mapping[str, BeautifulSoup], words: str, others: str
) -> None:
    source = re.sub(r"<b [^>]*>(.*?)</b>", r"\1", str(pages["devices/roku/"]))
    source = re.sub(r"<kbd [^>]*>", "<kbd>", source)
    assert words in source
    with pytest.raises(Stuck):
        try_page("roku", BeautifulSoup(source.replace(words, others), "html.parser"))


def test_the_robot_understands_typing() -> None:
    """No shipped route asks for it, but one may."""
    screens = {
        "home": Screen(looks_like="A box.", reach="Open it.", controls={}),
        "out": Screen(looks_like="Out.", goal=True),
    }
    family = Whole(
        "home",
        {name: screen.model_dump() for name, screen in screens.items()},
        {"home": {"pin": Control(enter="your PIN", opens="out")}, "out": {}},
    )
    device = Simulated(DEVICES["roku"], family)
    way = Way("Open it. You should see: A box.", (("Enter your PIN.", "Out."),), "Out.")
    take(way, device)
    with pytest.raises(Stuck):
        take(replace(way, steps=(("Enter your name.", "Out."),)), device)
