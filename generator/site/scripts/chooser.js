// "Which one do you see?": the interface that was chosen stands alone, is in the page's address, and is chosen again on
// other devices that have it.
import { announce, find, findAll, fragment } from "./elements.js";
import { recall, remember } from "./storage.js";

export function startChooser() {
  const links = findAll(".so-chooser [data-interface] a");
  const interfaces = findAll(".so-interface");
  unfoldTarget();
  addEventListener("hashchange", unfoldTarget);
  if (!links.length) return;

  const nameOf = (one) => one?.closest("[data-interface]")?.dataset.interface;
  const remembered = () => recall("families", Array.isArray, []);
  // Shows one interface, or all of them for no name.
  const choose = (name) => {
    for (const link of links) link.setAttribute("aria-current", nameOf(link) === name);
    for (const one of interfaces) one.hidden = name && nameOf(one) !== name;
    for (const fallback of findAll(".so-fallback")) {
      const ways = find(".so-route", fallback).dataset.route.split(" ");
      fallback.hidden = name && !ways.some((way) => way.startsWith(`${name}/`));
      for (const only of findAll(".so-only", fallback)) only.hidden = !!name;
    }
  };
  const chooseTarget = () => {
    const name = nameOf(target()?.closest(".so-interface"));
    if (name) choose(name);
    return name;
  };

  for (const link of links) {
    link.addEventListener("click", (event) => {
      const name = nameOf(link);
      if (link.getAttribute("aria-current") === "true") {
        // A second click takes the choice back.
        event.preventDefault();
        choose();
        announce("All are shown.");
        return;
      }
      const { family } = interfaces.find((one) => nameOf(one) === name).dataset;
      const others = remembered().filter((other) => other !== family);
      remember("families", [family, ...others]); // the last chosen first
      choose(name);
    });
  }
  addEventListener("hashchange", chooseTarget);
  const known = remembered().flatMap((family) => interfaces.filter((one) => one.dataset.family === family));
  if (!chooseTarget()) choose(nameOf(known[0]));
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
