// The words that entries are known by: which names have them, how much they tell, and which come near to what is typed.
import { countBits, editsBetween, lettersOf } from "./edits.js";

const MOST_CACHED = 500; // words typed, before they are forgotten
const LONGEST_JOIN = 30;
const NO_WEIGHT = 0.1;

// A text as the words that are compared: small letters without accents, apostrophes and the s of plurals.
export function wordsOf(text) {
  const plain = text.normalize("NFKD").toLowerCase().replace(/[\p{M}'’]/gu, "");
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) =>
    word.length > 3 && /[^su]s$/.test(word) ? word.slice(0, -1) : word,
  );
}

export class Vocabulary {
  // `names`: the words of each name, in the order of names; `owner[n]` is the entry of name n; `noise` tells nothing.
  constructor(names, owner, entryCount, noise) {
    // Of each word: the names that have it, how much it tells, and, if it is several words written as one, how many
    // of its letters come before the last of these.
    const found = new Map();
    const note = (word, name, weight, head) => {
      const known = found.get(word) ?? { names: [], weight, head };
      if (known.names.at(-1) !== name) known.names.push(name);
      known.weight = Math.max(known.weight, weight);
      known.head = Math.min(known.head, head);
      found.set(word, known);
    };
    names.forEach((words, name) => words.forEach((word) => note(word, name, 0, 0)));
    this.weights = new Map();
    for (const [word, fact] of found) {
      // The fewer entries have it, the more it tells.
      const having = new Set(fact.names.map((name) => owner[name])).size;
      fact.weight = noise.has(word) ? NO_WEIGHT : Math.log(1 + entryCount / having);
      this.weights.set(word, fact.weight);
    }
    names.forEach((words, name) => {
      for (let from = 0; from < words.length; from++) {
        for (let to = from + 2; to <= words.length; to++) {
          const parts = words.slice(from, to);
          const joined = parts.join("");
          if (joined.length > LONGEST_JOIN) break;
          if (parts.length < 4 || parts.length === words.length) {
            note(joined, name, this.weigh(parts), joined.length - parts.at(-1).length);
          }
        }
      }
    });
    this.words = [...found.keys()].sort();
    this.facts = this.words.map((word) => found.get(word));
    this.letters = Int32Array.from(this.words, lettersOf);
    this.byLength = [];
    this.words.forEach((word, at) => (this.byLength[word.length] ??= []).push(at));
    this.cached = new Map();
  }

  // How much a name of these words tells.
  weigh(words) {
    return words.reduce((sum, word) => sum + (this.weights.get(word) ?? 0), 0);
  }

  // The words near to `typed`: [number of the word, how near from 0 to 1], …. If it is the last, it may be half typed.
  // One slip is all that several words written as one (`isJoined`) may have: with two, any short word is any other.
  near(typed, isLast, isJoined) {
    const key = `${typed} ${isLast} ${isJoined}`;
    let near = this.cached.get(key);
    if (!near) {
      if (this.cached.size >= MOST_CACHED) this.cached.clear();
      near = this.search(typed, isLast, isJoined);
      this.cached.set(key, near);
    }
    return near;
  }

  exactly(word) {
    const at = this.firstFrom(word);
    return this.words[at] === word ? [[at, 1]] : [];
  }

  search(typed, isLast, isJoined) {
    const near = new Map(this.exactly(typed));
    const isKnown = near.size > 0;
    const { length } = typed;
    if (isLast || length > 2) {
      const [least, rest] = isLast ? [0.7, 0.25] : [0.4, 0.35];
      for (let at = this.firstFrom(typed); at < this.words.length && this.words[at].startsWith(typed); at++) {
        const long = this.words[at].length;
        if (long > length && this.facts[at].head < length) near.set(at, least + (rest * length) / long);
      }
    }
    const most = length > 7 && !isKnown && !isJoined ? 2 : length > 3 ? 1 : 0;
    if (most) this.addSlips(near, typed, most, isKnown, isLast);
    return [...near];
  }

  addSlips(near, typed, most, isKnown, isLast) {
    const { length } = typed;
    const letters = lettersOf(typed);
    const digits = typed.replace(/\D/g, "");
    const longest = isLast && length > 4 ? this.byLength.length - 1 : length + most;
    for (let long = Math.max(2, length - most); long <= longest; long++) {
      for (const at of this.byLength[long] ?? []) {
        if (near.has(at) || countBits(letters & ~this.letters[at]) > most) continue;
        const word = this.words[at];
        let edits = editsBetween(typed, word, most);
        let isBegun = false;
        if (edits > most && long > length && isLast && !isKnown && this.facts[at].head < length) {
          // Half typed, with a slip.
          isBegun = true;
          edits = Math.min(...[-1, 0, 1].map((more) => editsBetween(typed, word.slice(0, length + more), 1)));
          if (edits > 1) continue;
        }
        // A wrong digit is another model, not a slip.
        if (edits > most || word.slice(0, isBegun ? length + 1 : long).replace(/\D/g, "") !== digits) continue;
        const nearness = (edits > 1 ? 0.55 : isBegun ? 0.6 : 0.8) - (word[0] === typed[0] ? 0 : 0.1);
        near.set(at, isKnown ? nearness / 2 : nearness);
      }
    }
  }

  // The number of the first word that is not before `word` in the order of words.
  firstFrom(word) {
    let [low, high] = [0, this.words.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.words[middle] < word) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
