// The finder: a field that shows where to go while one types. A combobox with a list, as the ARIA Authoring Practices
// Guide has it (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/). Without script its form leads to the list of devices.
import { announce, counted, find, findAll, make, pageAddress } from "./elements.js";
import { loadEntries } from "./entries.js";
import { findMatches } from "./matching.js";

const PAUSE = 350; // milliseconds: who types on is not spoken over

export function startFinder() {
  findAll(".so-finder").forEach(runFinder);
}

function runFinder(form) {
  const input = find("input", form);
  const popup = find(".so-hits", form);
  const list = find("[role=listbox]", form);
  const nothing = find(".so-nothing", form);
  let hits = [];
  let active = -1;
  let shown = ""; // the words whose hits are shown
  let speech;
  input.setAttribute("role", "combobox");

  const open = (isOpen) => {
    popup.hidden = !isOpen;
    input.setAttribute("aria-expanded", isOpen && hits.length > 0);
    if (!isOpen) mark(-1);
  };
  const mark = (at) => {
    active = at;
    [...list.children].forEach((option, number) => {
      option.setAttribute("aria-selected", number === at);
      if (number === at) option.scrollIntoView({ block: "nearest" });
    });
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", list.children[at].id);
  };
  const show = (query, entries) => {
    shown = query;
    hits = findMatches(query, entries);
    list.replaceChildren(...hits.map((hit, number) => optionOf(hit, `${list.id}-${number}`)));
    list.hidden = !hits.length;
    nothing.hidden = hits.length > 0;
    mark(-1);
    open(query !== "");
    const found = hits.length ? `${counted(hits.length, "hit")}. First: ${hits[0].title}.` : nothing.textContent;
    clearTimeout(speech);
    speech = setTimeout(() => announce(query && found), PAUSE);
  };
  const update = async () => {
    const entries = await loadEntries();
    const query = input.value.trim();
    if (query !== shown) show(query, entries);
    else if (query) open(true);
  };
  const go = () => location.assign(pageAddress(hits[Math.max(active, 0)]?.path ?? "devices/"));
  // Where the index cannot be had, the form still leads to the list.
  const updateIfPossible = () => update().catch(() => open(false));
  open(false);

  input.addEventListener("input", updateIfPossible);
  input.addEventListener("focus", () => loadEntries().catch(() => {}));
  input.addEventListener("click", updateIfPossible);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && hits.length) {
      event.preventDefault();
      open(true);
      // From the field down to the first, from the field up to the last, and round by way of the field.
      const places = hits.length + 1;
      mark(((active + 1 + step + places) % places) - 1);
    } else if (event.key === "Escape") {
      input.value = "";
      updateIfPossible();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    update().then(() => (hits.length || !input.value.trim() ? go() : input.focus()), () => form.submit());
  });
  form.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !form.contains(relatedTarget)) open(false);
  });
  document.addEventListener("pointerdown", ({ target }) => form.contains(target) || open(false));

  const asked = new URLSearchParams(location.search).get("find");
  if (asked && !input.value) {
    input.value = asked.slice(0, 200);
    updateIfPossible();
  }
  // Not on a phone or a tablet, where a keyboard would jump up and cover the page before one has read it.
  const mayFocus = "focus" in form.dataset && !location.hash && !find(":focus");
  if (mayFocus && matchMedia("(hover: hover) and (pointer: fine)").matches) input.focus({ preventScroll: true });
}

// A hit as a link, so that it opens in a new tab as links do: its title, the name that was met, and where it belongs.
function optionOf({ title, match, group, path }, id) {
  const isSaid = title.toLowerCase().includes(match.toLowerCase());
  return make(
    "a",
    { role: "option", id, tabindex: -1, class: "so-hit", href: pageAddress(path) },
    make("span", {}, make("strong", {}, title), " ", isSaid ? "" : make("span", { class: "so-hit-why" }, match)),
    " ",
    make("span", { class: "so-hit-group" }, group),
  );
}
