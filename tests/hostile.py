"""A project of which every text is a strange one: it tries to run, to load something, to break out
of where it stands, or just to be lost or changed.

`write_project` writes it whole, with all its settings and prose: a device, a family, a problem, an
item, a change … for each text, and a text of its own in each of their fields. Written `tame`, the
same project has plain words in all these places: what differs then, a strange text has done.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from generator.check.repeats import MIN_WORDS
from tests.site_fixtures import ROOT

SECOND = ROOT / "tests/end_to_end/second-service"
EDIT = "https://git.example/us/edit/main/content/"

# Each tries to run `canary()`, to load something, to break out of where it stands, to be taken
# for markup of one of the languages on its way (YAML, Jinja, Markdown, HTML, JSON, a frame's
# tokens, a shell), or just to be lost or changed.
STRANGE = (
    # HTML, in text and in attributes
    "<script>canary()</script>",
    '"><img src=x onerror=canary()>',
    "'><svg onload=canary()>",
    "</script><script>canary()",
    "</title><script>canary()</script>",
    "--><script>canary()</script><!--",
    "<!-- slot: finder -->",
    '<a href="javascript:canary()">a</a>',
    "javascript:canary()",
    "<base href=//other.example/>",
    "<link rel=stylesheet href=//o.ex>",
    "<iframe src=//o.example></iframe>",
    "<img src=//other.example/x.png>",
    "<style>*{display:none}</style>",
    "<p hidden>",
    "</li></ol></main></body></html>",
    "<![CDATA[ x ]]>",
    "<?xml version='1.0'?>",
    "&lt;b&gt; &amp;amp; &#x3c; &quot;",
    "&nbsp;&shy;&notit;",
    '" onclick=canary() x="',
    "` onmouseover=canary()",
    "<plaintext>",
    "<textarea>",
    "<math><mi//xlink:href=data:x,1>",
    "a < b > c & d",
    # Markdown, its extensions, and what is written in front of it
    "[go](javascript:canary())",
    "![x](//other.example/x.png)",
    '--8<-- "/etc/passwd"',
    "**bold** _em_ `code` ~~gone~~",
    "# Heading",
    "- item",
    "1. item",
    "> quote",
    "| a | b |",
    "[^1]: note",
    "{: .class onclick=canary() }",
    "++ctrl+c++ ==mark== :smile:",
    "https://other.example/?a=1&b=2#c",
    # Templates and tokens of frames
    "{{ ''.__class__ }}",
    "{{ 7*7 }} {% raw %} {# x #}",
    "${7*7} #{7*7} %(x)s %s %n {0.x}",
    "slot-title slot-content",
    "slot-description slot-contents",
    "frames/device/ frames/problem/",
    "content/frames/device.md",
    # YAML, JSON, the shell, numbers
    "key: value # no remark",
    "&anchor *alias !!tag | > ? @ `",
    "null",
    "~",
    "no",
    "1e5",
    "0x1F",
    "12:30:45",
    '{"a": [1, 2]}',
    "\\u003cscript\\u003e \\n \\",
    "'; DROP TABLE devices; --",
    "$(canary) `canary` ; canary | canary",
    "../../../etc/passwd",
    "--help",
    "NaN undefined true",
    # Writing
    "İstanbul ıI ß ﬁ ǅ",
    "e\u0301 \u00e9 A\u030a \u212b",
    "田中さんにあげて下さい",
    "مرحبا بالعالم",
    "שלום עולם",
    "नमस्ते दुनिया",
    "👩\u200d👩\u200d👧 🏳️\u200d🌈 🇪🇺 1️⃣",
    "𝒯𝑜𝓃𝑒 𐌰𐌱 🀄",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033da\u034a\u0363l\u0368g\u0362o",
    "˙ɐnbᴉlɐ ɐuƃɐɯ",
    "a\u00a0b\u2009c\u3000d",
    "“quotes” ‘more’ «these» „those“",
    "… – — − ‐ · • ×",
    "¡¿ÀÖ§¶©®™€£¥",
)
LONGEST = 60 - len("Sign out of Tonewerk on ")  # a title has at most 60 characters


MOST_PLAIN = 120  # characters of a name, and of a sentence
MOST_TEXT = 600
MOST_TOLD = 45  # changes of a day
# The name of the service, as long as the tame one; that of the site; and a place in any address.
SERVICE, TAME_SERVICE = "<b>\"&'\\x", "Tonewerk"
SITE_NAME = "Leave <script>canary()</script> \"&'{{ 7*7 }}"
IN_ADDRESS = "?q=\"'><svg/onload=canary()>&b={{7*7}}%00%s`\\"
# The letters that fields' texts begin with, by the page that must show them.
ON_DEVICE = "FLRNSEGWBIAMYOPQCDHVUX"
ON_PROBLEM = "1234567890@"
ON_LISTS = "TKJZabcdo"
ON_ALL = ("i", "if", "ig", "ij", "fa", "fb", "z", "u")
# Those of names, which must be shorter than others.
_NAMES = frozenset("FWVXUMAQCK1240abcdoi") | {"at", "p"}
ALL_SLOTS = ("changes", "due", "data", "data-examples", "data-licence", "downloads", "handbook")


@dataclass
class Writer:
    """Makes the specs. `words(number, what)` is what is written in a strange text's place."""

    folder: Path
    tame: bool
    texts: Sequence[str] = STRANGE
    taken: int = 0

    def words(self, number: int, what: str) -> str:
        """Each place has a text of its own, so that none can be shown for another."""
        if self.tame or not fits(self.texts[number], what):
            return f"{what} {number} tame"
        return f"{what} {self.texts[number]}"

    def any(self, what: str, most: int = 60) -> str:
        """The same for what there is only one of: another text each time, of at most so many
        characters. None is a sentence, which only the spec of that text may say."""
        self.taken += 1
        fitting = [
            number
            for number, text in enumerate(self.texts)
            if len(text) + 2 <= most
            and not (text.endswith((".", "!", "?", "…")) and text.count(" ") + 2 >= MIN_WORDS)
        ]
        if len(fitting) < 2:  # two names must differ
            return f"{what} {self.taken} tame"
        return self.words(fitting[self.taken % len(fitting)], what)

    def write(self, name: str, data: Any) -> None:
        file = self.folder / "device_specs" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        text = yaml.dump(data, Dumper=_Quoting, allow_unicode=True, width=10**6, sort_keys=False)
        file.write_text(text, "utf-8")


