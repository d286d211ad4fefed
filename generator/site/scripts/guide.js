// Guide me: one step at a time, for the phone in hand. It walks the screens of the device's interface with the reader and
// takes every word from the page. Each step has an address:
//   #guide                                     which interface
//   #guide/INTERFACE/ROUTE                     how to get to the start
//   #guide/INTERFACE/ROUTE/SCREEN              what to do on a screen
//   #guide/INTERFACE/ROUTE/SCREEN/else         something else came up
import { find, findAll, fragment, make } from "./elements.js";
import { leadsOn, nextControl, readGraph } from "./menu-graph.js";
import { openReport } from "./report.js";
import { copy } from "./share.js";

let dialog = null;
let walked = 0; // steps taken since the guide was opened, which "Back" can undo

export function startGuide() {
  const button = find(".so-guide-me");
  if (!button) return;
  button.addEventListener("click", () => (location.hash = "guide"));
  addEventListener("hashchange", () => {
    walked += 1;
    showState();
  });
  showState();
}

function showState() {
  const [first, ...names] = fragment().split("/");
  if (first !== "guide") {
    dialog?.close();
    return;
  }
  if (!dialog) openGuide();
  const content = contentFor(names);
  find(".so-guide-body", dialog).replaceChildren(...content);
  find(".so-guide-back", dialog).hidden = walked === 0;
  dialog.scrollTop = 0;
  find("h2", dialog).focus();
}

