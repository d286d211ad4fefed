"""The questions of `signout new`, in the order of the models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.commands.new.questions import NEEDED, agreed, ask, list_choices, refuse, say
from generator.commands.new.whereabouts import Whereabouts
from generator.edit.form import Form, Names, Refused
from generator.edit.naming import interface_name, new_id
from generator.edit.plan import Plan
from generator.read.problem import did_you_mean, shown
from generator.read.tree import as_id

# Fields that may be left out but are worth a question each; the others are offered at the end.
_ASKED: Mapping[str, tuple[str, ...]] = {
    "Device": ("also", "models", "interfaces"),
    "Interface": ("sources",),
    "Problem": ("also", "kinds", "families"),
    "Solution": ("steps", "see", "sources"),
    "Item": ("sources",),
    "Source": ("date",),
    "Label": ("means", "sources"),
    "Concept": ("is_not", "sources"),
    "Fact": ("sources",),
    "Kind": ("icon",),
    "Pack": ("checklists", "kinds", "devices", "remote"),
    "Route": ("when",),
    "Reason": ("sources",),
    "Note": ("at", "sources"),
    "Action": ("when", "note"),
    "Impostor": ("sources",),
    "Screen": ("looks_like", "controls"),
    "Control": ("where",),
}
# What a question can make on the way: a page by its address, a label by its words.
_SOURCE, _LABEL = "source", "label"


class Interview(Whereabouts):
    """Asks for all that a new thing needs, and offers the rest."""

    def run(self) -> None:
        """Fills in the plan. Raises click.Abort."""
        say(f"A new {self.plan.what}. ? explains a question; Ctrl C stops, and nothing is written.")
        if self.plan.has_own_name:
            self.name()
        self.all_fields()
        self.name()
        self.uses()
        say()

    def all_fields(self) -> None:
        """The fields of the thing itself."""
        self.record(self.plan.form, ())
        self.more(self.plan.form)

    def record(self, form: Form, at: Names) -> None:
        """The fields of a record: those it needs, those worth a question."""
        for name, field in form.fields.items():
            filled = self.filled(at)
            needed = (name,) in list(form.required(filled))
            if name in filled:
                self.rest(field, (*at, name))
            elif needed or name in _ASKED.get(form.title, ()):
                self.field(field, (*at, name), needed=needed)
        for names in form.required(self.filled(at)):
            if len(names) > 1 and not any(self.filled(at).get(name) for name in names):
                name = self.one_of({name: form.fields[name].says for name in names})
                self.field(form.fields[name], (*at, name), needed=True)

    def rest(self, form: Form, at: Names) -> None:
        """What is missing inside of something that was given with the call."""
        if form.sort == "record":
            self.record(form, at)
        else:
            for name in list(self.filled(at)):
                self.rest(form.item, (*at, name))

    def field(self, form: Form, at: Names, *, needed: bool) -> None:
        """One field, of whatever sort."""
        if form.sort == "record":
            say()
            say(f"  {form.says}", dim=True)
            self.record(form, at)
        elif at[-1] == "interfaces":
            self.interfaces(form, at)
        elif form.sort == "entries":
            self.entries(form, at, needed=needed)
        elif form.sort == "list" and form.item.sort == "record":
            self.records(form, at, needed=needed)
        elif form.sort == "list" and not form.is_words:
            self.sentences(form, at)
        else:
            self.value(form, at, needed=needed)

    def one_of(self, names: Mapping[str, str]) -> str:
        """One of a few fields."""
        say()
        say("  One of these is needed.", dim=True)
        list_choices(names)
        return self.choose("which", names)

    def choose(self, label: str, names: Mapping[str, str], *, needed: bool = True) -> str:
        """One of `names`; empty if it is not needed and left out."""
        while True:
            typed = ask(label)
            if typed in names or (not typed and not needed):
                return typed
            if typed == "?":
                list_choices(names)
            elif not typed:
                refuse(NEEDED)
            else:
                refuse(f"There is no `{shown(typed)}`. {did_you_mean(typed, names)}".rstrip())

    def interfaces(self, form: Form, at: Names) -> None:
        """The interfaces of a device, each by its family."""
        family = form.item.fields["family"]
        while True:
            there = self.filled(at)
            says = "What its app looks like: the family of an interface it shows."
            if there:
                says = "Another interface that some of these devices show? The likeliest is first."
            name = f"new-{len(there)}"
            found = self.value(family, (*at, name, "family"), needed=False, says=says)
            if found is None:
                self.filled(at).pop(name, None)
                return
            there = self.filled(at)
            del there[name]
            called = interface_name(self.plan.folder.specs, found, there)
            there[called] = {"family": found}
            self.field(form.item.fields["sources"], (*at, called, "sources"), needed=False)
            for other in list(there) if len(there) > 1 else ():
                if "tell" not in there[other] and self.plan.problems_at((*at, other), key=True):
                    tell = form.item.fields["tell"]
                    says = f"By what one tells {other} from the others on this device."
                    self.value(tell, (*at, other, "tell"), needed=True, says=says)

    def entries(self, form: Form, at: Names, *, needed: bool) -> None:
        """Values by names: of other things, or of one's own."""
        say()
        say(f"  {form.says}", dim=True)
        must = [names[0] for names in form.required({})]
        for name in must:
            self.field(form.item, (*at, name), needed=True)
        while True:
            there = self.filled(at)
            more = "another" if there else "which"
            label = f"{at[-1]}: {more} (Enter: no more)"
            if form.choices:
                left = {n: says for n, says in form.choices.items() if n not in there}
                name = self.choose(f"{label[:-1]}; ? lists them)", left, needed=False)
            else:
                name = self.own_name(label)
            if not name and (there or not needed):
                return
            if name:
                self.field(form.item, (*at, name), needed=True)

    def records(self, form: Form, at: Names, *, needed: bool) -> None:
        """A list of records, one after the other."""
        number = 1
        say()
        say(f"  {form.says}", dim=True)
        while (needed and number <= max(form.at_least, 1)) or agreed(
            f"{at[-1]}: {'another' if number > 1 else 'one'}?", default=False
        ):
            say(f"  {at[-1]}, number {number}", bold=True)
            self.record(form.item, (*at, str(number)))
            number += 1

    def sentences(self, form: Form, at: Names) -> None:
        """A list of sentences, one on each line."""
        self.intro(form)
        number = 1
        while True:
            typed = ask(f"{at[-1]} {number} (Enter: no more)")
            if not typed:
                return
            try:
                value = [*self.filled(at[:-1]).get(at[-1], []), *form.read(typed, at[-1])]
            except Refused as why:
                refuse(str(why))
                continue
            before = value[:-1]
            if problems := self.plan.answer(at, value):
                for problem in problems:
                    refuse(self.told(problem))
                if before:
                    self.plan.answer(at, before)
                continue
            number += 1

    def more(self, form: Form) -> None:
        """The fields that nobody was asked for yet."""
        while True:
            filled = self.plan.form.arranged(self.plan.filled)
            left = {n: f.says for n, f in form.fields.items() if n not in filled}
            if "interfaces" in filled:  # it has a way to sign out
                left.pop("no_sign_out", None)
            if not left:
                return
            say()
            say(f"  More to say? {', '.join(left)}", dim=True)
            name = self.choose("field (? explains them; Enter: no)", left, needed=False)
            if not name:
                return
            one = form.fields[name]
            is_list = one.sort == "list" and one.item.sort == "record"
            self.field(one, (name,), needed=is_list)

    def made(self, form: Form, typed: str) -> str:
        """A page may be named by its address, and a label by its words, though it is new."""
        wanted = form.item if form.is_words else form
        if wanted.refers_to == _SOURCE:
            pieces = [one.strip() for one in typed.split(",")]
            return ", ".join(self.source(p) if p.startswith("https://") else p for p in pieces)
        if wanted.refers_to == _LABEL and typed not in wanted.choices:
            return self.label_named(typed)
        return typed

    def source(self, url: str) -> str:
        """The name of the page at `url`, which is described if it is new."""
        for name, entry in self.plan.folder.specs.sources.items():
            if entry.spec.url == url:
                say(f"  This page is known as {name}.")
                return name
        return self.another("sources", {"url": url})

    def label_named(self, words: str) -> str:
        """The name of the label with these `words`, which is made if it is new."""
        for name, entry in self.plan.folder.specs.labels.items():
            if words.casefold() in (word.casefold() for word in entry.spec.text.get("en", ())):
                return name
        if as_id(words) is None or not agreed(
            f"  No label says “{words}”. A new one?", default=False
        ):
            return words
        return self.another("labels", {"text": {"en": words}})

    def another(self, collection: str, filled: dict[str, Any]) -> str:
        """Makes something else that is new, with what is `filled` in already. Its name."""
        inner = Interview(Plan(self.plan.folder, collection, filled=filled))
        inner.record(inner.plan.form, ())
        inner.name()
        name = new_id(self.plan.folder.specs, collection, inner.plan.filled, inner.plan.id)
        self.plan.other(collection, name).update(inner.plan.filled)
        say(f"  {collection}.yml gets {name}.", fg="green")
        return name

    def filled(self, at: Names) -> dict[str, Any]:
        """What is filled in at `at`; made if there is nothing yet."""
        inside: Any = self.plan.filled
        for part in at:
            inside = inside.setdefault(part, {})
        return inside if isinstance(inside, dict) else {}