class _Quoting(yaml.SafeDumper):
    """Quotes every text, since an unquoted `no` or `1e5` is rightly refused."""


_Quoting.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


def fits(text: str, what: str) -> bool:
    """Whether a text is short enough for the field whose texts begin with `what`."""
    if what == "1":  # the title of a problem's page
        return len(text) + 2 <= 60
    return len(what) + 1 + len(text) <= (MOST_PLAIN if what in _NAMES else MOST_TEXT)


def is_name(text: str) -> bool:
    """Whether a device can be called so: titles of pages have at most 60 characters."""
    return len(text) <= LONGEST


def name_of(number: int, texts: Sequence[str] = STRANGE) -> str:
    """What the device of a text is called: so, if there is room for it."""
    return texts[number] if is_name(texts[number]) else f"Number {number}"


def family(writer: Writer, number: int) -> dict[str, Any]:
    """A family with a strange text wherever a family can have one."""
    words = writer.words
    return {
        "name": words(number, "F"),
        "tell": words(number, "T"),
        "start": "first",
        "screens": {
            "first": {
                "looks_like": words(number, "L"),
                "reach": words(number, "R"),
                "controls": {
                    "go": {
                        "select": f"word-{number}",
                        "where": f"place-{number}",
                        "note": words(number, "N"),
                        "opens": "second",
                    },
                },
            },
            "second": {
                "looks_like": words(number, "S"),
                "controls": {"type": {"enter": words(number, "E"), "opens": "out"}},
            },
            "out": {"looks_like": words(number, "G"), "goal": True},
        },
        "routes": {
            "way": {
                "role": "main",
                "title": words(number, "W"),
                "steps": ["first.go", "second.type"],
                "sources": [f"page-{number}"],
            },
        },
        "no_fallback": {"because": words(number, "B")},
        "impostors": [{"label": f"word-{number}", "does": words(number, "I")}],
    }


def device(writer: Writer, number: int) -> dict[str, Any]:
    words = writer.words
    return {
        "name": f"{number} tame" if writer.tame else name_of(number, writer.texts),
        "also": [words(number, "A")],
        "models": [words(number, "M")],
        "interfaces": {"app": {"family": f"family-{number}", "sources": [f"page-{number}"]}},
        "retired": {
            "since": "2026-01-01",
            "says": words(number, "Y"),
            "sources": [f"page-{number}"],
        },
        "notes": [{"text": words(number, "O")}, {"at": "app/way/1", "text": words(number, "P")}],
        "actions": {
            "reset": {
                "does": "reset-device",
                "signs_out": False,
                "when": words(number, "Q"),
                "path": [words(number, "C"), {"do": words(number, "D")}],
                "note": words(number, "H"),
                "sources": [f"page-{number}"],
            }
        },
    }


