"""The headers as nginx and Apache read them. Real servers tell in end_to_end/test_hosts.py what
comes of it; here is what none of them would show."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.site.apache import apache
from generator.site.assets import seal_page
from generator.site.headers import Rule, rules_for
from generator.site.nginx import nginx

Form = Callable[[tuple[Rule, ...]], str]
FORMS = pytest.mark.parametrize("form", [nginx, apache])


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in ("index.html", "api/v1/index.json", "assets/own.0123abcd.js", "index.md", "sw.js"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", "utf-8")
    page = '<meta charset="utf-8"><script>run()</script>'
    (tmp_path / "index.html").write_text(seal_page(page, "index.html", {}), "utf-8")
    return tmp_path


def test_no_location_of_nginx_has_headers_of_its_own(site: Path) -> None:
    """It would have no others then."""
    inside = re.findall(r"\{([^{}]*(?:\{\}[^{}]*)*)\}", nginx(rules_for(site)))
    assert len(inside) > 5
    assert not [one for one in inside if "add_header" in one or "expires" in one]
    assert nginx(rules_for(site)).count("add_header ") >= 8


def test_an_if_of_nginx_only_sets_variables(site: Path) -> None:
    for inside in re.findall(
        r"^if \([^\n]*\) \{\n(.*?)^\}", nginx(rules_for(site)), re.MULTILINE | re.DOTALL
    ):
        assert re.fullmatch(r"(    set \$signout_\w+ \"[^\"]*\";\n)+", inside)


def test_all_headers_of_nginx_and_apache_are_sent_with_errors_too(site: Path) -> None:
    lines = re.findall(
        r"^\s*(?:add_header|Header) .*",
        nginx(rules_for(site)) + apache(rules_for(site)),
        re.MULTILINE,
    )
    for line in lines:
        assert line.endswith(" always;") or line.lstrip().startswith("Header always set "), line


@FORMS
def test_an_edit_changes_nothing_that_a_server_would_have_to_read_again(
    site: Path, form: Form
) -> None:
    before = form(rules_for(site))
    (site / "assets/own.0123abcd.js").rename(site / "assets/own.4567abcd.js")
    (site / "words").mkdir()
    (site / "words" / "index.html").write_text((site / "index.html").read_text("utf-8"), "utf-8")
    assert form(rules_for(site)) == before


@FORMS
def test_what_is_not_there_is_not_mentioned(site: Path, form: Form) -> None:
    for name in ("feeds", "signout.csv", "llms"):
        assert name not in form(rules_for(site))


@FORMS
def test_no_place_of_this_machine_is_named(site: Path, form: Form) -> None:
    assert str(site) not in form(rules_for(site))
    assert form(rules_for(site)).isascii()


@FORMS
def test_pages_for_frames_may_be_shown_in_those_of_others(site: Path, form: Form) -> None:
    assert "frame-ancestors https:" not in form(rules_for(site))
    (site / "embed").mkdir()
    page = (site / "index.html").read_text("utf-8")
    (site / "embed" / "index.html").write_text(page, "utf-8")
    text = form(rules_for(site))
    assert text.index("frame-ancestors 'none'") < text.index("embed/")
    assert "frame-ancestors https:" in text
