// Which entries people mean by what they type, slips, everyday words and half sentences included. Pure: no page, no
// clock; the same words give the same entries.
import { editsBetween } from "./edits.js";
import { readVocabulary, sumOf, wordsOf } from "./vocabulary.js";

const MOST_TYPED = 100; // letters
const LONGEST_PHRASE = 4; // words that people say for one of ours
const ELSEWHERE = 0.8; // what a word counts that another name of the entry has
const SAME = 0.95; // how near our word is to what people say for it
const UNSAID = 0.2; // what a word takes off that the name has and nobody typed
const FAIR = 0.45; // the least part of what the best hit has of it
const SHORT = 4; // letters that begin too many words
const COMMON = 2; // the weight of such words
const BEGUN = 0.6; // what it adds that a name begins as typed
const TITLE = 1.02; // what it counts that it is the entry's title

const rankers = new WeakMap(); // of each list of entries, what ranks them

// At most `most` of `entries` ({title, group, type, names} and more; the list may carry `everyday` and `noise`, see
// entries.js), best first. Each is a copy with `match`: which of its names was met.
export function findMatches(query, entries, most = 8) {
  const typed = wordsOf(query.slice(0, MOST_TYPED));
  if (!typed.length || !entries.length) return [];
  const rank = rankers.get(entries) ?? makeRanker(entries);
  rankers.set(entries, rank);
  return rank(typed).slice(0, most).map(({ entry, match }) => ({ ...entries[entry], match }));
}

const largest = (numbers) => numbers.reduce((most, one) => Math.max(most, one), 0);

function makeRanker(entries) {
  const owner = []; // of each name, the number of its entry
  const names = entries.flatMap((entry, number) => {
    // The last name of an entry is no name: it says what it is about.
    const about = entry.type === "Device" ? `${entry.group} sign out` : entry.group;
    return [entry.title, ...entry.names, about].map((text) => {
      owner.push(number);
      return { text, words: wordsOf(text) };
    });
  });
  const noise = new Set(wordsOf(entries.noise ?? ""));
  const { weigh, exactly, near } = readVocabulary(names, owner, noise);
  const everyday = (entries.everyday ?? []).flatMap(([word, ...phrases]) =>
    phrases.map((phrase) => ({ said: wordsOf(phrase).join(""), words: wordsOf(word) })),
  );

  // Our words for what people say, with slips too: {words, nearness}.
  const meaningsOf = (joined, isLast) =>
    everyday
      .map(({ said, words }) => {
        const isBegun = isLast && joined.length > 3 && said.startsWith(joined);
        const isNear = joined.length > 4 && editsBetween(joined, said, 1) < 2;
        return { words, nearness: said === joined ? SAME : isBegun ? 0.8 : isNear ? 0.75 : 0 };
      })
      .filter(({ nearness }) => nearness);

  // What each typed word is worth in each name (a row of numbers each), and the entries met.
  const gather = (typed, told) => {
    const found = typed.map(() => new Float32Array(names.length));
    const touched = new Set();
    const limits = typed.map(() => Infinity);
    // Words `from` to `to` are met by `readings`: for each word of ours, the words of names near to it.
    const add = (from, to, readings, nearness = 1) => {
      const telling = [...typed.keys()].filter((at) => told[at] && at >= from && at < to);
      if (!telling.length) return;
      const sums = new Map();
      for (const reading of readings) {
        // A rarer word that only looks like the one typed tells no more than that one. Two letters do not tell a rare
        // word from a common one.
        const exact = reading.find(([, nearness]) => nearness === 1);
        const most = exact ? exact[0].weight : to - from === 1 && typed[from].length < SHORT ? COMMON : Infinity;
        const here = new Map();
        for (const [fact, part] of reading) {
          const value = Math.min(fact.weight, most) * part * nearness;
          for (const name of fact.names) here.set(name, Math.max(value, here.get(name) ?? 0));
        }
        for (const [name, value] of here) sums.set(name, value + (sums.get(name) ?? 0));
      }
      for (const at of telling) {
        for (const [name, sum] of sums) {
          touched.add(owner[name]);
          found[at][name] = Math.max(found[at][name], Math.min(sum / telling.length, limits[at]));
        }
      }
    };
    const spans = [];
    for (let from = 0; from < typed.length; from++) {
      for (let to = from + 1; to <= Math.min(typed.length, from + LONGEST_PHRASE); to++) {
        const joined = typed.slice(from, to).join("");
        const isLast = to === typed.length;
        const meanings = meaningsOf(joined, isLast);
        spans.push({ from, to, joined, isLast, meanings });
        // A name that happens to have the everyday words says no more than one that has ours.
        for (const { words, nearness } of meanings) {
          if (nearness === SAME) limits.fill(weigh(words) / (to - from) || Infinity, from, to);
        }
      }
    }
    for (const { from, to, joined, isLast, meanings } of spans) {
      add(from, to, [near(joined, isLast, to > from + 1)]);
      for (const { words, nearness } of meanings) add(from, to, words.map(exactly), nearness);
    }
    return { found, touched };
  };

  // The name of an entry that says best what was typed.
  const score = (entry, found, whole) => {
    const [first, last] = [owner.indexOf(entry), owner.lastIndexOf(entry)];
    const anywhere = found.map((worth) => largest(worth.subarray(first, last + 1)) * ELSEWHERE);
    let hit = { score: -1, met: 0 }; // none, if only what the entry is about was met
    for (let name = first; name < last; name++) {
      const { text, words } = names[name];
      const joined = words.join("");
      const values = found.map((worth) => worth[name]);
      const own = sumOf(values);
      const met = sumOf(values.map((value, at) => Math.max(value, anywhere[at])));
      let score = met - UNSAID * Math.max(0, weigh(words) - own);
      if (joined === whole) score += 1000;
      if (joined.startsWith(whole)) score += BEGUN;
      if (name === first) score *= TITLE;
      if (own && score > hit.score) hit = { entry, match: text, score, met };
    }
    return hit;
  };

  // The entries that match, best first: {entry, match, score, met}.
  return (typed) => {
    const told = typed.map((word) => !noise.has(word));
    if (!told.includes(true)) told.fill(true);
    const { found, touched } = gather(typed, told);
    const hits = [...touched].map((entry) => score(entry, found, typed.join("")));
    const least = FAIR * largest(hits.map(({ met }) => met));
    return hits.filter(({ met }) => met && met >= least).sort((a, b) => b.score - a.score || a.entry - b.entry);
  };
}
