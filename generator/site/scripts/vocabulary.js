// The words that entries are known by: which names have them, how much they tell, and which come near to what is typed.
import { editsBetween } from "./edits.js";

const NO_WEIGHT = 0.1;
const LONGEST_JOIN = 3; // words

export const sumOf = (numbers) => numbers.reduce((sum, one) => sum + one, 0);

// A text as the words that are compared: small letters without accents, apostrophes and the s of plurals.
export function wordsOf(text) {
  const plain = text.normalize("NFKD").toLowerCase().replace(/[\p{M}'’]/gu, "");
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => word.replace(/(..[^su])s$/, "$1"));
}

// What there is to know of the words of `names` (each with its `words`, in the order of their numbers; `owner[n]` is the
// entry of name n; `noise` are words that tell nothing).
export function readVocabulary(names, owner, noise) {
  // Of each word: the names that have it, how much it tells, by itself (`own`) too, and, if it is several words written
  // as one, how many of its letters come before the last of these (`head`).
  const facts = new Map();
  const note = (word, name, weight, head) => {
    const known = facts.get(word) ?? { word, names: [], weight, head };
    if (known.names.at(-1) !== name) known.names.push(name);
    known.weight = Math.max(known.weight, weight);
    known.head = Math.min(known.head, head);
    facts.set(word, known);
  };
  // How much a name of these words tells.
  const weigh = (words) => sumOf(words.map((word) => facts.get(word)?.own ?? 0));

  names.forEach(({ words }, name) => words.forEach((word) => note(word, name, 0, 0)));
  for (const [word, fact] of facts) {
    // The fewer entries have it, the more it tells.
    const having = new Set(fact.names.map((name) => owner[name])).size;
    fact.own = fact.weight = noise.has(word) ? NO_WEIGHT : Math.log(1 + (owner.at(-1) + 1) / having);
  }
  names.forEach(({ words }, name) => {
    for (let from = 0; from < words.length; from++) {
      for (let to = from + 2; to <= Math.min(words.length, from + LONGEST_JOIN); to++) {
        const parts = words.slice(from, to);
        note(parts.join(""), name, weigh(parts), parts.slice(0, -1).join("").length);
      }
    }
  });

  const exactly = (word) => {
    const fact = facts.get(word);
    return fact ? [[fact, 1]] : [];
  };
  const search = (typed, isLast, isJoined) => {
    const near = exactly(typed);
    const isKnown = near.length > 0;
    const { length } = typed;
    const digits = typed.replace(/\D/g, "");
    const most = length > 7 && !isJoined ? 2 : length > 3 ? 1 : 0;
    for (const fact of facts.values()) {
      const { word, head } = fact;
      const more = word.length - length;
      const isBegun = more > 0 && head < length; // it goes on where the typed word ends
      if (isBegun && (isLast || length > 2) && word.startsWith(typed)) {
        near.push([fact, (isLast ? 0.65 : 0.45) + (0.3 * length) / word.length]);
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
  };

  // The words near to one typed: [the facts of the word, how near from 0 to 1], …. If it is the last, it may be half
  // typed. One slip is all that several words written as one (`isJoined`) may have: with two, any short word is any
  // other.
  const cached = {};
  const near = (...asked) => (cached[asked] ??= search(...asked));
  return { weigh, exactly, near };
}
