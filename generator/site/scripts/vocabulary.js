// The words that entries are known by: which names have them, how much they tell, and which come near to what is typed.
import { editsBetween } from "./edits.js";

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
    this.facts = new Map();
    names.forEach((words, name) => words.forEach((word) => this.note(word, name, 0, 0)));
    this.weights = new Map();
    for (const [word, fact] of this.facts) {
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
            this.note(joined, name, this.weigh(parts), joined.length - parts.at(-1).length);
          }
        }
      }
    });
    this.cached = new Map();
  }

  note(word, name, weight, head) {
    const known = this.facts.get(word) ?? { word, names: [], weight, head };
    if (known.names.at(-1) !== name) known.names.push(name);
    known.weight = Math.max(known.weight, weight);
    known.head = Math.min(known.head, head);
    this.facts.set(word, known);
  }

  // How much a name of these words tells.
  weigh(words) {
    return words.reduce((sum, word) => sum + (this.weights.get(word) ?? 0), 0);
  }

  exactly(word) {
    const fact = this.facts.get(word);
    return fact ? [[fact, 1]] : [];
  }

  // The words near to `typed`: [the facts of the word, how near from 0 to 1], …. If it is the last, it may be half
  // typed. One slip is all that several words written as one (`isJoined`) may have: with two, any short word is any
  // other.
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

  search(typed, isLast, isJoined) {
    const near = this.exactly(typed);
    const isKnown = near.length > 0;
    const { length } = typed;
    const digits = typed.replace(/\D/g, "");
    const most = length > 7 && !isKnown && !isJoined ? 2 : length > 3 ? 1 : 0;
    const [least, rest] = isLast ? [0.7, 0.25] : [0.4, 0.35];
    for (const fact of this.facts.values()) {
      const { word, head } = fact;
      const more = word.length - length;
      const isBegun = more > 0 && head < length; // it goes on where the typed word ends
      if (isBegun && (isLast || length > 2) && word.startsWith(typed)) {
        near.push([fact, least + (rest * length) / word.length]);
      } else if (most && more >= -most && word !== typed) {
        const edits = editsBetween(typed, word, most);
        let nearness = edits > most ? 0 : edits > 1 ? 0.55 : 0.8;
        let seen = word;
        if (!nearness && isBegun && isLast && !isKnown && length > 4) {
          // Half typed, with a slip.
          seen = word.slice(0, length + 1);
          nearness = [-1, 0, 1].some((by) => editsBetween(typed, word.slice(0, length + by), 1) < 2) ? 0.6 : 0;
        }
        // A wrong digit is another model, not a slip.
        if (!nearness || seen.replace(/\D/g, "") !== digits) continue;
        if (word[0] !== typed[0]) nearness -= 0.1;
        near.push([fact, isKnown ? nearness / 2 : nearness]);
      }
    }
    return near;
  }
}
