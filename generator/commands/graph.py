"""`signout graph`: the screens of a family as a picture."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.check.proof import Checked
from generator.commands.options import project_of, project_options, said_plainly
from generator.commands.targets import find_target
from generator.commands.terminal import safe
from generator.knowledge.explained import Explainer
from generator.knowledge.load import SpecProblems, check_specs
from generator.knowledge.route import Walkthrough
from generator.pdf.fonts import FontMissing
from generator.publish.saving import write_file
from generator.read.problem import shown
from generator.site.map_file import map_mermaid, map_png, map_svg

# A family with these problems can be drawn, and the picture helps to mend them.
_DRAWN = frozenset(
    [
        "fallback-after-all",
        "no-fallback",
        "no-looks",
        "no-reach",
        "no-source",
        "route-breaks",
        "route-ends-early",
        "route-goes-on",
        "route-loops",
        "same-steps",
        "too-many-steps",
    ]
)
_ENDINGS = {".svg": "svg", ".png": "png", ".mmd": "mermaid"}


@click.command()
@click.argument("family")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write it to this file, whose ending says which kind it is: .svg, .png, or .mmd for "
    "Mermaid.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["svg", "mermaid"]),
    help="What to print without --out. Mermaid is text that code hosts draw, for pasting into a "
    "pull request.  [default: svg]",
)
@project_options
def graph(
    family: str, out: Path | None, form: str | None, specs: Path, content: Path, config: Path
) -> None:
    """Draw the screens of FAMILY and what leads from one to the next.

    The main way is drawn thick and numbered, second ways are dotted, and screens that no way
    passes are drawn too, as is a family whose routes have problems. FAMILY is the name of a
    family's file without `.yml`.

    In a terminal, the picture is written to FAMILY.svg; in a pipe, it is printed.
    """
    if out is not None and form is not None:
        raise click.UsageError("The ending of --out says what to write; leave --format away.")
    if out is not None and out.suffix.lower() not in _ENDINGS:
        raise click.UsageError(f"`{out}` must end in .svg, .png or .mmd.")
    checked = check_specs(project_of(specs, content, config).specs)
    with said_plainly():
        if any(p.code not in _DRAWN and not p.code.startswith("unused-") for p in checked.problems):
            raise SpecProblems(checked.problems)
        walkthrough = Explainer(checked).walkthrough(_family(checked, family))
        if out is None and form is None and sys.stdout.isatty():
            out = Path(f"{walkthrough.family}.svg")
        if out is None:
            click.echo(_drawn(walkthrough, form or "svg"), nl=False)
        else:
            write_file(out, _drawn(walkthrough, _ENDINGS[out.suffix.lower()]))
            click.echo(f"{safe(out)}: {walkthrough.name}, {len(walkthrough.screens)} screens.")
    for problem in checked.problems:
        click.echo(str(problem), err=True)


def _family(checked: Checked, name: str) -> str:
    if name in checked.specs.devices and name not in checked.families:
        interfaces = checked.specs.devices[name].spec.interfaces.values()
        families = list(dict.fromkeys(interface.family for interface in interfaces))
        hint = f"It shows {', '.join(f'`{one}`' for one in families)}." if families else ""
        raise click.UsageError(f"`{shown(name)}` is a device, not a family. {hint}".rstrip())
    target = find_target(checked, name if ":" in name else f"family:{name}")
    if target.family is None or target.route is not None:
        raise click.UsageError(f"`{shown(name)}` is no family. Name a whole family.")
    return target.family


def _drawn(walkthrough: Walkthrough, form: str) -> bytes:
    match form:
        case "png":
            try:
                return map_png(walkthrough)
            except FontMissing as error:
                raise click.ClickException(str(error)) from None
        case "mermaid":
            return map_mermaid(walkthrough).encode()
    return map_svg(walkthrough).encode()
