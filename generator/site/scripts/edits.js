// How many slips of the finger lie between two words: the least number of letters added, left out, changed or swapped
// with their neighbour that turn `from` into `to` (the "optimal string alignment" distance), or `most` + 1 if it is more.
export function editsBetween(from, to, most) {
  if (Math.abs(from.length - to.length) > most) return most + 1;
  let same = 0;
  while (same < from.length && from[same] === to[same]) same++;
  const [left, right] = [from.length - same, to.length - same];
  if (!left || !right || !most) return Math.min(left + right, most + 1);
  // Every way on costs one, so that few are left to try; `most` is one or two.
  const after = (skipped, added) => editsBetween(from.slice(same + skipped), to.slice(same + added), most - 1);
  const isSwapped = from[same] === to[same + 1] && from[same + 1] === to[same];
  return 1 + Math.min(after(1, 1), after(1, 0), after(0, 1), isSwapped ? after(2, 2) : most);
}
