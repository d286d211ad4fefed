// The screens of an interface and what leads from one to the next, as the page's section "The menus" tells them.
import { find, findAll } from "./elements.js";

// {screens: Map of id → {id, looks, sketch, goal, controls: [{id, says, opens}]}}; null if the page has no such menus.
// Elements are those of the page: clone them before they are put elsewhere.
export function readGraph(family) {
  const menus = findAll(".so-menus").find((one) => one.dataset.family === family);
  if (!menus) return null;
  const screens = new Map();
  let screen;
  for (const entry of findAll("dl > *", menus)) {
    const { screen: id, control, opens, goal } = entry.dataset;
    if (id) {
      screen = { id, looks: entry, sketch: find("svg", entry), goal: goal !== undefined, controls: [] };
      screens.set(id, screen);
    } else if (control) {
      screen.controls.push({ id: control, says: find(".so-do", entry), opens });
    }
  }
  return { screens };
}

// The control to use on a screen: the one of the route (a list of names of controls), or else the first on the shortest
// way to a goal; undefined if there is no way on.
export function nextControl(graph, route, from) {
  const { controls } = graph.screens.get(from);
  return controls.find((control) => route.includes(control.id)) ?? firstOnTheWay(graph, from);
}

// Whether a goal can be reached from a screen.
export function leadsOn(graph, from) {
  return graph.screens.get(from).goal || firstOnTheWay(graph, from) !== undefined;
}

function firstOnTheWay(graph, from) {
  const seen = new Set([from]);
  let front = graph.screens.get(from).controls.map((control) => [control, control.opens]);
  while (front.length) {
    const next = [];
    for (const [first, at] of front) {
      if (seen.has(at)) continue;
      seen.add(at);
      if (graph.screens.get(at).goal) return first;
      for (const control of graph.screens.get(at).controls) next.push([first, control.opens]);
    }
    front = next;
  }
  return undefined;
}
