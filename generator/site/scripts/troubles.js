// Troubleshooting: the index narrows to a device and a symptom, which its address holds. On the page of a problem, what
// was tried is marked.
import { counted, find, findAll, make, makeButton } from "./elements.js";
import { loadEntries } from "./entries.js";
import { findMatches } from "./matching.js";

const MOST_DEVICES = 6; // that are offered at once
const MOST_WAIT = 3000; // milliseconds without a list

export function startTroubles() {
  findAll(".so-troubles").forEach(runFilter);
  // "It did not" marks the solution above it.
  for (const link of findAll(".so-next")) {
    link.addEventListener("click", () => {
      let heading = link.parentElement;
      while (!heading.matches("h2")) heading = heading.previousElementSibling;
      if (!find(".so-tried", heading)) heading.append(make("span", { class: "so-tag so-tried" }, "did not help"));
    });
  }
}

function runFilter(form) {
  const list = find("ul.so-problems");
  const items = findAll("[data-problem]", list);
  const { device: deviceField, symptom: symptomField } = form.elements;
  const offered = find(".so-trouble-devices", form);
  const nameOf = (item) => item.dataset.problem;
  const idOf = (entry) => entry.path.split("/")[1];
  let devices = [];
  let problems;

  // Without the finder's index the symptoms can still be searched, by the words that stand here.
  const onPage = () => items.map((item) => ({
    title: find("a", item).textContent,
    path: `troubleshooting/${nameOf(item)}/`,
    type: "Problem",
    group: "",
    names: [find(".so-also", item).textContent],
  }));
  const load = async () => {
    if (devices.length) return;
    const entries = await loadEntries().catch(onPage);
    const { everyday, noise } = entries; // people's words, which findMatches reads
    // Made once: findMatches keeps an index for each list.
    [devices, problems] = ["Device", "Problem"].map((type) =>
      Object.assign(entries.filter((one) => one.type === type), { everyday, noise }),
    );
  };

  // The devices that the field may mean: one if it is clear, none if nobody knows it, undefined if any will do.
  const findDevices = () => {
    const words = deviceField.value.trim().toLowerCase();
    if (!words || !devices.length) return undefined;
    const chosen = devices.find((entry) => entry.title.toLowerCase() === words);
    return chosen ? [chosen] : findMatches(words, devices, MOST_DEVICES);
  };

  const show = () => {
    const meant = findDevices();
    const isClear = meant?.length === 1;
    const named = deviceField.value.trim();
    const symptom = symptomField.value.trim();
    let ids = items.map(nameOf);
    if (symptom) ids = findMatches(symptom, problems, ids.length).map(idOf);
    if (meant?.length) ids = ids.filter((id) => meant.some((one) => one.problems.includes(id)));
    for (const item of items) item.hidden = !ids.includes(nameOf(item));
    list.append(...ids.flatMap((id) => items.filter((item) => nameOf(item) === id)));
    list.classList.toggle("so-narrowed", meant || symptom);
    list.classList.remove("so-waiting");
    const choices = isClear ? [] : (meant ?? []);
    offered.replaceChildren(...choices.map((entry) => makeButton(entry.title, () => choose(entry))));
    find(".so-trouble-none", form).hidden = ids.length > 0;
    let first = "";
    if (choices.length) first = "Which device is it? ";
    else if (meant && !isClear) first = `We do not know the device “${named}”. `;
    else if (named && !meant) first = "The list of devices did not load. ";
    find("[role=status]", form).textContent =
      first + counted(ids.length, "problem") + (isClear ? ` on ${meant[0].title}` : "");
    keep({ device: isClear ? idOf(meant[0]) : named, symptom });
  };

  // The address holds what is shown, so that it can be sent on and comes back after "back".
  const keep = (values) => {
    const address = new URL(location);
    address.search = new URLSearchParams(Object.entries(values).filter(([, value]) => value));
    try {
      history.replaceState(null, "", address);
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
    deviceField.value = asked.get("device");
    symptomField.value = asked.get("symptom");
    if (!deviceField.value && !symptomField.value) return;
    // Nothing moves under the reader's eyes: the list shows once it is narrowed. A network that hangs must not hide it.
    list.classList.add("so-waiting");
    setTimeout(() => list.classList.remove("so-waiting"), MOST_WAIT);
    await load();
    // An address names a device by its id; people know it by its name.
    const named = devices.find((entry) => idOf(entry) === deviceField.value);
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
