// The search: a dialog over the page, opened by the button in the header, by "/" or by Ctrl K. The finder's hits come
// first: it forgives slips. Then come the pages that Pagefind finds by their words. Nothing of it is loaded before it is
// opened, and of the pages found only those that are shown.
import { counted, find, findAll, isFile, make, makeButton, pageAddress, root } from "./elements.js";
import { loadEntries } from "./entries.js";
import { findMatches } from "./matching.js";

const MOST_BEST = 4;
const MOST_RANKED = 50; // of which those that do not fit the filters are left out
const AT_ONCE = 8; // pages at first, and with each "Show more"
const TYPING_PAUSE = 150; // ms without typing, before pages are searched
const EXCERPT = 18; // words

export function startSearch() {
  const button = find(".so-search-button");
  if (!button) return;
  let openSearch = null;
  const open = (event) => {
    event.preventDefault();
    openSearch ??= makeSearch();
    openSearch();
  };
  button.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.matches("input, select, textarea");
    if (event.ctrlKey || event.metaKey ? event.key === "k" : event.key === "/" && !isTyping) open(event);
  });
}

// Pagefind, with the numbers of its filters; null where it cannot be had: in previews, from files, without a network.
async function loadPagefind() {
  if (isFile) return null;
  try {
    const pagefind = await import(new URL("pagefind/pagefind.js", root));
    await pagefind.filters();
    return pagefind;
  } catch {
    return null;
  }
}

// Makes the dialog; gives what opens it.
function makeSearch() {
  let chosen = {}; // by filter, the value pressed
  let last = 0; // the turn of the search that counts; what earlier ones find comes too late
  let pagefind, loading, results, count;
  let shown = []; // the addresses of the finder's hits

  const input = make("input", {
    "aria-label": "Search",
    placeholder: "Device, problem, words on screen",
    autocomplete: "off",
    spellcheck: "false",
    oninput: search,
  });
  const filters = make("div", { role: "group", "aria-label": "Show only" });
  // In here and not outside: what is outside an open dialog is read to nobody.
  const state = make("p", { role: "status" });
  const best = make("ul");
  const rest = make("ul");
  const more = makeButton("Show more", async () => (await showMore(last))?.focus(), "");
  const found = make("div", {}, filters, state, best, rest, more);
  const dialog = make(
    "dialog",
    { class: "so-search", "aria-label": "Search", closedby: "any", onkeydown: move },
    make("form", { role: "search", onsubmit: goToFirst }, input, makeButton("Close", () => dialog.close(), "")),
    found,
  );
  document.body.append(dialog);

  // Shows the finder's hits at once, and pages when the typing pauses.
  async function search() {
    const turn = ++last;
    found.ariaBusy = true;
    const query = input.value.trim();
    const entries = await loadEntries().catch(() => []);
    if (turn !== last) return;
    const fits = ({ type, group }) => type === (chosen.type ?? type) && group === (chosen.kind ?? group);
    const hits = findMatches(query, entries, MOST_RANKED).filter(fits).slice(0, MOST_BEST);
    shown = hits.map(({ path }) => pageAddress(path));
    best.replaceChildren(
      ...hits.map(({ title, group, match }, at) => hitOf(shown[at], title, group, match === title ? "" : match)),
    );
    pagefind = await loading;
    // Where the network is lost on the way, the finder's hits remain.
    const lost = () => (pagefind = null);
    const pages = query && (await pagefind?.debouncedSearch(query, { filters: chosen }, TYPING_PAUSE).catch(lost));
    if (turn !== last) return;
    results = pages?.results ?? [];
    count = hits.length + results.length;
    rest.replaceChildren();
    await showMore(turn);
    if (turn !== last) return;
    showFilters(pages?.filters, hits);
    found.ariaBusy = false;
  }

  // Shows the next pages, but for those that stand above already; gives the first one's link.
  async function showMore(turn) {
    const next = results.splice(0, AT_ONCE);
    const pages = await Promise.all(next.map((result) => result.data())).catch(() => []);
    if (turn !== last) return null;
    const fresh = pages.filter(({ url }) => !shown.includes(new URL(url, root).href));
    const hits = fresh.map(pageHit);
    rest.append(...hits);
    count -= pages.length - fresh.length;
    more.hidden = !results.length;
    // Pages not loaded yet may stand among the best already.
    const words = count ? `${results.length ? "About " : ""}${counted(count, "result")}.` : "Nothing found. Try another word. ";
    state.textContent =
      (input.value.trim() && words) + (pagefind ? "" : " Only names are searched now, not the text of pages.");
    return hits.length ? find("a", hits[0]) : input;
  }

  // A button for each value that has hits, with their number. One that is pressed stays, so that it can be released.
  function showFilters(counts, hits) {
    const focused = document.activeElement.dataset.value;
    const values = (name, ofHits) => {
      const numbers = {};
      for (const value of ofHits) numbers[value] = (numbers[value] ?? 0) + 1;
      // The finder's hits are nearly always among Pagefind's, if it has any: where a slip was typed, it has none.
      for (const [value, number] of Object.entries(counts?.[name] ?? {})) {
        if (number || chosen[name] === value) numbers[value] = Math.max(number, numbers[value] ?? 0);
      }
      return Object.entries(numbers).sort().map(([value, number]) => {
        const isPressed = chosen[name] === value;
        const onclick = () => {
          chosen = { ...chosen, [name]: isPressed ? undefined : value };
          search();
        };
        const attributes = { type: "button", "aria-pressed": `${isPressed}`, "data-value": value, onclick };
        return make("button", attributes, `${value} `, make("small", {}, number));
      });
    };
    const devices = hits.filter(({ type }) => type === "Device");
    filters.replaceChildren(
      ...values("type", hits.map(({ type }) => type)),
      ...values("kind", devices.map(({ group }) => group)),
    );
    if (focused) findAll("button", filters).find((button) => button.dataset.value === focused)?.focus();
  }

  // Enter leads to the first hit.
  async function goToFirst(event) {
    event.preventDefault();
    if (!best.firstChild) await search();
    find("li a", dialog)?.click();
  }

  // Up and down lead from the input through the hits, and back.
  function move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const stops = [input, ...findAll("li a", dialog)];
    stops[stops.indexOf(document.activeElement) + step]?.focus();
  }

  return () => {
    if (!dialog.open) dialog.showModal();
    input.select();
    if (!pagefind) loading = loadPagefind();
    search();
  };
}

const hitOf = (href, title, group, ...said) =>
  make("li", {}, make("a", { href }, make("b", {}, title), " ", make("small", {}, group), make("p", {}, ...said)));

// A page, with the words around most of those searched, which are marked. Made from its text: in Pagefind's own excerpt,
// which is HTML, "<" is escaped and "&" is not.
function pageHit({ url, meta, filters, content, locations, anchors }) {
  const words = content.split(/\s+/);
  const first = anchors[0]?.text.split(/\s+/).length ?? 0; // after the heading
  const near = (at) => locations.filter((other) => other >= at && other < at + EXCERPT - 4).length;
  const densest = locations.reduce((best, at) => (at >= first && near(at) > near(best) ? at : best), first);
  const start = Math.max(first, densest - 3);
  const said = words.slice(start, start + EXCERPT).flatMap((word, at) => [
    locations.includes(start + at) ? make("mark", {}, word) : word,
    " ",
  ]);
  // Guides are long and read in parts, the other pages from their first step on.
  const part = filters.type?.includes("Guide") && anchors.findLast(({ location }) => location <= densest);
  return hitOf(url + (part ? `#${part.id}` : ""), meta.title, meta.group, start > first ? "… " : "", ...said, "…");
}
