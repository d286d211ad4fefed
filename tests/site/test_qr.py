"""QR codes: what is drawn is read back, by a reader that knows nothing of how it was drawn."""

from __future__ import annotations

import re

import pytest
import zxingcpp
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from generator.drawing.qr import qr_code
from generator.site.qr import printed_address
from tests.qr_reader import dark_runs, read_qr

ADDRESS = "https://signout.example/devices/roku/"


@pytest.mark.parametrize(
    "address",
    [
        ADDRESS,
        "https://a.example/",
        "https://help.example/tv/%E2%82%AC/",
        "https://help.example/?a=1&b=<2>",
        "https://signout.example/devices/" + "long-" * 12 + "name/",
    ],
)
def test_it_is_read_as_the_address(address: str) -> None:
    page = BeautifulSoup(printed_address(address), "html.parser")
    code = read_qr(page)
    assert code is not None
    assert (code.text, code.ec_level) == (address, "M")
    assert page.get_text(" ", strip=True) == f"This page on the web: {address}"


@given(st.text("abz-019AZ%/é", max_size=110))
def test_its_mask_is_the_one_that_zxing_finds(path: str) -> None:
    """Which mask is best is found here, and zxing-cpp would find the same."""
    drawn = qr_code(f"https://a.example/{path}")
    code = zxingcpp.create_barcode(
        f"https://a.example/{path}", zxingcpp.BarcodeFormat.QRCode, ec_level="M"
    )
    modules = bytes(memoryview(code.to_image()))  # type: ignore[arg-type] # its stub forgets it
    rows = [bytearray(b"\xff" * drawn.side) for _ in range(drawn.side)]
    for x, y, end in dark_runs(drawn.path):
        rows[y][x:end] = bytes(end - x)
    assert b"".join(rows) == modules


def test_a_spoiled_code_is_not_read() -> None:
    """So the test above can fail."""
    half = re.sub(r'(d="[^"]{600})[^"]*', r"\1", printed_address(ADDRESS))
    assert read_qr(BeautifulSoup(half, "html.parser")) is None


def test_it_is_one_small_path_without_styles() -> None:
    html = printed_address(ADDRESS)
    assert len(html) < 2.5 * 1024
    assert html.count("<path") == 1
    assert "style=" not in html


def test_there_is_a_quiet_zone_of_four_modules() -> None:
    page = BeautifulSoup(printed_address(ADDRESS), "html.parser")
    svg, path = page.select_one("svg"), page.select_one("path")
    assert svg is not None
    assert path is not None
    side = int(str(svg["viewbox"]).split()[2])
    runs = list(dark_runs(str(path["d"])))
    assert (min(x for x, _, _ in runs), max(end for _, _, end in runs)) == (4, side - 4)
    assert (min(y for _, y, _ in runs), max(y for _, y, _ in runs)) == (4, side - 5)


def test_the_same_code_each_time_and_another_for_another_address() -> None:
    assert printed_address(ADDRESS) == printed_address(ADDRESS)
    assert printed_address(ADDRESS) != printed_address(ADDRESS + "x")
