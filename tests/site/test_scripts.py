"""The site's script: all modules in one file, small, and safe to join."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from pathlib import Path

from generator.site import scripts
from generator.site.scripts import bundle, minify

FOLDER = Path(scripts.__file__).parent / "scripts"
MODULES = {file.name: file.read_text("utf-8") for file in sorted(FOLDER.glob("*.js"))}
_DECLARED = re.compile(
    r"^(?:export )?(?:async )?(?:function\*?|const|let|class) (\w+)", re.MULTILINE
)
_LONG = re.compile(r"[A-Z][A-Z_]+|[a-z]+[A-Z]\w*")  # names that are shortened


def test_every_module_is_in_the_bundle_once() -> None:
    joined = bundle()
    assert len(MODULES) > 10
    for name, text in MODULES.items():
        declared = _DECLARED.findall(text)
        for word in declared:
            if _LONG.fullmatch(word):
                continue
            defined = re.findall(rf"(?:function\*?|const|let|class) {word}\b", joined)
            assert defined, f"{name}: {word} is not in the bundle"


def test_no_name_is_taken_twice() -> None:
    """Joined modules share one scope."""
    names = Counter(word for text in MODULES.values() for word in _DECLARED.findall(text))
    assert [name for name, times in names.items() if times > 1] == []


def test_long_names_are_shortened_and_nothing_else_is_called_as_they_are() -> None:
    worker = (FOLDER.parent / "service_worker.js").read_text("utf-8")
    for texts, joined in ((MODULES.values(), bundle()), ([worker], minify(worker))):
        declared = {word for text in texts for word in _DECLARED.findall(text)}
        names = {word for word in declared if _LONG.fullmatch(word)}
        assert len(names) >= 10
        assert not names & set(re.findall(r"\w+", joined))
        code = re.sub(r"(?m)(^|\s)//.*$|^import .*$", "", "".join(texts))
        properties = re.findall(
            r"(?<!\.)\.(\w+)|(\w+):|[{,] *(\w+)(?=(?: *, *\w+)* *} *[,=)])", code
        )
        others = {*properties, *re.findall(r'"[^"\n]*"', code)}
        assert not names & set(re.findall(r"\w+", repr(others)))
    assert minify("function goOn() {\n  here.go();\n}\ngoOn();\n") == (
        "function $0(){here.go();}\n$0();"
    )
    assert minify("const LONG_NAME = 1; // one\nuse(`${LONG_NAME}`, this.LONG);\n") == (
        "const $0=1;use(`${$0}`,this.LONG);"
    )


def test_nothing_of_modules_is_left() -> None:
    joined = bundle()
    assert not re.search(r"\bexport\b|^import\b", joined, re.MULTILINE)
    assert joined.startswith('(()=>{"use strict";')


def test_a_module_stands_before_whoever_imports_it() -> None:
    joined = bundle()
    assert joined.index("function recall") < joined.index('recall("scheme"')
    assert joined.index('recall("scheme"') < joined.index("queueMicrotask")


def test_all_of_it_is_small() -> None:
    assert (
        len(gzip.compress(bundle().encode(), mtime=0)) < 13_500
    )  # the service worker has the rest of 15 KB


def test_no_module_makes_html_or_code_of_text() -> None:
    unsafe = re.compile(
        r"\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
    )
    assert {
        name: unsafe.findall(text) for name, text in MODULES.items() if unsafe.search(text)
    } == {}


def test_no_module_is_long() -> None:
    assert {
        name: text.count("\n") for name, text in MODULES.items() if text.count("\n") > 300
    } == {}
