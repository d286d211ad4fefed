"""docs/examples.md: true, and complete."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docs.examples import OUT, SHOWN, examples, files
from generator.check.proof import check
from generator.model.specs import FOLDERS, SHARED, load
from generator.model.text import Spec
from generator.read.document import parse


def models(of: type[Spec] = Spec) -> Iterator[type[Spec]]:
    for model in of.__subclasses__():
        yield model
        yield from models(model)


def test_the_page_is_what_the_program_says_now() -> None:
    assert OUT.read_text("utf-8") == examples(), "run `make docs`"


def test_every_kind_of_file_is_shown() -> None:
    shown = {name.partition("/")[0].removesuffix(".yml") for name in SHOWN}
    assert shown == {*FOLDERS, *SHARED, "service"}


def test_every_field_is_explained() -> None:
    page = " ".join(re.sub(r"^ *# ", "", examples(), flags=re.MULTILINE).split())
    missing = [
        f"{model.__name__}.{field.alias or name}"
        for model in models()
        for name, field in model.model_fields.items()
        if not model.__name__.startswith("_")
        and (not field.description or " ".join(field.description.split()) not in page)
    ]
    assert missing == []


def test_the_examples_pass_the_check() -> None:
    assert check(*load(files().values(), "device_specs")).problems == []


def test_the_explanations_are_only_comments() -> None:
    """Whoever copies an example has the same data."""
    blocks = re.findall(r"```yaml\n(.*?)```", examples(), re.DOTALL)
    assert len(blocks) == len(SHOWN)
    for block, name in zip(blocks, SHOWN, strict=True):
        copied, problems = parse(name, block.encode())
        written, _ = parse(name, files()[name].data)
        assert problems == []
        assert copied is not None and written is not None
        assert copied.value == written.value
