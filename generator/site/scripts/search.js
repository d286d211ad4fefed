// The search: a dialog over the page, opened by the button in the header, by "/" or by Ctrl K. The finder's hits come
// first: it forgives slips. Then come the pages that Pagefind finds by their words. Nothing of it is loaded before it is
// opened, and of the pages found only those that are shown.
import { find, findAll, make, pageAddress, root } from "./elements.js";
import { loadEntries } from "./entries.js";
import { findMatches } from "./matching.js";

const TYPE_NAMES = { device: "Device", problem: "Problem", page: "Guide" }; // as pages call themselves: found_as.html
const MOST_BEST = 4;
const MOST_RANKED = 50; // of which those that do not fit the filters are left out
const AT_ONCE = 8; // pages at first, and with each "Show more"
const TYPING_PAUSE = 150; // ms without typing, before pages are searched
const EXCERPT = 18; // words

export function startSearch() {
  const button = find(".so-search-button");
  if (!button) return;
  let search = null;
  const open = (event) => {
    event.preventDefault();
    (search ??= new Search()).open();
  };
  button.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.matches("input, select, textarea, [contenteditable]");
    if (event.ctrlKey || event.metaKey ? event.key === "k" : event.key === "/" && !isTyping) open(event);
  });
}

// Pagefind, with the numbers of its filters; null where it cannot be had: in previews, from files, without a network.
async function loadPagefind() {
  if (location.protocol === "file:") return null;
  try {
    const pagefind = await import(new URL("pagefind/pagefind.js", root));
    await pagefind.filters();
    return pagefind;
  } catch {
    return null;
  }
}

class Search {
  chosen = {}; // by filter, the value pressed
  turn = 0; // of the search that counts; what earlier ones find comes too late

  constructor() {
    const button = (text, onclick) => make("button", { type: "button", onclick }, text);
    this.input = make("input", {
      "aria-label": "Search",
      placeholder: "Device, problem, words on screen",
      autocomplete: "off",
      spellcheck: "false",
      oninput: () => this.search(),
    });
    this.filters = make("div", { role: "group", "aria-label": "Show only" });
    // In here and not outside: what is outside an open dialog is read to nobody.
    this.state = make("p", { role: "status" });
    this.best = make("ul");
    this.rest = make("ul");
    this.more = button("Show more", async () => (await this.showMore(this.turn))?.focus());
    this.found = make("div", {}, this.filters, this.state, this.best, this.rest, this.more);
    this.dialog = make(
      "dialog",
      { class: "so-search", "aria-label": "Search", closedby: "any", onkeydown: (event) => this.move(event) },
      make(
        "form",
        { role: "search", onsubmit: (event) => this.goToFirst(event) },
        this.input,
        button("Close", () => this.dialog.close()),
      ),
      this.found,
    );
    document.body.append(this.dialog);
  }

  open() {
    if (!this.dialog.open) this.dialog.showModal();
    this.input.select();
    if (!this.pagefind) this.loading = loadPagefind();
    this.search();
  }

  // Shows the finder's hits at once, and pages when the typing pauses.
  async search() {
    const turn = ++this.turn;
    this.found.ariaBusy = true;
    const query = this.input.value.trim();
    const entries = await loadEntries().catch(() => []);
    if (turn !== this.turn) return;
    const fits = ({ type, group }) => {
      const { type: wanted = TYPE_NAMES[type], kind = group } = this.chosen;
      return TYPE_NAMES[type] === wanted && group === kind;
    };
    const best = findMatches(query, entries, MOST_RANKED).filter(fits).slice(0, MOST_BEST);
    this.shown = best.map(({ path }) => pageAddress(path));
    this.best.replaceChildren(
      ...best.map(({ title, group, match }, at) => hit(this.shown[at], title, group, match === title ? [] : [match])),
    );
    this.pagefind = await this.loading;
    // Where the network is lost on the way, the finder's hits remain.
    const lost = () => (this.pagefind = null);
    const found = query && (await this.pagefind?.debouncedSearch(query, { filters: this.chosen }, TYPING_PAUSE).catch(lost));
    if (turn !== this.turn) return;
    this.results = found?.results ?? [];
    this.count = best.length + this.results.length;
    this.rest.replaceChildren();
    await this.showMore(turn);
    if (turn !== this.turn) return;
    this.showFilters(found?.filters ?? {}, best);
    this.found.ariaBusy = false;
  }

