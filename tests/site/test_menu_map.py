"""Maps of menus: nothing overlaps, nothing is left out, and the same specs give the same bytes."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import Callable
from itertools import combinations, pairwise
from pathlib import Path
from types import MappingProxyType
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.check.proof import check
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.confidence import Confidence
from generator.knowledge.resolve import resolve
from generator.knowledge.route import Route, Screen, Step, Walkthrough
from generator.knowledge.text import Word
from generator.model.specs import load
from generator.read.problem import Place
from generator.read.tree import spec_files
from generator.site.layered import Box, Layout, Point, lay_out
from generator.site.menu_map import menu_map, text_width, wrap
from generator.site.ranks import IN_A_ROW, ranks_of

ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>x()</script> \"'><img src=x onerror=x()> &amp; {{ 7*7 }} ]]>"
HAIR = 0.11  # lengths are rounded to a tenth


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[tuple[float, float]], list[tuple[int, int]], list[bool]]:
    """Sizes of nodes as each would like to be, edges in any direction, and which are straight:
    those of one way from node 0."""
    sizes = draw(st.lists(st.tuples(st.floats(10, 300), st.floats(10, 80)), min_size=1, max_size=9))
    number = len(sizes)
    way = draw(st.permutations(range(1, number)))[: draw(st.integers(0, number - 1))]
    straight = list(zip([0, *way], way, strict=False))
    ends = st.integers(0, number - 1)
    others = draw(st.lists(st.tuples(ends, ends).filter(lambda e: e[0] != e[1]), max_size=12))
    edges = draw(
        st.permutations([(edge, True) for edge in straight] + [(e, False) for e in others])
    )
    return sizes, [edge for edge, _ in edges], [is_straight for _, is_straight in edges]


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def pieces(line: tuple[Point, ...]) -> list[Box]:
    """Boxes around each straight or curved piece of a line."""
    return [
        Box(min(x, to_x), min(y, to_y), abs(to_x - x), abs(to_y - y))
        for (x, y), (to_x, to_y) in pairwise(line)
    ]


def laid_out(
    sizes: list[tuple[float, float]], edges: list[tuple[int, int]], straight: list[bool]
) -> Layout:
    return lay_out(
        lambda node, room: (min(room, sizes[node][0]), sizes[node][1]), len(sizes), edges, straight
    )


@given(graphs())
def test_nothing_overlaps(
    graph: tuple[list[tuple[float, float]], list[tuple[int, int]], list[bool]],
) -> None:
    layout = laid_out(*graph)
    for one, other in combinations(layout.boxes, 2):
        assert not overlap(one, other)
    for box in layout.boxes:
        assert -1e-6 <= box.x <= box.x + box.width <= layout.width + 1e-6
        assert -1e-6 <= box.y <= box.y + box.height <= layout.height + 1e-6
    for line, (source, target) in zip(layout.lines, graph[1], strict=True):
        for x, y in line:
            assert -1e-6 <= x <= layout.width + 1e-6
            assert -1e-6 <= y <= layout.height + 1e-6
        start, end = layout.boxes[source], layout.boxes[target]
        assert line[0][1] in (start.y, start.y + start.height)
        assert line[-1][1] in (end.y, end.y + end.height)
        for piece in pieces(line):
            assert not [box for box in layout.boxes if overlap(box, piece)]


@given(graphs())
def test_a_way_leads_down(
    graph: tuple[list[tuple[float, float]], list[tuple[int, int]], list[bool]],
) -> None:
    sizes, edges, straight = graph
    ranks = ranks_of(len(sizes), edges, straight)
    assert ranks[0] == 0
    assert sorted(set(ranks)) == list(range(max(ranks) + 1))
    assert max(map(ranks.count, ranks)) <= IN_A_ROW
    for (source, target), is_straight in zip(edges, straight, strict=True):
        assert ranks[source] != ranks[target]
        assert ranks[source] < ranks[target] or not is_straight


def test_a_row_that_is_too_long_makes_the_drawing_wider() -> None:
    """Many lines that pass by need room, too."""
    many = 12
    edges = [(0, node) for node in range(1, many)]
    layout = laid_out([(100, 20)] * many, edges, [False] * len(edges))
    assert layout.width > 320
    assert not [pair for pair in combinations(layout.boxes, 2) if overlap(*pair)]


def step(name: str, opens: str, label: str, icon: bool = False) -> Step:
    word = Word("label", "label", label, icon)
    return Step(
        name, "select", (word,), None, (), (), None, None, opens, Place("families/f.yml", 1, 1)
    )


def walkthrough(screens: list[Screen], main: list[Step], name: str = "A") -> Walkthrough:
    known = {screen.id: screen for screen in screens}
    place = Place("families/f.yml", 1, 1)
    sees = tuple(known[one.opens] for one in main)
    route = Route(
        "main", "main", "T", None, (), screens[0], tuple(main), sees, (), (), Confidence.LOW, place
    )
    return Walkthrough("f", name, None, MappingProxyType(known), route, (), {}, None, ())


words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60)


@st.composite
def walkthroughs(draw: st.DrawFn) -> Walkthrough:
    """Any screens with any controls; the first control of each leads to the next screen."""
    number = draw(st.integers(2, 6))
    screens = []
    for n in range(number):
        opens = [n + 1] if n < number - 1 else []
        opens += draw(st.lists(st.integers(0, number - 1), max_size=3))
        controls = tuple(
            step(f"s{n}.c{place}", f"s{to}", draw(words)) for place, to in enumerate(opens)
        )
        screens.append(Screen(f"s{n}", (draw(words),), None, False, n == number - 1, controls))
    return walkthrough(screens, [screen.controls[0] for screen in screens[:-1]], draw(words))


def parsed(svg: str) -> ElementTree.Element:
    # In HTML the name of its space goes without saying.
    return ElementTree.fromstring(str(svg).replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ', 1))


def boxes(svg: ElementTree.Element) -> list[tuple[ElementTree.Element, Box]]:
    found = []
    for group in svg.iter(f"{SVG}g"):
        rect = group.find(f"{SVG}rect")
        assert rect is not None
        x, y, width, height = (float(rect.attrib[n]) for n in ("x", "y", "width", "height"))
        found.append((group, Box(x, y, width, height)))
    return found


def lines(group: ElementTree.Element) -> list[str]:
    """The lines of a box's text, without its number."""
    text = group.findall(f"{SVG}text")[-1]
    return [text.text or "", *(line.text or "" for line in text)]


