// Guide me: one step at a time, for the phone in hand. It walks the screens of the device's interface with the reader and
// takes every word from the page. Each step has an address:
//   #guide                                     which interface
//   #guide/INTERFACE/ROUTE                     how to get to the start
//   #guide/INTERFACE/ROUTE/SCREEN              what to do on a screen
//   #guide/INTERFACE/ROUTE/SCREEN/else         something else came up
import { find, findAll, fragment, make, makeButton, openDialog } from "./elements.js";
import { leadsOn, nextControl, readScreens } from "./menu-graph.js";
import { openReport } from "./report.js";
import { copyAddress } from "./share.js";

let dialog = null;
let walked = 0; // steps taken since the guide was opened, which "Back" can undo

export function startGuide() {
  const button = find(".so-guide-me");
  if (!button) return;
  button.addEventListener("click", () => (location.hash = "guide"));
  addEventListener("hashchange", () => {
    walked++;
    showState();
  });
  showState();
}

function showState() {
  const [first, ...names] = fragment().split("/");
  if (first !== "guide") return dialog?.close();
  if (!dialog) openGuide();
  find(".so-guide-body", dialog).replaceChildren(...contentFor(names));
  find(".so-guide-back", dialog).hidden = !walked;
  dialog.scrollTop = 0;
  find("h2", dialog).focus();
}

function openGuide() {
  walked = 0;
  dialog = openDialog(
    "so-guide",
    "so-guide-title",
    closeGuide,
    paragraph("so-also", find(".so-page-tools").dataset.device),
    make("div", { class: "so-guide-body" }),
    paragraph(
      "so-guide-foot",
      makeButton("Back", () => history.back(), "so-plain so-guide-back"),
      languageChoice(),
      makeButton("Copy link", copyAddress, "so-plain"),
      makeButton("Close", () => dialog.close(), "so-plain"),
    ),
  );
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
  if (!original) return "";
  const choice = original.cloneNode(true);
  choice.value = original.value;
  choice.setAttribute("aria-label", "Screen language");
  choice.addEventListener("change", () => {
    original.value = choice.value;
    original.dispatchEvent(new Event("change"));
    showState();
  });
  return choice;
}

// --- what the page says ---

const namesOf = (route) => route.dataset.route.split(" ");

function interfaces() {
  const names = findAll(".so-route").flatMap(namesOf);
  return findAll(".so-interface").map((section) => {
    const [id] = find(".so-main", section).dataset.route.split("/");
    const choice = find(`.so-chooser [data-interface="${section.dataset.interface}"] a`);
    return { id, ways: names.filter((name) => name.startsWith(`${id}/`)), choice, family: section.dataset.family };
  });
}

const routeOf = (way) => findAll(".so-route").find((route) => namesOf(route).includes(way));
const stepsOf = (way) => findAll(".so-steps > li", routeOf(way));
const stepOf = (way, control) => stepsOf(way).find((step) => step.dataset.step === control?.id);
const controlsOf = (way) => stepsOf(way).map((step) => step.dataset.step);
const cloneOf = (node) => node.cloneNode(true);

// The children of an element of the page, copied without what belongs to their place there.
function copyOf(element) {
  const made = cloneOf(element);
  for (const one of findAll("[id]", made)) one.removeAttribute("id");
  for (const one of findAll(".so-tick, svg", made)) one.remove();
  return made.childNodes;
}

// --- what the guide says ---

function contentFor([id, route, screen, more]) {
  const all = interfaces();
  const one = all.find((each) => each.id === id) ?? (all[1] ? null : all[0]);
  if (!one) return [title("Which one do you see?"), list(all.map(lookLike)), ...findAll(".so-not-yet").map(cloneOf)];
  const way = one.ways.find((each) => each === `${one.id}/${route}`) ?? one.ways[0];
  const screens = readScreens(one.family);
  if (!screens.has(screen)) return reachStart(way, screens);
  if (screens.get(screen).isGoal) return signedOut(screens.get(screen));
  const control = nextControl(screens, controlsOf(way), screen);
  if (more === "else" || !control) return somethingElse(all, one, way, screens, screen, control);
  return oneStep(way, screens, control);
}

