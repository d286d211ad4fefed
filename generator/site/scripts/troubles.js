// Troubleshooting: the index narrows to a device and a symptom, which its address holds. On the page of a problem, what
// was tried is marked.
import { find, findAll, make } from "./elements.js";
import { loadEntries } from "./entries.js";
import { findMatches } from "./matching.js";

const MOST_DEVICES = 6; // that are offered at once
const MOST_WAIT = 3000; // milliseconds without a list

export function startTroubles() {
  const form = find(".so-troubles");
  if (form) startFilter(form);
  // "It did not" marks the solution above it.
  for (const link of findAll(".so-next")) {
    link.addEventListener("click", () => {
      let heading = link.parentElement;
      while (!heading.matches("h2")) heading = heading.previousElementSibling;
      if (find(".so-tried", heading)) return;
      heading.append(make("span", { class: "so-tag so-tried" }, "did not help"));
    });
  }
}

function startFilter(form) {
  const list = find("ul.so-problems");
  const items = findAll("[data-problem]", list);
  const { device: deviceField, symptom: symptomField } = form.elements;
  const offered = find(".so-trouble-devices", form);
  const found = find("[role=status]", form);
  const none = find(".so-trouble-none", form);
  const idOf = (entry) => entry.path.split("/")[1];
  const plain = (text) => text.trim().toLowerCase();
  let known = null; // the devices and the problems, each a list of entries

  // Without the finder's index the symptoms can still be searched, by the words that stand here.
  const onPage = () => items.map((item) => ({
    title: find("a", item).textContent,
    path: `troubleshooting/${item.dataset.problem}/`,
    type: "problem",
    group: "",
    names: [find(".so-also", item).textContent],
  }));
  const load = async () => {
    if (known?.devices.length) return;
    const entries = await loadEntries().catch(onPage);
    const { everyday, service } = entries; // people's words for ours, which findMatches reads
    const ofType = (type) => Object.assign(entries.filter((one) => one.type === type), { everyday, service });
    // Made once: findMatches keeps an index for each list.
    known = { devices: ofType("device"), problems: ofType("problem") };
  };

  // The devices that the field may mean: one if it is clear, none if nobody knows it, null if any will do.
  const devices = () => {
    const words = plain(deviceField.value);
    if (!words || !known.devices.length) return null;
    const chosen = known.devices.filter((entry) => plain(entry.title) === words);
    return chosen.length ? chosen.slice(0, 1) : findMatches(words, known.devices, MOST_DEVICES);
  };

  const show = () => {
    const meant = devices();
    const words = symptomField.value.trim();
    const some = Boolean(meant || words);
    let ids = items.map((item) => item.dataset.problem);
    if (words) ids = findMatches(words, known.problems, ids.length).map(idOf);
    if (meant?.length) ids = ids.filter((id) => meant.some((one) => !one.problems || one.problems.includes(id)));
    const places = new Map(ids.map((id, place) => [id, place]));
    const shown = items.filter((item) => (item.hidden = !places.has(item.dataset.problem)) === false);
    shown.sort((one, other) => places.get(one.dataset.problem) - places.get(other.dataset.problem));
    list.append(...shown);
    list.classList.toggle("so-narrowed", some);
    list.classList.remove("so-waiting");
    offered.replaceChildren(...(meant?.length > 1 ? meant : []).map((entry) =>
      make("button", { type: "button", class: "so-button", onclick: () => choose(entry) }, entry.title)));
    none.hidden = shown.length > 0;
    const many = `${shown.length || "No"} ${shown.length === 1 ? "problem" : "problems"}`;
    const named = deviceField.value.trim();
    let first = "";
    if (meant?.length > 1) first = "Which device is it? ";
    else if (meant && !meant.length) first = `We do not know the device “${named}”. `;
    else if (named && !meant) first = "The list of devices did not load. ";
    found.textContent = first + many + (meant?.length === 1 ? ` on ${meant[0].title}` : "");
    keep(meant);
  };

  // The address holds what is shown, so that it can be sent on and comes back after "back".
  const keep = (meant) => {
    const address = new URL(location.href);
    const clear = meant?.length === 1 ? idOf(meant[0]) : "";
    const values = { device: clear || deviceField.value.trim(), symptom: symptomField.value.trim() };
    for (const [name, value] of Object.entries(values)) {
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    try {
      if (address.href !== location.href) history.replaceState(null, "", address);
    } catch {
      // Some browsers change no address of a file, or none so often: the filter works all the same.
    }
  };
  const choose = (entry) => {
    deviceField.value = entry.title;
    show();
    deviceField.focus();
  };
  const update = () => load().then(show);
  const read = async () => {
    const asked = new URLSearchParams(location.search);
    deviceField.value = asked.get("device") || "";
    symptomField.value = asked.get("symptom") || "";
    if (!deviceField.value && !symptomField.value) return;
    // Nothing moves under the reader's eyes: the list shows once it is narrowed. A network that hangs must not hide it.
    list.classList.add("so-waiting");
    setTimeout(() => list.classList.remove("so-waiting"), MOST_WAIT);
    await load();
    // An address names a device by its id; people know it by its name.
    const named = known.devices.find((entry) => idOf(entry) === deviceField.value);
    if (named) deviceField.value = named.title;
    show();
  };

  form.addEventListener("focusin", load, { once: true });
  form.addEventListener("input", update);
  deviceField.addEventListener("keydown", (event) => {
    if (event.key === "Enter") find("button", offered)?.click();
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    deviceField.value = symptomField.value = "";
    update();
    deviceField.focus();
  });
  find(".so-trouble-all", form).addEventListener("click", (event) => {
    event.preventDefault();
    form.reset();
  });
  read();
}