@given(walkthroughs())
def test_any_menus_have_a_map_in_which_all_is_apart(menus: Walkthrough) -> None:
    drawn = menu_map(menus)
    svg = parsed(drawn)
    found = boxes(svg)
    controls = [control for screen in menus.screens.values() for control in screen.controls]
    assert len(found) == len(menus.screens) + len(controls)
    assert len(svg.findall(f"{SVG}path[@class]")) == 3 * len(controls)  # two lines and a tip each
    left, top, width, height = map(float, svg.attrib["viewBox"].split())
    for _, box in found:
        assert left <= box.x <= box.x + box.width <= left + width + HAIR
        assert top <= box.y <= box.y + box.height <= top + height + HAIR
    for (_, one), (_, other) in combinations(found, 2):
        assert not overlap(one, other)
    for group, box in found:
        bold = "so-map-screen" not in group.attrib["class"]
        assert max(text_width(line, bold) for line in lines(group)) <= box.width
        assert 17 * len(lines(group)) <= box.height
    assert menu_map(menus) == drawn


@given(words, st.floats(20, 300), st.booleans())
def test_lines_fit(text: str, room: float, bold: bool) -> None:
    found = wrap(text, room, bold)
    assert 1 <= len(found) <= 5
    assert all(text_width(line, bold) <= room or len(line) <= 2 for line in found)
    whole, said = "".join(text.split()), "".join("".join(found).split())
    assert said == whole or (said.endswith("…") and whole.startswith(said[:-1]))


def test_hostile_text_is_literal() -> None:
    screens = [
        Screen("a", (HOSTILE,), None, False, False, (step("a.b", "c", HOSTILE),)),
        Screen("c", ("Done.",), None, False, True, ()),
    ]
    svg = parsed(menu_map(walkthrough(screens, [screens[0].controls[0]], HOSTILE)))
    tags = {element.tag.removeprefix(SVG) for element in svg.iter()}
    assert tags == {"svg", "title", "desc", "path", "g", "rect", "circle", "text", "tspan"}
    named = {key for element in svg.iter() for key in element.attrib}
    assert not [key for key in named if key.startswith("on") or key == "style"]
    said = ["".join("".join(lines(group)).split()) for group, _ in boxes(svg)]
    whole = "".join(HOSTILE.split())
    assert said.count("Done") == 1
    assert [one for one in said if one != "Done"]
    assert all(whole.startswith(one.removesuffix("…")) for one in said if one != "Done")
    title = svg.find(f"{SVG}title")
    assert title is not None
    assert title.text == f"Map of the menus: {HOSTILE}"