function openGuide() {
  walked = 0;
  const copyButton = make("button", { type: "button", class: "so-plain" }, "Copy link");
  copyButton.addEventListener("click", () => copy(location.href, copyButton));
  dialog = make(
    "dialog",
    { class: "so-dialog so-guide md-typeset", "aria-labelledby": "so-guide-title", onclose: closeGuide },
    make("p", { class: "so-also" }, find(".so-page-tools").dataset.device),
    make("div", { class: "so-guide-body" }),
    make(
      "p",
      { class: "so-guide-foot" },
      make("button", { type: "button", class: "so-plain so-guide-back", onclick: () => history.back() }, "Back"),
      ...languageChoice(),
      copyButton,
      make("button", { type: "button", class: "so-plain", onclick: () => dialog.close() }, "Close"),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
}

function closeGuide() {
  dialog.remove();
  dialog = null;
  if (location.hash.startsWith("#guide")) history.pushState(null, "", location.pathname + location.search);
  find(".so-guide-me").focus({ preventScroll: true });
}

// The choice of the screen's language, beside that of the page.
function languageChoice() {
  const original = find(".so-screen-language");
  if (!original) return [];
  const choice = original.cloneNode(true);
  choice.value = original.value;
  choice.setAttribute("aria-label", "Screen language");
  choice.addEventListener("change", () => {
    original.value = choice.value;
    original.dispatchEvent(new Event("change"));
    showState();
  });
  return [choice];
}

// --- what the page says ---

function interfaces() {
  return findAll(".so-interface").map((section) => {
    const main = find(".so-main", section).dataset.route;
    const id = main.split("/")[0];
    const ways = [main];
    for (const route of findAll(".so-fallback .so-route")) {
      ways.push(...route.dataset.route.split(" ").filter((name) => name.startsWith(`${id}/`)));
    }
    const choice = find(`.so-chooser [data-interface="${section.dataset.interface}"] a`);
    return { id, ways, choice, family: section.dataset.family };
  });
}

const routeOf = (way) => findAll(".so-route").find((route) => route.dataset.route.split(" ").includes(way));
const stepsOf = (way) => findAll(".so-steps > li", routeOf(way));
const controlsOf = (way) => stepsOf(way).map((step) => step.dataset.step);
const titleOf = (way) => find("summary h3", routeOf(way).closest("details"))?.textContent;

// The children of an element of the page, copied without what belongs to their place there.
function copyOf(element) {
  const made = element.cloneNode(true);
  for (const one of findAll("[id]", made)) one.removeAttribute("id");
  for (const one of findAll(".so-tick, svg", made)) one.remove();
  return [...made.childNodes];
}

// --- what the guide says ---

function contentFor([id, route, screen, more]) {
  const all = interfaces();
  const one = all.find((each) => each.id === id) ?? (all.length === 1 ? all[0] : null);
  if (!one) return chooseInterface(all);
  const way = one.ways.includes(`${one.id}/${route}`) ? `${one.id}/${route}` : one.ways[0];
  const graph = readGraph(one.family);
  if (!graph?.screens.has(screen)) return reachStart(way, graph);
  if (graph.screens.get(screen).goal) return signedOut(graph.screens.get(screen));
  const control = nextControl(graph, controlsOf(way), screen);
  if (more === "else" || !control) return somethingElse(all, one, way, graph, screen, control);
  return oneStep(way, graph, control);
}

function chooseInterface(all) {
  return [
    title("Which one do you see?"),
    make("ul", { class: "so-guide-choices" }, ...all.map((one) => lookLike(one))),
  ];
}

const title = (...words) => make("h2", { id: "so-guide-title", tabindex: "-1" }, ...words);
const go = (name, address, primary) =>
  make("a", { class: `so-button${primary ? " so-primary" : ""}`, href: `#guide/${address}` }, name);
const choiceOf = (address, ...words) => make("li", {}, make("a", { href: address }, ...words));
const lookLike = (one) =>
  choiceOf(`#guide/${one.ways[0]}`, ...[...one.choice.childNodes].map((node) => node.cloneNode(true)));

function reachStart(way, graph) {
  const start = find(".so-start", routeOf(way));
  const see = find(".so-see", start);
  const reach = start.cloneNode(true);
  find(".so-see", reach).remove();
  const first = controlsOf(way)[0].split(".")[0];
  return [
    title("First"),
    make("p", { class: "so-guide-do" }, ...copyOf(reach)),
    seen(copyOf(see), graph.screens.get(first)),
    make("p", { class: "so-buttons" }, go("I see it", `${way}/${first}`, true), go("I see something else", `${way}/${first}/else`)),
  ];
}

function seen(words, screen) {
  return make("div", { class: "so-guide-see" }, ...(screen.sketch ? [screen.sketch.cloneNode(true)] : []), make("p", {}, ...words));
}

function oneStep(way, graph, control) {
  const steps = stepsOf(way);
  const number = steps.findIndex((step) => step.dataset.step === control.id);
  const opened = graph.screens.get(control.opens);
  const from = control.id.split(".")[0];
  const says = number < 0 ? control.says : find(".so-do", steps[number]);
  const see = number < 0 ? ["You should now see: ", ...copyOf(opened.looks)] : copyOf(find(".so-see, .so-done", steps[number]));
  const notes = number < 0 ? [] : findAll(".so-note", steps[number]);
  return [
    title(number < 0 ? "On the way" : `Step ${number + 1} of ${steps.length}`),
    make("progress", { max: steps.length, value: number + 1, "aria-hidden": "true" }),
    make("p", { class: "so-guide-do" }, ...copyOf(says)),
    ...notes.map((note) => make("p", { class: "so-note" }, ...copyOf(note))),
    seen(see, opened),
    make(
      "p",
      { class: "so-buttons" },
      go("I see it", `${way}/${control.opens}`, true),
      go("I see something else", `${way}/${from}/else`),
    ),
  ];
}

// Another screen of this interface, another interface, another way, a problem, the account page: in this order.
function somethingElse(all, one, way, graph, screen, control) {
  const wayWith = (id) =>
    [way, ...one.ways].find((each) => controlsOf(each).some((step) => step.startsWith(`${id}.`))) ?? way;
  const screens = [...graph.screens.values()].filter(
    ({ id }) => id !== screen && id !== control?.opens && leadsOn(graph, id),
  );
  const others = all.filter((each) => each !== one);
  const later = one.ways.slice(one.ways.indexOf(way) + 1);
  const ways = later.map((each) => choiceOf(`#guide/${each}`, `Another way: ${titleOf(each)}`));
  const problems = findAll(".so-stuck li a").map((link) => choiceOf(link.href, link.textContent));
  const remote = find("#not-near") ? [choiceOf("#not-near", "Sign it out from afar")] : [];
  const step = stepsOf(way).findIndex((each) => each.dataset.step === control?.id);
  const reported = () => openReport(routeOf(way), Math.max(step, 0), find(".so-mismatch a", routeOf(way)).href);
  return [
    title("What do you see?"),
    list(screens.map(({ id, looks, sketch }) =>
      choiceOf(`#guide/${wayWith(id)}/${id}`, ...(sketch ? [sketch.cloneNode(true)] : []), make("span", {}, ...copyOf(looks))),
    )),
    ...part("It looks different altogether", others.map((each) => lookLike(each))),
    ...part("Nothing changed, or none of these", [...ways, ...problems, ...remote]),
    make("p", {}, make("button", { type: "button", class: "so-plain", onclick: reported }, "This step does not match what I see")),
  ];
}

const list = (choices) => make("ul", { class: "so-guide-choices" }, ...choices);
const part = (name, choices) => (choices.length ? [make("h3", {}, name), list(choices)] : []);

function signedOut(screen) {
  const next = find(".so-afterwards");
  return [
    title("Signed out"),
    seen(["You should see: ", ...copyOf(screen.looks)], screen),
    ...(next ? [make("h3", {}, "Now check"), next.cloneNode(true)] : []),
    make("p", { class: "so-buttons" }, make("button", { type: "button", class: "so-button so-primary", onclick: () => dialog.close() }, "Done")),
  ];
}
