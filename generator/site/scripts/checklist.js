// Checklists remember their ticks in this browser, say how far one is, and can show only what is left.
import { announce, find, findAll } from "./elements.js";
import { recall, remember } from "./storage.js";

export function startChecklists() {
  const fill = findAll(".so-checks").map(startChecklist);
  // Another tab ticked something, or forgot everything.
  if (fill.length) window.addEventListener("storage", () => fill.forEach((one) => one()));
}

// Starts one checklist; gives what fills it with the stored ticks.
function startChecklist(list) {
  const name = "checklist." + list.dataset.checklist;
  const items = findAll("[data-item]", list);
  const boxOf = (item) => find("input", item);
  const left = find(".so-checks-left", list);
  const again = find(".so-checks-again", list);
  let undone = null; // the ticks as they were before "Start again", to bring them back

  const ticked = () => items.filter((item) => boxOf(item).checked).map((item) => item.dataset.item);
  const onlyLeft = () => left.getAttribute("aria-pressed") === "true";
  const show = () => {
    const done = ticked().length;
    const words = `${done} of ${items.length} done`;
    find("progress", list).value = done;
    find(".so-checks-count", list).textContent = words;
    find(".so-checks-done", list).hidden = done < items.length;
    for (const item of items) item.hidden = onlyLeft() && boxOf(item).checked;
    again.textContent = undone ? "Undo" : "Start again";
    again.disabled = !done && !undone;
    return words;
  };
  const tick = (ids) => {
    for (const item of items) boxOf(item).checked = ids.includes(item.dataset.item);
  };
  const save = () => remember(name, ticked().length ? ticked() : null);
  const say = (words) => announce(words + (find(".so-checks-done", list).hidden ? "." : ". All done."));

  for (const item of items) {
    boxOf(item).addEventListener("change", () => {
      undone = null;
      save();
      say(show());
      // What was ticked has gone from the list: go on with the next one that is left.
      if (!item.hidden) return;
      const open = items.filter((other) => !other.hidden);
      const next = open.find((other) => items.indexOf(other) > items.indexOf(item)) || open.at(-1);
      (next ? boxOf(next) : left).focus();
    });
  }
  left.addEventListener("click", () => {
    left.setAttribute("aria-pressed", !onlyLeft());
    say(show());
  });
  again.addEventListener("click", () => {
    const before = ticked();
    tick(undone || []);
    undone = undone ? null : before;
    save();
    say(show());
  });
  find(".so-checks-print", list).addEventListener("click", () => {
    document.body.classList.add("so-print-one");
    list.classList.add("so-printed");
    const restore = () => {
      document.body.classList.remove("so-print-one");
      list.classList.remove("so-printed");
    };
    // Phones come back, and say that they have printed, before they have: so it lasts until the reader goes on.
    for (const event of ["pointerdown", "keydown"]) window.addEventListener(event, restore, { once: true });
    window.print();
  });

  const fill = () => {
    undone = null;
    tick(recall(name, Array.isArray, []));
    show();
  };
  fill();
  return fill;
}
