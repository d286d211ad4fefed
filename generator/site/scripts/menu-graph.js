// The screens of an interface and what leads from one to the next, as the page's section "The menus" tells them.
import { find, findAll } from "./elements.js";

// A Map of id → {id, looks, sketch, isGoal, controls: [{id, says, opens}]}; `sketch` is a list of one or none. Elements
// are those of the page: clone them before they are put elsewhere.
export function readScreens(family) {
  const screens = new Map();
  let screen;
  for (const entry of findAll(`.so-menus[data-family="${family}"] dl > *`)) {
    const { screen: id, control, opens } = entry.dataset;
    if (id) {
      const sketch = findAll("svg", entry).slice(0, 1);
      screen = { id, looks: entry, sketch, isGoal: "goal" in entry.dataset, controls: [] };
      screens.set(id, screen);
    } else if (control) {
      screen.controls.push({ id: control, says: find(".so-do", entry), opens });
    }
  }
  return screens;
}

// The control to use on a screen: the one of the route (a list of names of controls), or else the first on the shortest
// way to a goal; undefined if there is no way on.
export const nextControl = (screens, route, from) =>
  screens.get(from).controls.find((control) => route.includes(control.id)) ?? firstOnTheWay(screens, from);

// Whether a goal can be reached from a screen.
export const leadsOn = (screens, from) => screens.get(from).isGoal || firstOnTheWay(screens, from);

function firstOnTheWay(screens, from) {
  const seen = new Set();
  const front = screens.get(from).controls.map((control) => [control, control.opens]); // grows while it is gone through
  for (const [first, at] of front) {
    if (screens.get(at).isGoal) return first;
    if (seen.has(at)) continue;
    seen.add(at);
    for (const { opens } of screens.get(at).controls) front.push([first, opens]);
  }
  return undefined;
}
