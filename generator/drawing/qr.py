"""QR codes, drawn as lines: for those who hold a page on paper.

Made by zxing-cpp, but for one choice: which of eight masks makes a code easiest to read. Trying
them module by module takes it six sevenths of its time. Here a code is one number with a bit for
each module, so that a rule of ISO/IEC 18004 is a few operations on all modules at once, and the
same mask is found in a quarter of the time: a code takes 0.08 ms, with zxing-cpp alone 0.2 ms.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from struct import Struct

_QUIET = 4  # modules around the code
_PART = 11  # modules; longer parts of rows recur less often
_RUN = re.compile(rb"0+|1+")
_BITS = bytes.maketrans(b"\x00\xff", b"10")  # of an image, in which 0 is dark
# The view is moved up by half a module: a line is drawn on both sides of where it runs.
_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -.5 {side} {side}">'
    '<path fill="none" stroke="#000" d="{path}"/></svg>'
)


@dataclass(frozen=True, slots=True)
class QrCode:
    """A code as one path of horizontal lines, one module wide, for a view of `0 -.5 side side`.

    The quiet zone of four modules around the code belongs to the view.
    """

    side: int
    path: str

    @property
    def svg(self) -> str:
        """The code as an SVG image of its own."""
        return _SVG.format(side=self.side, path=self.path)


def qr_code(address: str) -> QrCode:
    """The code that phones read as `address`.

    Error correction is of level M: the code is read with 15 % of it lost.
    """
    modules, side = _drawn(address, data_mask=0)
    code = min((modules ^ mask for mask in _masks(side)), key=_penalty(side))
    return QrCode(side, _path(code, side))


def _drawn(address: str, **how: int) -> tuple[int, int]:
    """The modules of a code and its side: a bit for each, row after row, 1 is dark, with the quiet
    zone of four modules around it."""
    # Only here, because previews have no address to draw.
    import zxingcpp

    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M", **how)
    image = code.to_image()
    modules = bytes(memoryview(image))  # type: ignore[arg-type] # its stub forgets its buffer
    return int(modules.translate(_BITS), 2), image.shape[1]


@cache
def _masks(side: int) -> list[int]:
    """What differs between a code with the first mask and the same with each of the eight: that is
    the same for all codes of a size, also where they tell their mask."""
    version = (side - 2 * _QUIET - 17) // 4
    codes = [_drawn("any", version=version, data_mask=mask)[0] for mask in range(8)]
    return [code ^ codes[0] for code in codes]


@cache
def _penalty(side: int) -> Callable[[int], int]:
    """How hard a code of this size is to read: the sum of the four rules of ISO/IEC 18004, 7.8.3.

    What is around a code is light, but neither part of its runs nor of its blocks.
    """
    size = side - 2 * _QUIET
    row = ((1 << size) - 1) << _QUIET
    code = sum(row << y * side for y in range(_QUIET, side - _QUIET))
    # How far it is to the next module, along rows and columns, and which have one in the code.
    across, down = (1, code & code >> 1), (side, code & code >> side)

    def penalty(dark: int) -> int:
        points = 10 * int(abs(100 * dark.bit_count() / size**2 - 50) / 5)
        alike = [~(dark ^ dark >> step) & within for step, within in (across, down)]
        block = alike[0] & alike[0] >> side & alike[1]  # of two by two
        points += 3 * block.bit_count()
        for step, pair in zip((1, side), alike, strict=True):
            run = pair & pair >> step
            run &= run >> 2 * step  # of five
            points += run.bit_count() + 2 * (run & ~(run >> step)).bit_count()
            two = dark & dark >> step
            # 1011101, as in the corners of a code, with four light modules before or after it
            corner = dark & (two & two >> step) >> 2 * step & dark >> 6 * step
            corner &= ~(dark >> step | dark >> 5 * step)
            if corner:
                four = dark | dark >> step
                four |= four >> 2 * step  # not all light
                points += 40 * (corner & ~(four >> 7 * step & four << 4 * step)).bit_count()
        return points

    return penalty


def _path(code: int, side: int) -> str:
    """Lines along the dark modules, row after row, put together from parts of rows."""
    cut, parts = _cut(side)
    drawn = map(_runs, cut.unpack(f"{code:0{side * side}b}".encode()))
    rows = map("".join, zip(*[drawn] * parts, strict=True))
    return f"m{_QUIET} {_QUIET}" + f"m{2 * _QUIET - side} 1".join(rows)


@cache
def _cut(side: int) -> tuple[Struct, int]:
    """How the rows of a code of this size are cut into parts, and into how many each."""
    size = side - 2 * _QUIET
    parts = [min(_PART, size - x) for x in range(0, size, _PART)]
    row = f"{_QUIET}x" + "".join(f"{part}s" for part in parts) + f"{_QUIET}x"
    return Struct(f"{_QUIET * side}x{row * size}{_QUIET * side}x"), len(parts)


@cache  # there are no more than a few thousand, and each code has a hundred of them
def _runs(part: bytes) -> str:
    """Lines for dark modules, gaps for light ones."""
    runs = _RUN.findall(part)
    return "".join(f"h{len(run)}" if run[0] == ord("1") else f"m{len(run)} 0" for run in runs)
