// The finder's index: every device, problem and guide with the names people know it by. It keeps its address when it
// changes, so that pages need not change with it; so it is asked for anew each time, and read as data, which run nothing.
// Pages from a file may fetch nothing, but load scripts: there it is one.
import { isFile, make, site } from "./elements.js";

// What pages call themselves (found_as.html), as generator/site/finder.py numbers it.
const ENTRY_TYPES = ["Device", "Problem", "Guide"];
let entriesLoading = null;

// All entries: {title, path, type, group, names}; devices also have `problems`, the ids of theirs. The list carries
// `everyday` ([our word, what people say, …]) and `noise` (words that tell nothing), which findMatches reads. Loaded
// once; fails if the index cannot be had, and is tried anew then.
export function loadEntries() {
  entriesLoading ??= (isFile ? runIndex() : fetchIndex()).then(unpackEntries);
  entriesLoading.catch(() => (entriesLoading = null));
  return entriesLoading;
}

async function fetchIndex() {
  const text = await (await fetch(site.index, { cache: "no-cache" })).text();
  return JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1));
}

function runIndex() {
  return new Promise((resolve, reject) => {
    const onload = () => resolve(globalThis.signoutEntries);
    document.head.append(make("script", { src: site.index, onload, onerror: reject }));
  });
}

export function unpackEntries({ entries, groups, everyday, noise, problems }) {
  const list = entries.map(([title, path, type, group, names, had]) => ({
    title,
    path,
    type: ENTRY_TYPES[type],
    group: groups[group],
    names,
    problems: problems[had],
  }));
  return Object.assign(list, { everyday, noise });
}