def problem(writer: Writer, number: int) -> dict[str, Any]:
    words = writer.words
    return {
        "title": words(number, "1"),
        "also": [words(number, "2")],
        "symptom": words(number, "3"),
        "devices": [f"device-{number}"],
        "solutions": [
            {
                "title": words(number, "4"),
                "text": words(number, "5"),
                "steps": [words(number, "6")],
                "doubt": words(number, "7"),
            }
        ],
        "messages": [words(number, "0")],
        "worked": words(number, "@"),
        "claims": [
            {
                "you_may_read": words(number, "8"),
                "in_fact": words(number, "9"),
                "sources": [f"page-{number}"],
            }
        ],
    }


def _keyed(writer: Writer) -> None:
    """A family and devices with what those above have not: keys, a second way, a choice between two
    interfaces, checks, no way at all."""
    words = writer.any
    check = {"date": "2026-10-01", "by": words("r"), "covers": "abcdabcd"}
    screens = {
        "first": {
            "looks_like": words("L"),
            "reach": words("R"),
            "controls": {
                "go": {"press": ["menu"], "or": ["right"], "opens": "out"},
                "slide": {"move": ["right"], "to": "word-0", "opens": "out"},
            },
        },
        "out": {"looks_like": words("G"), "goal": True},
    }
    routes = {
        "way": {"role": "main", "title": words("W"), "steps": ["first.go"], "sources": ["page-0"]},
        "other": {
            "role": "fallback",
            "title": words("W"),
            "when": words("wh"),
            "steps": ["first.slide"],
            "sources": ["page-0"],
            "checked": check,
        },
    }
    keyed = {"name": words("F"), "start": "first", "screens": screens, "routes": routes}
    writer.write("families/keyed.yml", keyed)
    writer.write(
        "families/keyed-too.yml",
        {
            "name": words("F"),
            "extends": "keyed",
            "drop": ["other"],
            "no_fallback": {"because": words("B")},
        },
    )
    device = {
        "name": words("1", LONGEST),
        "keys": {"menu": words("y")},
        "interfaces": {
            "app": {"family": "keyed", "tell": words("tt"), "checked": {"way": check}},
            "old": {"family": "keyed-too", "tell": words("tt")},
        },
    }
    writer.write("devices/tv/keyed.yml", device)
    no_way = {"because": words("B"), "sources": ["page-0"]}
    without = {"name": words("1", LONGEST), "no_sign_out": no_way}
    writer.write("devices/tv/without.yml", without)


def _service(writer: Writer) -> None:
    words = writer.any
    service = yaml.safe_load((SECOND / "device_specs/service.yml").read_text("utf-8"))
    service["name"] = TAME_SERVICE if writer.tame else SERVICE
    service["edition"] = str(service["edition"])
    service["languages"] = {"en": "English", "de": words("v")}
    service["remote"]["delay"] = words("rd")
    form = "https://reports.example/{title}/{text}"
    service["reports"] = {
        "form": form if writer.tame else form + IN_ADDRESS,
        "mail": "a+b@c.example",
    }
    writer.write("service.yml", service)


def _changes(writer: Writer) -> None:
    """What changed, told on some days and under as many kinds, so that there is room for all: on a
    page for sixty changes of a day, in a feed for fifty."""
    for day, kind in enumerate(("phone", "tv", "speaker", "account"), 1):
        changes: dict[str, Any] = {}
        for number in range(len(writer.texts))[MOST_TOLD * (day - 1) : MOST_TOLD * day]:
            changes[f"change-{number}"] = {
                "what": "changed",
                "about": "device",
                "part": "word",
                "subjects": {f"device-{number}": writer.words(number, "s")},
                "who": writer.words(number, "z"),
                "says": writer.words(number, "u"),
                "kinds": [kind],
            }
        if changes:
            edition = {"covers": "a" * 40, "changes": changes}
            writer.write(f"changelog/2026-10-0{day}.yml", edition)


