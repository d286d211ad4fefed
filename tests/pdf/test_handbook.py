"""The handbook, read back: all we know stands in it, in order, and each reference is right."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pytest

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.device import Device
from generator.knowledge.load import check_specs
from generator.knowledge.resolve import resolve
from generator.knowledge.route import Route
from generator.knowledge.text import in_path, plain
from generator.pdf.handbook import handbook
from generator.publish.publication import Project, load_project
from tests.hostile import STRANGE, write_project
from tests.pdf.content import Run
from tests.pdf.elements import Element, Link
from tests.pdf.reading import Pdf, read_pdf, squeezed
from tests.pdf.test_typeset import REORDERED
from tests.pdf.validity import by_rules, failures
from tests.site_fixtures import ROOT

SITE = "https://help.example/"
GOOD = ROOT / "tests" / "good"
MOST_PAGES, MOST_BYTES = 120, 5_000_000


@dataclass
class Part:
    """What stands under one heading, and under those below it."""

    level: int
    title: str
    page: int  # from 1, as printed
    words: list[str] = field(default_factory=list)

    @cached_property
    def text(self) -> str:
        """All of it, squeezed."""
        return squeezed("".join(self.words))


def parts_of(pdf: Pdf) -> list[Part]:
    """The parts of a book in order."""
    parts: list[Part] = []
    within: list[Part] = []
    for heading, words in told(pdf.root):
        if heading is not None:
            part = Part(int(heading.tag[1]), heading.text, (heading.page or 0) + 1)
            within = [*(one for one in within if one.level < part.level), part]
            parts.append(part)
        for one in within:
            one.words.append(words)
    return parts


def told(element: Element) -> Iterator[tuple[Element | None, str]]:
    """Text in reading order; a heading comes with its own."""
    for child in element.children:
        if isinstance(child, Run):
            yield None, child.text
        elif isinstance(child, Element):
            if re.fullmatch(r"H[1-3]", child.tag):
                yield child, child.text
            else:
                yield from told(child)


def in_order(text: str, wanted: list[str]) -> None:
    """Asserts that all of `wanted` stands in squeezed `text`, in this order."""
    at = 0
    for one in wanted:
        found = text.find(squeezed(one), at)
        assert found >= 0, f"{one!r} is not there, or not in its place"
        at = found + len(squeezed(one))


def steps_of(route: Route) -> list[str]:
    """What a route says, from its start to its end."""
    said = [plain(route.reach), f"You should see: {plain(route.start.looks_like)}"]
    for number, (step, screen) in enumerate(zip(route.steps, route.sees, strict=True), 1):
        last = number == len(route.steps)
        said += [plain(step.says), plain(step.note or ())]
        lead = "You are done when you see: " if last else "You should now see: "
        said.append(lead + plain(screen.looks_like))
    return said


@pytest.fixture(scope="module")
def book(shipped: KnowledgeBase) -> bytes:
    return handbook(shipped, SITE)


@pytest.fixture(scope="module")
def pdf(book: bytes) -> Pdf:
    return read_pdf(book)


@pytest.fixture(scope="module")
def parts(pdf: Pdf) -> list[Part]:
    return parts_of(pdf)


def test_nothing_is_wrong_with_it(book: bytes) -> None:
    assert failures(book) == []


def test_it_is_small(book: bytes, pdf: Pdf) -> None:
    assert len(book) < MOST_BYTES
    assert pdf.page_count <= MOST_PAGES


def test_cover(pdf: Pdf, shipped: KnowledgeBase) -> None:
    cover = squeezed(pdf.page_text(0))
    for words in (
        f"Sign out of {shipped.service}",
        "The handbook",
        f"on {len(shipped.devices)} devices",
        f"Edition of {shipped.edition.day} November {shipped.edition.year}",
        f"not run or endorsed by {shipped.service}",
        "under the licence CC BY 4.0",
        "help.example",
    ):
        assert squeezed(words) in cover
    assert shipped.service in (pdf.title or "")
    assert pdf.language == "en"


def test_a_chapter_for_each_kind_with_its_devices_by_name(
    parts: list[Part], shipped: KnowledgeBase
) -> None:
    titles = [(part.level, part.title) for part in parts if part.level < 3]
    wanted = [
        (level, title)
        for kind in shipped.kinds
        for level, title in [(1, kind.name), *((2, shipped.devices[n].title) for n in kind.devices)]
    ]
    start = titles.index(wanted[0])
    assert titles[start : start + len(wanted)] == wanted
    assert [title for level, title in titles[start + len(wanted) :] if level == 1] == [
        "The apps",
        "Sign out from afar, or everywhere",
        "Troubleshooting",
        "Checklists",
        "Good to know",
        "Words",
        "Sources",
        "Index",
    ]


def chapter(parts: list[Part], title: str) -> Part:
    return next(part for part in parts if part.level == 1 and part.title == title)


def device_part(parts: list[Part], device: Device) -> Part:
    return next(part for part in parts if part.level == 2 and part.title == device.title)


def test_every_device_has_its_names_looks_notes_and_actions(
    parts: list[Part], shipped: KnowledgeBase
) -> None:
    for device in shipped.devices.values():
        text = device_part(parts, device).text
        for name in (*device.also, *device.models):
            assert squeezed(name) in text
        if len(device.interfaces) > 1:
            tells = [plain(one.tell or ()) for one in device.interfaces]
            in_order(text, ["Which one do you see?", *tells])
        for word in device.keys.values():
            assert squeezed(f"{word.text} is what others call") in text
        for note in device.notes:
            assert squeezed(plain(note.text)) in text
        for action in device.actions:
            path = [
                e.choose or plain((e.press,) if e.press else in_path(e.do or ()))
                for e in action.path
            ]
            in_order(text, path)
        for reason in (device.no_sign_out, device.retired):
            if reason is not None:
                assert squeezed(plain(getattr(reason, "because", None) or reason.says)) in text
        assert squeezed(f"help.example/devices/{device.id}/") in text


def test_every_route_stands_with_its_device_or_where_it_refers_to(
    parts: list[Part], shipped: KnowledgeBase
) -> None:
    apps = chapter(parts, "The apps").page
    in_full = referred = 0
    for device in shipped.devices.values():
        text = device_part(parts, device).text
        for interface in device.interfaces:
            for route in interface.walkthrough.routes:
                done = squeezed(plain(route.sees[-1].looks_like))
                assert done in text
                if squeezed(steps_of(route)[1]) in text and all(
                    squeezed(plain(step.says)) in text for step in route.steps
                ):
                    in_order(text, steps_of(route))
                    in_full += 1
                    continue
                # In short: the words of each step, then the page with all of it.
                in_order(text, [plain(step.words) for step in route.steps])
                told_at = [
                    part.page
                    for part in parts
                    if part.level == 3 and part.title == route.title and part.page >= apps
                ]
                pages = {int(page) for page in re.findall(r"whatyoushouldsee:page(\d+)", text)}
                assert pages & set(told_at)
                referred += 1
    assert in_full >= 10
    assert referred > 60


def test_every_shared_route_stands_in_the_chapter_of_apps(
    parts: list[Part], shipped: KnowledgeBase
) -> None:
    text = chapter(parts, "The apps").text
    checked = set()
    for device in shipped.devices.values():
        here = device_part(parts, device).text
        for interface in device.interfaces:
            walkthrough = interface.walkthrough
            main = walkthrough.main
            if squeezed(plain(main.steps[0].says)) not in here:
                checked.add(walkthrough.family)
                start = text.find(squeezed(f"{walkthrough.name}{plain(walkthrough.tell or ())}"))
                assert start >= 0
                for route in walkthrough.routes:
                    in_order(text[start:], steps_of(route))
    assert len(checked) >= 5


def test_own_names_of_keys_are_used_with_the_device(
    parts: list[Part], shipped: KnowledgeBase
) -> None:
    text = device_part(parts, shipped.devices["apple-tv"]).text
    assert squeezed("Press Menu.") in text
    assert squeezed("Press Back") not in text


def test_signing_out_from_afar_is_told_in_full(parts: list[Part], shipped: KnowledgeBase) -> None:
    text = chapter(parts, "Sign out from afar, or everywhere").text
    for route in (shipped.remote.one_device, shipped.remote.all_devices):
        in_order(text, [route.title, *steps_of(route)])
    assert squeezed(plain(shipped.remote.delay)) in text


def test_every_problem_has_its_solutions_in_order(
    parts: list[Part], shipped: KnowledgeBase
) -> None:
    for problem in shipped.problems.values():
        part = next(p for p in parts if p.level == 2 and p.title == problem.title)
        wanted = [*problem.also, plain(problem.intro), *problem.messages]
        for said in problem.said:
            wanted += [said.title or "", plain(said.text), *map(plain, said.steps)]
            wanted.append(plain(said.doubt or ()))
        in_order(part.text, [*wanted, "It worked when:", plain(problem.worked or ())])
        assert "?." not in part.text  # a title that asks needs no stop


def test_every_checklist_has_a_page_and_a_box_for_each_item(
    pdf: Pdf, parts: list[Part], shipped: KnowledgeBase
) -> None:
    pages = []
    for checklist in shipped.checklists.values():
        part = next(p for p in parts if p.level == 2 and p.title == checklist.title)
        pages.append(part.page)
        wanted = [
            text for item in checklist.said for text in (item.title or "", plain(item.how or ()))
        ]
        in_order(part.text, wanted)
    assert len(set(pages)) == len(pages)


def test_topics_words_and_labels(parts: list[Part], shipped: KnowledgeBase) -> None:
    for topic in shipped.topics.values():
        part = next(p for p in parts if p.level == 2 and p.title == topic.title)
        in_order(part.text, [plain(fact.text) for fact in topic.said])
    words = chapter(parts, "Words").text
    in_order(words, [f"{one.name}: {plain(one.means)}" for one in shipped.concepts.values()])
    for label in shipped.labels.values():
        for language, said in label.text.items():
            if not label.icon and language not in ("en", "hi"):
                assert squeezed(" / ".join(said)) in words, (label.id, language)


def test_every_source_is_listed_and_linked(pdf: Pdf, shipped: KnowledgeBase) -> None:
    linked = {link.uri for link in pdf.links if link.uri}
    for source in shipped.sources.values():
        assert source.url in linked
    for device in shipped.devices:
        assert f"{SITE}devices/{device}/" in linked


def test_numbers_in_brackets_lead_to_the_source_of_that_number(pdf: Pdf, parts: list[Part]) -> None:
    first = chapter(parts, "Sources").page
    cited = [
        link
        for link in pdf.links
        if link.place is not None
        and re.fullmatch(r"\d+", link.text)
        and link.place.page + 1 >= first
        and link.page + 1 < first
    ]
    assert len(cited) > 300
    starts = {
        (match[1], number)
        for number in range(first - 1, chapter(parts, "Index").page - 1)
        for match in re.finditer(r"(?m)^(\d+)\s", pdf.page_text(number))
    }
    for link in cited:
        assert link.place is not None
        assert (link.text, link.place.page) in starts, link


def page_told(link: Link) -> int | None:
    """The page number that a link ends with, if it does."""
    found = re.search(r"(\d+)\)?$", link.text)
    return int(found[1]) if found else None


def test_every_page_number_is_that_of_the_page(pdf: Pdf, parts: list[Part]) -> None:
    """In the contents, in the text, in the index."""
    first, last = chapter(parts, "Sources").page, chapter(parts, "Index").page
    seen = 0
    for link in pdf.links:
        if link.place is None or (link.page + 1 < last and first <= link.place.page + 1 < last):
            continue  # elsewhere, or a citation
        number = page_told(link)
        assert number is not None, link
        assert number == link.place.page + 1, link
        seen += 1
    assert seen > 800


def test_page_numbers_are_printed(pdf: Pdf) -> None:
    for number in range(1, pdf.page_count):
        foot = pdf.page_text(number).split("\n")[-1]
        # At the outer edge of the page.
        assert foot.startswith(f"{number + 1}") if number % 2 else foot.endswith(f"{number + 1}")


def test_the_index_leads_to_every_device_by_all_its_names(
    pdf: Pdf, parts: list[Part], shipped: KnowledgeBase
) -> None:
    first = chapter(parts, "Index").page
    entries = [squeezed(one.text) for one in pdf.all("P") if (one.page or 0) + 1 >= first]
    for device in shipped.devices.values():
        page = device_part(parts, device).page
        for name in (device.title, *device.also, *device.models):
            wanted = squeezed(f", {page}" if name == device.title else f", {device.name} {page}")
            start = squeezed(f"{name},")
            assert any(one.startswith(start) and wanted in one for one in entries), name


def test_bookmarks_are_the_chapters_and_what_stands_in_them(pdf: Pdf, parts: list[Part]) -> None:
    marks = [(mark.level, mark.title) for mark in pdf.outline if mark.level < 3]
    wanted = [(part.level, part.title) for part in parts if part.level < 3]
    unlisted = ("What the marks mean", "How sure we are", "Contents")
    assert [mark for mark in marks if mark[1] not in unlisted] == [
        one for one in wanted if one[1] not in unlisted
    ]
    for mark in pdf.outline:
        assert mark.place is not None


def test_running_heads_name_a_device_of_the_page(
    pdf: Pdf, parts: list[Part], shipped: KnowledgeBase
) -> None:
    devices = [device_part(parts, shipped.devices[n]) for k in shipped.kinds for n in k.devices]
    end = chapter(parts, "The apps").page
    for number in range(devices[0].page, end):
        head = pdf.page_text(number - 1).split("\n")[0]
        begun = [part.title for part in devices if part.page == number]
        before = [part.title for part in devices if part.page < number]
        named = head.split(" – ")
        if begun:
            assert named[-1] == begun[-1], number
            assert named[0] in (begun[0], *before[-1:]), number
        else:
            assert named == [before[-1]], number


def test_no_step_and_no_line_of_a_list_parts_over_pages(pdf: Pdf) -> None:
    items = pdf.all("LI")
    assert len(items) > 400
    assert [item.text for item in items if len(item.pages) > 1] == []


def test_letter_paper(second: KnowledgeBase) -> None:
    made = handbook(second, paper="us-letter")
    assert failures(made) == []
    assert set(read_pdf(made).sizes) == {(612, 792)}


def test_another_service_has_its_own(second: KnowledgeBase, shipped: KnowledgeBase) -> None:
    pdf = read_pdf(handbook(second))
    parts = parts_of(pdf)
    assert second.service in (pdf.title or "")
    for device in second.devices.values():
        assert device_part(parts, device)
    assert shipped.service.casefold() not in pdf.text.casefold()
    assert not [link for link in pdf.links if link.uri and SITE in link.uri]


@pytest.mark.parametrize("tree", sorted(GOOD.iterdir()), ids=lambda tree: tree.name)
def test_what_passes_the_check_is_set(
    tree: Path, tmp_path: Path, put_together: Callable[[Path, Path], None]
) -> None:
    put_together(tree, tmp_path / "specs")
    pdf = read_pdf(handbook(resolve(check_specs(tmp_path / "specs"))))
    assert by_rules(pdf) == []


def test_strange_texts_are_literal(tmp_path: Path) -> None:
    folder = tmp_path / "strange"
    write_project(folder, tame=False)
    kb = load_project(Project(folder / "device_specs", folder / "content", folder / "mkdocs.yml"))
    pdf = read_pdf(handbook(kb, SITE))
    assert by_rules(pdf) == []
    text = squeezed(pdf.text)
    # F and W are the names of an app and a route, which need none where they are the only ones.
    places = "LRNSEGBIAMYOPQCDHVUX1234567890@KJZabcd"
    for one in STRANGE:
        if one not in REORDERED:
            for place in places:
                assert squeezed(f"{place} {one}") in text, (place, one)
    shutil.rmtree(folder)
