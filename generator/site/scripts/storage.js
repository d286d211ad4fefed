// What the reader chose, kept in this browser only. Nothing depends on it: where storing is forbidden or full, a
// choice lasts as long as the page.
const PREFIX = "signout.";
const MOST = 10000; // characters; whatever is longer was not written by us

// The value stored as `name`, if it is what `isValid` accepts; otherwise `fallback`.
export function recall(name, isValid, fallback) {
  try {
    const text = localStorage.getItem(PREFIX + name);
    const value = JSON.parse(text);
    if (isValid(value) && text.length < MOST) return value;
  } catch {
    // Forbidden, or not written by us.
  }
  return fallback;
}

// Stores `value` as `name`; null removes it.
export function remember(name, value) {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Private windows and full disks: the page goes on without.
  }
}