def _guidance(writer: Writer) -> None:
    words, numbers = writer.words, range(len(writer.texts))
    items = yaml.safe_load((writer.folder / "device_specs/items.yml").read_text("utf-8"))
    for number in numbers:
        items[f"item-{number}"] = {
            "title": words(number, "i"),
            "text": words(number, "if"),
            "how": words(number, "ig"),
            "doubt": words(number, "ij"),
            "priority": "now",
            "see": [f"problem-{number}"],
        }
    writer.write("items.yml", items)
    every = [f"item-{number}" for number in numbers]
    claim = {"you_may_read": writer.any("8"), "in_fact": writer.any("9"), "sources": ["page-0"]}
    checklist = {"title": writer.any("1"), "intro": writer.any("in"), "items": every}
    writer.write("checklists/strange.yml", checklist | {"claims": [claim]})
    facts = [{"text": words(number, "fa"), "doubt": words(number, "fb")} for number in numbers]
    facts.append({"text": "{phrase}", "sources": ["page-0"]})
    writer.write("topics/strange.yml", {"title": writer.any("1"), "facts": facts})
    pack = {"title": writer.any("1"), "intro": writer.any("in"), "checklists": ["strange"]}
    writer.write("packs.yml", {"strange": pack | {"devices": ["device-0"], "remote": True}})
    writer.write("phrases.yml", {"phrase": {"text": writer.any("ph")}})
    said = {f"everyday-{number}": {"people_say": [words(number, "p")]} for number in numbers}
    writer.write("everyday.yml", said)


def _vocabulary(writer: Writer) -> None:
    shared: dict[str, dict[str, Any]] = {}
    for name in ("labels", "positions", "concepts", "sources", "kinds", "keys"):
        file = writer.folder / "device_specs" / f"{name}.yml"
        shared[name] = yaml.safe_load(file.read_text("utf-8"))
    for kind in shared["kinds"].values():
        kind["name"] = writer.any("k")
    for key, symbol in zip(shared["keys"].values(), "<&", strict=True):
        key |= {"name": writer.any("m"), "symbol": "x" if writer.tame else symbol}
    for number in range(len(writer.texts)):
        words = writer.words
        shared["labels"][f"word-{number}"] = {
            "text": {"en": words(number, "V"), "de": words(number, "X")},
            "formerly": [words(number, "U")],
            "means": "leaving",
            "does": words(number, "q"),
        }
        shared["positions"][f"place-{number}"] = {"text": words(number, "at")}
        shared["concepts"][f"concept-{number}"] = {
            "name": words(number, "K"),
            "means": words(number, "J"),
            "is_not": words(number, "Z"),
        }
        shared["sources"][f"page-{number}"] = {
            "url": f"https://source.example/{number}{'' if writer.tame else IN_ADDRESS}",
            "title": words(number, "a"),
            "publisher": words(number, "b"),
            "tier": "press",
            "origin": words(number, "o"),
            "note": words(number, "c"),
            "date": words(number, "d"),
        }
    for name, data in shared.items():
        writer.write(f"{name}.yml", data)


def write_project(folder: Path, *, tame: bool, texts: Sequence[str] = STRANGE) -> None:
    """The second service, with a device, a family, a problem … for each strange text."""
    shutil.copytree(SECOND, folder)
    for frame in (ROOT / "content/frames").glob("*.md"):  # which name more than those above do
        shutil.copy(frame, folder / "content/frames")
    _write_settings(folder, tame=tame)
    writer = Writer(folder, tame, texts)
    for number in range(len(texts)):
        writer.write(f"families/family-{number}.yml", family(writer, number))
        writer.write(f"devices/phone/device-{number}.yml", device(writer, number))
        writer.write(f"problems/problem-{number}.yml", problem(writer, number))
    _keyed(writer)
    _vocabulary(writer)
    _guidance(writer)
    _changes(writer)
    _service(writer)
    front = {
        "title": "tame" if tame else '"><script>canary()</script>',
        "description": "tame" if tame else "'\"><img src=x onerror=canary()> & \\",
        "whole_title": True,
    }
    page = folder / "content" / "contribute.md"
    page.write_text(f"---\n{json.dumps(front)}\n---\n\n# Tell us {{#page}}\n", "utf-8")
    slots = (*ALL_SLOTS, "problems-by-kind", "messages", "topic-strange", "checklist-strange")
    text = "".join(f"## {slot}\n\n<!-- slot: {slot} -->\n\n" for slot in slots)
    (folder / "content" / "all.md").write_text(f"# All {{#page}}\n\n{text}", "utf-8")


def _write_settings(folder: Path, *, tame: bool) -> None:
    file = folder / "mkdocs.yml"
    settings = yaml.safe_load(file.read_text("utf-8"))
    settings["theme"]["custom_dir"] = str(ROOT / "overrides")
    settings |= {"edit_uri": EDIT, "repo_url": None}
    settings["not_in_nav"] += "/all.md\n"
    if not tame:
        settings |= {"site_name": SITE_NAME, "site_description": f"{SITE_NAME} -->"}
        named = [(*item.items(),)[0] for item in settings["nav"]]
        settings["nav"] = [{f'"><img src=x onerror=canary()> {n}': at} for n, at in named]
    file.write_text(yaml.safe_dump(settings, sort_keys=False), "utf-8")
