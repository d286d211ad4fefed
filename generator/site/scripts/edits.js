// How many slips of the finger lie between two words.
const LONGEST_WORD = 64; // letters; longer ones are near to nothing
let [rowBefore, rowAbove, rowHere] = [0, 1, 2].map(() => new Uint8Array(LONGEST_WORD + 1));

// The least number of letters added, left out, changed or swapped with their neighbour that turn `from` into `to` (the
// "optimal string alignment" distance), or `most` + 1 as soon as it is sure to be more.
export function editsBetween(from, to, most) {
  const [rows, columns] = [from.length, to.length];
  if (Math.abs(rows - columns) > most || Math.max(rows, columns) > LONGEST_WORD) return most + 1;
  for (let j = 0; j <= columns; j++) rowAbove[j] = j;
  for (let i = 1; i <= rows; i++) {
    rowHere.fill(most + 1, 0, columns + 1);
    rowHere[0] = i;
    let least = i;
    // What lies further from the diagonal than `most` is too far anyway.
    for (let j = Math.max(1, i - most); j <= Math.min(columns, i + most); j++) {
      const same = from[i - 1] === to[j - 1];
      let edits = Math.min(rowAbove[j - 1] + (same ? 0 : 1), rowHere[j - 1] + 1, j < i + most ? rowAbove[j] + 1 : most + 1);
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) {
        edits = Math.min(edits, rowBefore[j - 2] + 1);
      }
      rowHere[j] = edits;
      least = Math.min(least, edits);
    }
    if (least > most) return most + 1;
    [rowBefore, rowAbove, rowHere] = [rowAbove, rowHere, rowBefore];
  }
  return Math.min(rowAbove[columns], most + 1);
}

// Which letters a word has, as bits: words that differ in many cannot be near, which is told at once.
export function lettersOf(word) {
  let bits = 0;
  for (let i = 0; i < word.length; i++) bits |= 1 << (word.charCodeAt(i) & 31);
  return bits;
}

export function countBits(bits) {
  let count = 0;
  for (; bits; bits &= bits - 1) count++;
  return count;
}
