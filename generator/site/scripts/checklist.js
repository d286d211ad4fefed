// Checklists remember their ticks in this browser, say how far one is, and can show only what is left.
import { announce, find, findAll } from "./elements.js";
import { recall, remember } from "./storage.js";

export function startChecklists() {
  const fill = findAll(".so-checks").map(startChecklist);
  // Another tab ticked something, or forgot everything.
  addEventListener("storage", () => fill.forEach((one) => one()));
}

// Starts one checklist; gives what fills it with the stored ticks.
function startChecklist(list) {
  const name = `checklist.${list.dataset.checklist}`;
  const items = findAll("[data-item]", list);
  const boxOf = (item) => find("input", item);
  const part = (kind) => find(`.so-checks-${kind}`, list);
  const left = part("left");
  const again = part("again");
  let undone = null; // the ticks as they were before "Start again", to bring them back

  const ticked = () => items.filter((item) => boxOf(item).checked).map((item) => item.dataset.item);
  const onlyLeft = () => left.getAttribute("aria-pressed") === "true";
  const isOpen = (item) => !item.hidden;
  const show = () => {
    const done = ticked().length;
    find("progress", list).value = done;
    part("count").textContent = `${done} of ${items.length} done`;
    part("done").hidden = done < items.length;
    for (const item of items) item.hidden = onlyLeft() && boxOf(item).checked;
    again.textContent = undone ? "Undo" : "Start again";
    again.disabled = !done && !undone;
  };
  const showAndSay = () => {
    show();
    announce(part("count").textContent + (part("done").hidden ? "." : ". All done."));
  };
  const tick = (ids) => {
    for (const item of items) boxOf(item).checked = ids.includes(item.dataset.item);
  };
  const save = () => {
    remember(name, ticked().length ? ticked() : null);
    showAndSay();
  };

  items.forEach((item, at) => {
    boxOf(item).addEventListener("change", () => {
      undone = null;
      save();
      // What was ticked has gone from the list: go on with the next one that is left.
      if (isOpen(item)) return;
      const next = items.slice(at).find(isOpen) ?? items.findLast(isOpen);
      (next ? boxOf(next) : left).focus();
    });
  });
  left.addEventListener("click", () => {
    left.setAttribute("aria-pressed", !onlyLeft());
    showAndSay();
  });
  again.addEventListener("click", () => {
    const before = undone ? null : ticked();
    tick(undone ?? []);
    undone = before;
    save();
  });
  part("print").addEventListener("click", () => {
    const single = (isOne) => {
      document.body.classList.toggle("so-print-one", isOne);
      list.classList.toggle("so-printed", isOne);
    };
    single(true);
    // Phones come back, and say that they have printed, before they have: so it lasts until the reader goes on.
    for (const event of ["pointerdown", "keydown"]) addEventListener(event, () => single(false), { once: true });
    print();
  });

  const fill = () => {
    undone = null;
    tick(recall(name, Array.isArray, []));
    show();
  };
  fill();
  return fill;
}