def test_a_control_may_lead_back_or_nowhere_else() -> None:
    again, back = step("b.again", "b", "Again"), step("b.back", "a", "Back")
    screens = [
        Screen("a", ("A",), None, False, False, (step("a.on", "b", "On"),)),
        Screen("b", ("B",), None, False, False, (again, back, step("b.out", "c", "Out"))),
        Screen("c", ("C",), None, False, True, ()),
    ]
    svg = parsed(menu_map(walkthrough(screens, [screens[0].controls[0], screens[1].controls[2]])))
    height = {lines(group)[0]: box.y for group, box in boxes(svg)}
    assert height["A"] < height["On"] < height["B"] < height["Out"] < height["C"]
    up = [tip for tip in svg.findall(f"{SVG}path") if "l-4.5 7" in tip.attrib["d"]]
    assert len(up) == 2


@pytest.fixture(scope="module")
def shipped() -> dict[str, Walkthrough]:
    """All families of the shipped specs that a device shows."""
    kb = resolve(check(*load(spec_files(ROOT / "device_specs", "specs"), "specs")))
    shown = [i.walkthrough for device in kb.devices.values() for i in device.interfaces]
    return {one.family: one for one in shown}


def test_maps_of_shipped_families_are_narrow_and_light(shipped: dict[str, Walkthrough]) -> None:
    assert len(shipped) >= 15
    for family, menus in shipped.items():
        drawn = menu_map(menus)
        assert float(parsed(drawn).attrib["width"]) <= 340, family
        assert len(gzip.compress(drawn.encode(), 9)) <= 1500, family


def test_the_main_way_is_numbered_and_straight(shipped: dict[str, Walkthrough]) -> None:
    for family, menus in shipped.items():
        found = boxes(parsed(menu_map(menus)))
        main = [(group, box) for group, box in found if "so-map-main" in group.attrib["class"]]
        controls = [one for one in main if "so-map-screen" not in one[0].attrib["class"]]
        controls.sort(key=lambda one: one[1].y)
        numbers = [group.findtext(f"{SVG}text") for group, _ in controls]
        assert numbers == [str(n) for n in range(1, len(menus.main.steps) + 1)], family
        assert len(main) == 2 * len(numbers) + 1
        middles = [box.x + box.width / 2 for _, box in main]
        assert max(middles) - min(middles) <= 2 * HAIR, family
        goals = [group for group, _ in found if "so-map-goal" in group.attrib["class"]]
        assert len(goals) == sum(screen.goal for screen in menus.screens.values()), family


def test_ids_are_of_the_family_alone(shipped: dict[str, Walkthrough]) -> None:
    ids = []
    for menus in shipped.values():
        svg = parsed(menu_map(menus))
        own = [element.attrib["id"] for element in svg.iter() if "id" in element.attrib]
        assert svg.attrib["aria-labelledby"].split() == own
        ids += own
    assert len(ids) == len(set(ids)) == 2 * len(shipped)
    assert all(id.startswith("map_") for id in ids)


def test_a_code_is_said_in_short(lumen_known: Callable[..., KnowledgeBase]) -> None:
    menus = lumen_known().devices["play-box"].interfaces[0].walkthrough
    said = [" ".join(lines(group)) for group, _ in boxes(parsed(menu_map(menus)))]
    assert "Up Up Down" in said
    assert "Down to Sign Out" in said
    assert "A list down the left side" in said
    longer = {"families/tv-menu.yml": ("press: [up, up, down]", "press: [up, up, down, down]")}
    menus = lumen_known(longer).devices["play-box"].interfaces[0].walkthrough
    assert "4 keys" in [" ".join(lines(group)) for group, _ in boxes(parsed(menu_map(menus)))]


DRAW_ALL = """
import sys
from pathlib import Path
from generator.check.proof import check
from generator.knowledge.resolve import resolve
from generator.model.specs import load
from generator.read.tree import spec_files
from generator.site.menu_map import menu_map
kb = resolve(check(*load(spec_files(Path(sys.argv[1]), "specs"), "specs")))
shown = [i.walkthrough for device in kb.devices.values() for i in device.interfaces]
for walkthrough in dict.fromkeys(shown):
    print(menu_map(walkthrough))
"""


def test_every_run_draws_the_same() -> None:
    drawn = {
        subprocess.run(
            [sys.executable, "-c", DRAW_ALL, ROOT / "device_specs"],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "4242")
    }
    assert len(drawn) == 1
    assert drawn.pop().count(b"<svg") >= 15


def test_whoever_checks_specs_does_not_wait_for_igraph() -> None:
    code = "import generator.commands, generator.site.menu_map, sys; print('igraph' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.split() == [b"False"]
