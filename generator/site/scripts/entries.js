// The finder's index: every device, problem and guide with the names people know it by. A script of its own, because
// pages from a file may load scripts but fetch nothing.
import { isFile, make, site } from "./elements.js";

// What pages call themselves (found_as.html), as generator/site/finder.py numbers it.
const ENTRY_TYPES = ["Device", "Problem", "Guide"];
let entriesLoading = null;

// All entries: {title, path, type, group, names}; devices also have `problems`, the ids of theirs. The list carries
// `everyday` ([our word, what people say, …]) and `noise` (words that tell nothing), which findMatches reads. Loaded
// once; fails if the index cannot be had, and is tried anew then.
export function loadEntries() {
  entriesLoading ??= new Promise((resolve, reject) => {
    const onload = () => resolve(unpackEntries(globalThis.signoutEntries));
    // From a file, browsers have nothing to check a hash against, and refuse.
    const integrity = !isFile && (site.indexIntegrity ?? false);
    document.head.append(make("script", { src: site.index, integrity, onload, onerror: reject }));
  });
  entriesLoading.catch(() => (entriesLoading = null));
  return entriesLoading;
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
