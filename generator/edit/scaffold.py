"""A new spec: from what somebody answered to the files as they are with it, not yet written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.check.proof import Checked, check
from generator.edit.blocks import block, entry
from generator.edit.fixing import opened
from generator.edit.form import Refused
from generator.edit.insertion import with_entry, with_field, with_item
from generator.edit.layout import Layout, edited
from generator.edit.mend import Change
from generator.edit.naming import file_of, interface_name
from generator.edit.phrases import Said
from generator.edit.use_sites import UseSite, field_of
from generator.edit.yaml_text import flow, scalar
from generator.model.device import Device
from generator.model.guidance import Checklist
from generator.model.schema import modeline
from generator.model.specs import SHARED, Read, Specs, load
from generator.read.document import parse
from generator.read.problem import Problem, there_is_no
from generator.read.tree import SpecFile

Fields = Mapping[str, Any]
Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class New:
    """One new thing: its name, its fields in the order of the model, the kind of a device."""

    collection: str
    id: str
    fields: Fields
    kind: str = ""

    @property
    def file(self) -> str:
        """The file it stands in, below the folder of specs."""
        return file_of(self.collection, self.id, self.kind)


@dataclass(frozen=True, slots=True)
class Use:
    """Where a new thing is to be used; with `instead`, in the place of what is used there now."""

    site: UseSite
    instead: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """The device that shows a new family, as an interface of this name."""

    device: str
    interface: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be written: new things, the last of which uses the ones before it, and where that
    one is used, `said` already, or `told`: on which pages of prose."""

    new: tuple[New, ...]
    uses: tuple[Use, ...] = ()
    shown: tuple[Shown, ...] = ()
    said: tuple[Said, ...] = ()
    told: tuple[Change, ...] = ()

    @property
    def main(self) -> New:
        """What somebody asked for."""
        return self.new[-1]


def shown_on(specs: Specs, family: str, given: str) -> Shown:
    """The device, and its interface, that somebody means by `roku` or `roku/gear`. Raises
    Refused."""
    device, _, interface = given.strip().strip("/").partition("/")
    if device not in specs.devices:
        raise Refused(there_is_no("device", device, specs.devices))
    taken = specs.devices[device].spec.interfaces
    return Shown(device, interface or interface_name(specs, family, taken))


def changed(draft: Draft, specs: Specs, files: Files) -> dict[str, bytes]:
    """The files that change, as they are then; `files` are all as they are, by their paths below
    the folder of specs. Raises Refused for what cannot stand in a file."""
    work = _Work(files)
    for new in draft.new:
        work.add(new, _neighbour(draft, specs, new))
    for use in draft.uses:
        work.use(draft.main, use)
    for one in draft.shown:
        work.show(draft.main.id, one, specs)
    for text in draft.said:
        work.say(text)
    return work.result()


class _Work:
    """Files that change one by one."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._texts: dict[str, str] = {}

    def result(self) -> dict[str, bytes]:
        found = {}
        for file, text in self._texts.items():
            closed = opened(self._files[file])[1] if file in self._files else str.encode
            found[file] = closed(text)
        return found

    def add(self, new: New, after: str | None) -> None:
        try:
            if new.collection not in SHARED:
                head = modeline(new.file.split("/"))
                self._texts[new.file] = f"{head}\n{block(new.fields)}"
            elif new.file not in self._files:
                head = modeline((new.file,))
                self._texts[new.file] = f"{head}\n{entry(new.id, new.fields, short=True)}"
            else:
                text = self._text(new.file)
                # Where all others have lines of their own, so has this one.
                layout = Layout(text)
                short = not all(layout.is_block((name,)) for name in layout.names(()))
                lines = entry(new.id, new.fields, short=short)
                self._texts[new.file] = with_entry(text, lines, after)
        except ValueError as error:
            raise Refused(f"`{new.id}` holds {error}.") from None

    def use(self, new: New, use: Use) -> None:
        site = use.site
        layout = Layout(self._text(site.file))
        path = (*site.path, field_of(new.collection, instead=use.instead))
        if use.instead and layout.has(path):
            edit = layout.replace(path, flow(new.id))
        elif use.instead:
            edit = with_field(layout, path, flow(new.id), site.order)
        else:
            edit = with_item(layout, path, flow(new.id), site.order)
        self._texts[site.file] = edited(layout.text, [edit])

    def show(self, family: str, one: Shown, specs: Specs) -> None:
        device = specs.devices[one.device]
        file = file_of("devices", device.id, device.folder)
        layout = Layout(self._text(file))
        path = ("interfaces", one.interface)
        order = Device.fields_in_files()
        if one.interface in device.spec.interfaces:
            edit = layout.replace((*path, "family"), flow(family))
        elif device.spec.interfaces:
            edit = layout.put(path, f"{{family: {flow(family)}}}")
        else:
            value = f"{{{flow(one.interface)}: {{family: {flow(family)}}}}}"
            edit = with_field(layout, ("interfaces",), value, order)
        self._texts[file] = edited(layout.text, [edit])

    def say(self, one: Said) -> None:
        layout = Layout(self._text(one.file))
        write = scalar if layout.is_block(one.path[:-1]) else flow
        self._texts[one.file] = edited(layout.text, [layout.replace(one.path, write(one.text))])

    def _text(self, file: str) -> str:
        if file not in self._texts:
            # `Layout` reads without guards what the strict reader has accepted.
            if parse(file, self._files[file])[0] is None:
                raise Refused(f"{file} has to be changed, but cannot be read. Mend it first.")
            self._texts[file] = opened(self._files[file])[0]
        return self._texts[file]


def _neighbour(draft: Draft, specs: Specs, new: New) -> str | None:
    """The entry of the same file after which a new one belongs."""
    if new.collection == "sources":
        publisher = str(new.fields.get("publisher", "")).casefold()
        same = [n for n, e in specs.sources.items() if e.spec.publisher.casefold() == publisher]
        return same[-1] if same else None
    for use in draft.uses if new is draft.main else ():
        part: Any = use.site.part
        if new.collection == "labels":
            return str(part.select)
        if isinstance(part, Checklist):
            return part.items[-1]
    return None


def tried(
    found: Sequence[SpecFile | Problem], files: Files, shown_as: str, read: Read = parse
) -> Checked:
    """The check of what was `found` in the folder of specs, with `files` in their new form; `read`
    is for `load`."""
    whole = {"/".join(file.parts): file for file in found if isinstance(file, SpecFile)}
    for name, data in files.items():
        whole[name] = SpecFile(f"{shown_as}/{name}", tuple(name.split("/")), data)
    problems: Iterable[Problem] = (one for one in found if isinstance(one, Problem))
    ordered = (whole[name] for name in sorted(whole, key=lambda name: name.split("/")))
    return check(*load([*problems, *ordered], shown_as, read))
