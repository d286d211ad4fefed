// "Which one do you see?": the interface that was chosen stands alone, is in the page's address, and is chosen again on
// other devices that have it.
import { announce, find, findAll, fragment } from "./elements.js";
import { recall, remember } from "./storage.js";

const MOST_REMEMBERED = 20; // families, the last chosen first

const isListOfNames = (value) => Array.isArray(value) && value.every((name) => typeof name === "string");

export function startChooser() {
  const choices = findAll(".so-chooser > [data-interface]");
  const interfaces = findAll(".so-interface");
  unfoldTarget();
  addEventListener("hashchange", unfoldTarget);
  if (choices.length === 0) return;

  // Shows one interface, or all of them for null.
  function choose(name) {
    for (const choice of choices) {
      find("a", choice).setAttribute("aria-current", String(choice.dataset.interface === name));
    }
    for (const one of interfaces) one.hidden = name !== null && one.dataset.interface !== name;
    for (const fallback of findAll(".so-fallback")) {
      const has = find(".so-route", fallback).dataset.route.split(" ").some((way) => way.startsWith(`${name}/`));
      fallback.hidden = name !== null && !has;
      for (const only of findAll(".so-only", fallback)) only.hidden = name !== null;
    }
  }

  const nameIn = () => target()?.closest(".so-interface")?.dataset.interface ?? null;
  const familyOf = (name) => interfaces.find((one) => one.dataset.interface === name).dataset.family;

  for (const choice of choices) {
    find("a", choice).addEventListener("click", (event) => {
      const name = choice.dataset.interface;
      if (find("a", choice).getAttribute("aria-current") === "true") {
        // A second click takes the choice back.
        event.preventDefault();
        choose(null);
        announce("All are shown.");
        return;
      }
      const others = recall("families", isListOfNames, []).filter((family) => family !== familyOf(name));
      remember("families", [familyOf(name), ...others].slice(0, MOST_REMEMBERED));
      choose(name);
    });
  }
  addEventListener("hashchange", () => nameIn() && choose(nameIn()));
  const last = recall("families", isListOfNames, [])
    .map((family) => interfaces.find((one) => one.dataset.family === family)?.dataset.interface)
    .find((name) => name);
  choose(nameIn() ?? last ?? null);
}

// What the page's address points at.
const target = () => document.getElementById(fragment());

// A link to something folded away unfolds it.
function unfoldTarget() {
  const folded = target()?.closest("details");
  if (folded && !folded.open) {
    folded.open = true;
    target().scrollIntoView();
  }
}
