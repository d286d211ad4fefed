"""`python -m docs.signs_font`: cuts the font of signs, `generator/pdf/signs/signs.ttf`, anew.

The fonts that come as packages have the letters of some twenty scripts, but not all signs that one
finds on keys and screens. Debian's `fonts-noto-core` has them (apt-get install fonts-noto-core);
what is taken of it here is a few hundred signs. Same fonts, same bytes.
"""

from __future__ import annotations

from pathlib import Path

import click
from fontTools.merge import Merger
from fontTools.misc.timeTools import timestampFromString
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

TARGET = Path(__file__).parent.parent / "generator" / "pdf" / "signs" / "signs.ttf"
NAME = "Noto Signs"  # its own name, because it is changed
DATE = timestampFromString("Sun Nov 22 00:00:00 2026")  # and not the clock's
DEBIAN = Path("/usr/share/fonts/truetype/noto")
# What is taken of each font, in this order: a sign that two have is of the first.
TAKEN: dict[str, tuple[range, ...]] = {
    "NotoSansSymbols2-Regular": (
        range(0x2300, 0x2400),  # signs on keys: eject, power, hourglass
        range(0x25A0, 0x2600),  # shapes
        range(0x2600, 0x27C0),  # signs and ornaments: boxes to tick, crosses
        range(0x2B00, 0x2C00),  # more arrows
        range(0x1F500, 0x1F540),  # play, loud, bright
    ),
    "NotoSansMath-Regular": (
        range(0x2190, 0x2200),  # arrows
        range(0x2200, 0x2300),  # operators, of which menus have some: three dots, squared plus
        range(0x2300, 0x2400),
        range(0x25A0, 0x2600),
        range(0x27F0, 0x2800),  # long arrows
        range(0x2900, 0x2980),  # more arrows
        range(0x1D400, 0x1D800),  # letters that names on the web are written in
    ),
    "NotoSansSymbols-Regular": (
        range(0x2300, 0x2400),
        range(0x2460, 0x2500),  # circled numbers and letters
        range(0x2600, 0x27C0),
    ),
    "NotoSansGothic-Regular": (range(0x10330, 0x10350),),  # what programs are tried with
}


def cut(fonts: Path, target: Path) -> None:
    """Writes `target`, the signs of the fonts in the folder `fonts`."""
    parts = []
    seen: set[int] = set()
    for name, ranges in TAKEN.items():
        font = TTFont(fonts / f"{name}.ttf", recalcTimestamp=False)
        wanted = {code for taken in ranges for code in taken} - seen
        here = wanted & font.getBestCmap().keys()
        seen |= here
        parts.append(_part(font, here, target.with_name(f"{name}.part.ttf")))
    merged = Merger().merge(list(map(str, parts)))
    for part in parts:
        part.unlink()
    for record in merged["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            record.string = NAME.replace(" ", "") if record.nameID == 6 else NAME
    merged["head"].created = merged["head"].modified = DATE
    merged.recalcTimestamp = False
    merged.save(target)


def _part(font: TTFont, codes: set[int], file: Path) -> Path:
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.bidi_closure = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]  # with copyright and licence
    options.drop_tables += ["MATH", "GSUB", "GPOS", "GDEF", "STAT", "DSIG"]
    options.recalc_timestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    font.save(file)
    return file


@click.command()
@click.option(
    "--fonts",
    default=DEBIAN,
    show_default=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder of Debian's fonts.",
)
def main(fonts: Path) -> None:
    """Cut the font of signs anew."""
    cut(fonts, TARGET)
    click.echo(f"{TARGET}: {TARGET.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
