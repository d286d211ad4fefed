// "This step does not match what I see": a report with all we need to know, sent by the reader's own means or copied.
// Nothing leaves the browser before that.
import { find, findAll, make } from "./elements.js";
import { copy } from "./share.js";

const text = (element) => (element ? element.textContent.replace(/\s+/g, " ").trim() : "");

export function startReport() {
  for (const link of findAll(".so-mismatch a")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const route = link.closest(".so-route");
      const steps = findAll(".so-steps > li", route);
      const first = steps.findIndex((step) => !step.classList.contains("so-ticked"));
      openReport(route, Math.max(first, 0), link.href);
    });
  }
}

// Opens the dialog for a step of a route; `more` is the address of the page about reports.
export function openReport(route, step, more) {
  const { device, edition, form, mail } = find(".so-page-tools").dataset;
  const steps = findAll(".so-steps > li", route);
  const choice = make(
    "select",
    { id: "so-report-step" },
    ...steps.map((one, number) => make("option", { value: number }, `${number + 1}. ${text(find(".so-do", one))}`)),
  );
  choice.value = step;
  const saw = make("textarea", { id: "so-report-saw", rows: "3" });
  const report = () => {
    const one = steps[choice.value];
    return [
      `Device: ${device}`,
      `Page: ${location.href.split("#")[0]}`,
      `Route: ${route.dataset.route}`,
      `Step ${Number(choice.value) + 1} (${one.dataset.step}): ${text(find(".so-do", one))}`,
      `We say: ${text(find(".so-see, .so-done", one))}`,
      `How sure we are: ${text(find(".so-sure", route)) || "not said"}`,
      `Edition: ${edition}`,
      `What I see instead: ${saw.value || "…"}`,
    ].join("\n");
  };
  const title = () => `${device}: step ${Number(choice.value) + 1} does not match`;
  const ways = [];
  if (form) {
    const address = () =>
      form.replace("{title}", encodeURIComponent(title())).replace("{text}", () => encodeURIComponent(report()));
    ways.push(wayOut("Open the form", address));
  }
  if (mail) {
    const address = () =>
      `mailto:${mail}?subject=${encodeURIComponent(title())}&body=${encodeURIComponent(report())}`;
    ways.push(wayOut("Write a mail", address));
  }
  const copyButton = make("button", { type: "button", class: "so-button" }, "Copy as text");
  copyButton.addEventListener("click", () => copy(report(), copyButton));
  const dialog = make(
    "dialog",
    { class: "so-dialog md-typeset", "aria-labelledby": "so-report-title", onclose: () => dialog.remove() },
    make("h2", { id: "so-report-title" }, "Tell us what you see"),
    make("label", { for: "so-report-step" }, "Which step?"),
    choice,
    make("label", { for: "so-report-saw" }, "What does your screen show instead?"),
    saw,
    make("p", {}, "We add the device, the step and our date. Nothing is sent until you send it. ", make("a", { href: more }, "More on reports")),
    make(
      "p",
      { class: "so-buttons" },
      ...ways,
      copyButton,
      make("button", { type: "button", class: "so-button", onclick: () => dialog.close() }, "Close"),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
}

// A link whose address is made when it is followed, so that it holds what was typed last.
function wayOut(name, address) {
  const link = make("a", { class: "so-button so-primary", href: address(), target: "_blank", rel: "noopener" }, name);
  const renew = () => (link.href = address());
  link.addEventListener("focus", renew);
  link.addEventListener("pointerdown", renew);
  link.addEventListener("click", renew);
  return link;
}
