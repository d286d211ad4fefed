// Which entries people mean by what they type, slips, everyday words and half sentences included. Pure: no page, no
// clock; the same words give the same entries.
import { editsBetween } from "./edits.js";
import { Vocabulary, wordsOf } from "./vocabulary.js";

const MOST_TYPED = 200; // letters
const MOST_WORDS = 14;
const LONGEST_PHRASE = 4; // words that people say for one of ours
const ELSEWHERE = 0.8; // what a word counts that another name of the entry has
const SAME = 0.95; // how near our word is to what people say for it
const UNSAID = 0.2; // what a word takes off that the name has and nobody typed
const FAIR = 0.45; // the least part of what the best hit has of it
const SHORT = 4; // letters that begin too many words
const COMMON = 2; // the weight of such words
const BEGUN = 0.6; // what it adds that a name begins as typed
const TITLE = 0.02; // what part it adds that it is the entry's title
const UNKNOWN = 2; // the weight of a word typed that is near to nothing
const ENOUGH = 0.25; // the least part of what was typed that has to be found
const NOISE = wordsOf(
  `a an and am are at be by can do does for from get got has have her his how i im in into is it its make me mine my of
  on onto or our should some that the their them there they this to use using want was we what when which who why will
  with you your`,
);

const entryIndexes = new WeakMap();

// At most `most` of `entries` ({title, group, type, names} and more; the list may carry `everyday` and `service`, see
// entries.js), best first. Each is a copy with `match`: which of its names was met.
export function findMatches(query, entries, most = 8) {
  const typed = wordsOf(query.slice(0, MOST_TYPED)).slice(0, MOST_WORDS);
  if (!typed.length || !entries.length) return [];
  const index = entryIndexes.get(entries) ?? new EntryIndex(entries);
  entryIndexes.set(entries, index);
  return index
    .rank(typed)
    .slice(0, most)
    .map(({ entry, name }) => ({ ...entries[entry], match: index.texts[name] }));
}

class EntryIndex {
  constructor(entries) {
    this.texts = [];
    this.rows = [];
    this.owner = [];
    this.first = []; // the first name of each entry; the last name of an entry is no name: it says what it is about
    entries.forEach((entry, number) => {
      this.first.push(this.texts.length);
      const about = entry.type === "device" ? `${entry.group} sign out` : entry.group;
      for (const text of [entry.title, ...entry.names, about]) {
        this.texts.push(text);
        this.owner.push(number);
      }
    });
    this.first.push(this.texts.length);
    const names = this.texts.map(wordsOf);
    this.noise = new Set([...NOISE, ...wordsOf(entries.service ?? "")]);
    this.vocabulary = new Vocabulary(names, this.owner, entries.length, this.noise);
    this.wholes = names.map((words) => words.join(""));
    this.weights = Float32Array.from(names, (words) => this.vocabulary.weigh(words));
    this.everyday = (entries.everyday ?? []).flatMap(([word, ...said]) =>
      said.map((phrase) => ({ said: wordsOf(phrase).join(""), words: wordsOf(word) })),
    );
  }

  // The entries that match, best first: {entry, name, score}.
  rank(typed) {
    const told = typed.map((word) => !this.noise.has(word));
    if (!told.includes(true)) told.fill(true);
    const { found, touched } = this.gather(typed, told);
    const wanted = found.reduce((sum, { best }, at) => sum + (told[at] ? best || UNKNOWN : 0), 0);
    const whole = typed.join("");
    const ranked = [];
    for (const entry of touched) {
      const hit = this.score(entry, found, whole);
      if (hit.met >= ENOUGH * wanted) ranked.push(hit);
    }
    const most = ranked.reduce((best, hit) => Math.max(best, hit.met), 0) * FAIR;
    return ranked.filter((hit) => hit.met >= most).sort((a, b) => b.score - a.score || a.entry - b.entry);
  }

