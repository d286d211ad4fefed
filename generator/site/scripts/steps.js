// Steps that can be ticked off, for whoever looks back and forth between a phone and a TV. Ticks last as long as the
// page: the next time one begins at the first step.
import { announce, findAll, make } from "./elements.js";

export function startSteps() {
  for (const list of findAll(".so-steps")) {
    const steps = [...list.children];
    steps.forEach((step, number) => {
      const onclick = () => {
        tick.setAttribute("aria-pressed", step.classList.toggle("so-ticked"));
        const open = steps.filter((one) => !one.matches(".so-ticked")).length;
        announce(open ? `${open} of ${steps.length} steps left.` : "All steps done.");
      };
      const label = `Step ${number + 1} done`;
      const tick = make("button", { type: "button", class: "so-tick", "aria-pressed": "false", "aria-label": label, onclick });
      step.prepend(tick);
    });
  }
}