  // Shows the next pages, but for those that stand above already; gives the first one's link.
  async showMore(turn) {
    const next = this.results.splice(0, AT_ONCE);
    const pages = await Promise.all(next.map((result) => result.data())).catch(() => []);
    if (turn !== this.turn) return null;
    const fresh = pages.filter(({ url }) => !this.shown.includes(new URL(url, root).href));
    const hits = fresh.map(pageHit);
    this.rest.append(...hits);
    this.count -= pages.length - fresh.length;
    this.more.hidden = !this.results.length;
    const { count } = this;
    // Pages not loaded yet may stand among the best already.
    const found = `${this.results.length ? "About " : ""}${count} ${count === 1 ? "result" : "results"}.`;
    this.state.textContent =
      (this.input.value.trim() && (count ? found : "Nothing found. Try another word. ")) +
      (this.pagefind ? "" : " Only names are searched now, not the text of pages.");
    return hits.length ? find("a", hits[0]) : this.input;
  }

  // A button for each value that has hits, with their number. One that is pressed stays, so that it can be released.
  showFilters(counts, best) {
    const focused = document.activeElement.dataset.value;
    const values = (name, ofBest) => {
      const numbers = {};
      for (const value of best.map(ofBest)) numbers[value] = (numbers[value] ?? 0) + 1;
      // The finder's hits are nearly always among Pagefind's, if it has any: where a slip was typed, it has none.
      for (const [value, number] of Object.entries(counts[name] ?? {})) {
        if (number || this.chosen[name] === value) numbers[value] = Math.max(number, numbers[value] ?? 0);
      }
      delete numbers[""];
      return Object.entries(numbers).sort().map(([value, number]) => {
        const isPressed = this.chosen[name] === value;
        const onclick = () => {
          this.chosen = { ...this.chosen, [name]: isPressed ? undefined : value };
          this.search();
        };
        const attributes = { type: "button", "aria-pressed": `${isPressed}`, "data-value": value, onclick };
        return make("button", attributes, `${value} `, make("small", {}, number));
      });
    };
    this.filters.replaceChildren(
      ...values("type", ({ type }) => TYPE_NAMES[type]),
      ...values("kind", ({ type, group }) => (type === "device" ? group : "")),
    );
    if (focused) findAll("button", this.filters).find((button) => button.dataset.value === focused)?.focus();
  }

  // Enter leads to the first hit.
  async goToFirst(event) {
    event.preventDefault();
    if (!this.best.firstChild) await this.search();
    find("li a", this.dialog)?.click();
  }

  // Up and down lead from the input through the hits, and back.
  move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const stops = [this.input, ...findAll("li a", this.dialog)];
    stops[stops.indexOf(document.activeElement) + step]?.focus();
  }
}

function hit(href, title, group, said) {
  return make("li", {}, make("a", { href }, make("b", {}, title), " ", make("small", {}, group), make("p", {}, ...said)));
}

// A page, with the words around most of those searched, which are marked. Made from its text: in Pagefind's own excerpt,
// which is HTML, "<" is escaped and "&" is not.
function pageHit({ url, meta, filters, content, locations, anchors }) {
  const words = content.split(/\s+/);
  const first = anchors[0]?.text.split(/\s+/).length ?? 0; // after the heading
  const near = (at) => locations.filter((other) => other >= at && other < at + EXCERPT - 4).length;
  const densest = locations.reduce((best, at) => (at >= first && near(at) > near(best) ? at : best), first);
  const start = Math.max(first, densest - 3);
  const said = words.slice(start, start + EXCERPT).flatMap((word, at) => {
    return [locations.includes(start + at) ? make("mark", {}, word) : word, " "];
  });
  // Guides are long and read in parts, the other pages from their first step on.
  const part = filters.type?.includes(TYPE_NAMES.page) && anchors.findLast(({ location }) => location <= densest);
  return hit(url + (part ? `#${part.id}` : ""), meta.title, meta.group, [start > first ? "… " : "", ...said, "…"]);
}