  // What each typed word is worth in each name (a row of numbers each, and the best of it), and the entries met.
  gather(typed, told) {
    const found = typed.map((_, at) => ({ worth: this.row(at), best: 0 }));
    const touched = new Set();
    const limits = typed.map(() => Infinity);
    const [here, sums] = [this.row(typed.length), this.row(typed.length + 1)];
    // Words `from` to `to` are met by `readings`: for each word of ours, the words of names near to it.
    const add = (from, to, readings, nearness = 1) => {
      const telling = [...typed.keys()].filter((at) => told[at] && at >= from && at < to);
      if (!telling.length) return;
      const met = [];
      for (const reading of readings) {
        // A rarer word that only looks like the one typed tells no more than that one. Two letters do not tell a rare
        // word from a common one.
        const exact = reading.find(([, near]) => near === 1);
        const most = exact ? exact[0].weight : to - from === 1 && typed[from].length < SHORT ? COMMON : Infinity;
        const now = [];
        for (const [{ names, weight }, near] of reading) {
          const value = Math.min(weight, most) * near * nearness;
          for (const name of names) {
            if (!here[name]) now.push(name);
            if (value > here[name]) here[name] = value;
          }
        }
        for (const name of now) {
          if (!sums[name]) met.push(name);
          sums[name] += here[name];
          here[name] = 0;
        }
      }
      for (const name of met) {
        touched.add(this.owner[name]);
        const shared = sums[name] / telling.length;
        sums[name] = 0;
        for (const at of telling) {
          const value = Math.min(shared, limits[at]);
          if (value > found[at].worth[name]) found[at].worth[name] = value;
          if (value > found[at].best) found[at].best = value;
        }
      }
    };
    const spans = [];
    for (let from = 0; from < typed.length; from++) {
      for (let to = from + 1; to <= Math.min(typed.length, from + LONGEST_PHRASE); to++) {
        const joined = typed.slice(from, to).join("");
        const meanings = this.meanings(joined, to === typed.length);
        spans.push({ from, to, joined, meanings });
        // A name that happens to have the everyday words says no more than one that has ours.
        for (const { words, nearness } of meanings) {
          if (nearness === SAME) limits.fill(this.vocabulary.weigh(words) / (to - from) || Infinity, from, to);
        }
      }
    }
    for (const { from, to, joined, meanings } of spans) {
      const isJoined = to > from + 1;
      if (to - from < LONGEST_PHRASE) add(from, to, [this.vocabulary.near(joined, to === typed.length, isJoined)]);
      for (const { words, nearness } of meanings) {
        add(from, to, words.map((word) => this.vocabulary.exactly(word)), nearness);
      }
    }
    add(0, typed.length, [this.vocabulary.near(typed.join(""), true, typed.length > 1)]);
    return { found, touched };
  }

  // An empty row with a number for each name; the same `number` is the same memory.
  row(number) {
    this.rows[number] ??= new Float32Array(this.texts.length);
    return this.rows[number].fill(0);
  }

  // Our words for what people say, with slips too: {words, nearness}.
  meanings(joined, isLast) {
    const most = joined.length > 4 ? 1 : 0;
    const meant = [];
    for (const { said, words } of this.everyday) {
      if (said === joined) meant.push({ words, nearness: SAME });
      else if (isLast && joined.length > 3 && said.startsWith(joined)) meant.push({ words, nearness: 0.8 });
      else if (most && editsBetween(joined, said, most) <= most) meant.push({ words, nearness: 0.75 });
    }
    return meant;
  }

  // The name of an entry that says best what was typed.
  score(entry, found, whole) {
    const [from, to] = [this.first[entry], this.first[entry + 1]];
    const anywhere = found.map(({ worth }) => {
      let most = 0;
      for (let name = from; name < to; name++) if (worth[name] > most) most = worth[name];
      return most * ELSEWHERE;
    });
    let hit = { entry, name: from, score: -1, met: 0 };
    for (let name = from; name < to - 1; name++) {
      let met = 0;
      let own = 0;
      for (let at = 0; at < found.length; at++) {
        const value = found[at].worth[name];
        own += value;
        met += Math.max(value, anywhere[at]);
      }
      let score = met - UNSAID * Math.max(0, this.weights[name] - own);
      if (this.wholes[name] === whole) score += 1000;
      if (this.wholes[name].startsWith(whole)) score += BEGUN;
      if (name === from) score *= 1 + TITLE;
      if (own && score > hit.score) hit = { entry, name, score, met };
    }
    return hit;
  }
}
