// Everything the pages do by script. Each part looks for its elements and does nothing without them, so that every
// page has the same script and works without it.
import { startScheme } from "./scheme.js";

for (const start of [startScheme]) {
  // One part that fails must not take the others with it.
  try {
    start();
  } catch (error) {
    console.error(error);
  }
}
