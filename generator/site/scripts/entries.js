// The finder's index: every device, problem and guide with the names people know it by. A script of its own, because
// pages from a file may load scripts but fetch nothing.
import { make } from "./elements.js";

const ENTRY_TYPES = ["device", "problem", "page"]; // as generator/site/finder.py numbers them
let entriesLoading = null;

// All entries: {title, path, type, group, names}; devices also have `problems`, the ids of theirs. The list carries `everyday` ([our word, what people say, …]) and
// `service`, which findMatches reads. Loaded once; fails if the index cannot be had, and is tried anew then.
export function loadEntries() {
  entriesLoading ??= new Promise((resolve, reject) => {
    const { index, indexIntegrity } = document.getElementById("signout").dataset;
    // From a file, browsers have nothing to check a hash against, and refuse.
    const integrity = location.protocol === "file:" ? null : (indexIntegrity ?? null);
    const onload = () => resolve(globalThis.signoutEntries);
    document.head.append(make("script", { src: index, integrity, onload, onerror: reject }));
  }).then(unpackEntries);
  entriesLoading.catch(() => (entriesLoading = null));
  return entriesLoading;
}

export function unpackEntries({ entries, groups, everyday, service, problems, has }) {
  const list = entries.map(([title, path, type, group, names]) => ({
    title,
    path,
    type: ENTRY_TYPES[type],
    group: groups[group],
    names,
  }));
  // The devices come first. Those with the same problems share one list of ids.
  const ids = list.filter((entry) => entry.type === "problem").map((entry) => entry.path.split("/")[1]);
  const lists = problems.map((numbers) => numbers.map((number) => ids[number]));
  has.forEach((number, device) => (list[device].problems = lists[number]));
  return Object.assign(list, { everyday, service });
}