const title = (words) => make("h2", { id: "so-guide-title", tabindex: -1 }, words);
const paragraph = (kind, ...words) => make("p", { class: kind }, ...words);
const list = (choices) => make("ul", { class: "so-guide-choices" }, ...choices);
const choiceOf = (href, ...words) => make("li", {}, make("a", { href }, ...words));
const lookLike = (one) => choiceOf(`#guide/${one.ways[0]}`, ...cloneOf(one.choice).childNodes);
const seen = (words, screen) => make("div", { class: "so-guide-see" }, ...screen.sketch.map(cloneOf), make("p", {}, ...words));
// The two answers to what should be seen now: the screen `next`, or something else than what should follow `here`.
const answers = (way, next, here) =>
  paragraph(
    "so-buttons",
    make("a", { class: "so-button so-primary", href: `#guide/${way}/${next}` }, "I see it"),
    make("a", { class: "so-button", href: `#guide/${way}/${here}/else` }, "I see something else"),
  );

function reachStart(way, screens) {
  const reach = cloneOf(find(".so-start", routeOf(way)));
  const see = find(".so-see", reach);
  see.remove();
  const [first] = controlsOf(way)[0].split(".");
  return [
    title("First"),
    paragraph("so-guide-do", ...copyOf(reach)),
    seen(copyOf(see), screens.get(first)),
    answers(way, first, first),
  ];
}

function oneStep(way, screens, control) {
  const steps = stepsOf(way);
  const step = stepOf(way, control); // none if the route does not pass here
  const number = steps.indexOf(step) + 1;
  const opened = screens.get(control.opens);
  const [here] = control.id.split(".");
  return [
    title(step ? `Step ${number} of ${steps.length}` : "On the way"),
    make("progress", { max: steps.length, value: number, "aria-hidden": true }),
    paragraph("so-guide-do", ...copyOf(step ? find(".so-do", step) : control.says)),
    ...(step ? findAll(".so-note", step) : []).map((note) => paragraph("so-note", ...copyOf(note))),
    seen(step ? copyOf(find(".so-see, .so-done", step)) : ["You should now see: ", ...copyOf(opened.looks)], opened),
    answers(way, control.opens, here),
  ];
}

// Another screen of this interface, another interface, another way, a problem, the account page: in this order.
function somethingElse(all, one, way, screens, screen, control) {
  const wayWith = (id) =>
    [way, ...one.ways].find((each) => controlsOf(each).some((step) => step.startsWith(`${id}.`))) ?? way;
  const others = [...screens.values()].filter(
    ({ id }) => id !== screen && id !== control?.opens && leadsOn(screens, id),
  );
  const later = one.ways.slice(one.ways.indexOf(way) + 1);
  const titleOf = (each) => find("summary h3", routeOf(each).closest("details")).textContent;
  const part = (name, choices) => (choices.length ? [make("h3", {}, name), list(choices)] : []);
  return [
    title("What do you see?"),
    list(others.map(({ id, looks, sketch }) =>
      choiceOf(`#guide/${wayWith(id)}/${id}`, ...sketch.map(cloneOf), make("span", {}, ...copyOf(looks))),
    )),
    ...part("It looks different altogether", all.filter((each) => each !== one).map(lookLike)),
    ...part("Nothing changed, or none of these", [
      ...later.map((each) => choiceOf(`#guide/${each}`, `Another way: ${titleOf(each)}`)),
      ...findAll(".so-stuck li a").map((link) => choiceOf(link.href, link.textContent)),
      ...(find("#not-near") ? [choiceOf("#not-near", "Sign it out from afar")] : []),
    ]),
    make(
      "p",
      {},
      makeButton("This step does not match what I see", () => openReport(routeOf(way), stepOf(way, control)), "so-plain"),
    ),
  ];
}

function signedOut(screen) {
  const next = find(".so-afterwards");
  return [
    title("Signed out"),
    seen(["You should see: ", ...copyOf(screen.looks)], screen),
    ...(next ? [make("h3", {}, "Now check"), cloneOf(next)] : []),
    paragraph("so-buttons", makeButton("Done", () => dialog.close(), "so-button so-primary")),
  ];
}
