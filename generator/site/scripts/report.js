// "This step does not match what I see": a report with all we need to know, sent by the reader's own means or copied.
// Nothing leaves the browser before that.
import { find, findAll, make, makeButton, openDialog } from "./elements.js";
import { copy } from "./share.js";

const textOf = (selector, inside) => find(selector, inside)?.textContent.replace(/\s+/g, " ").trim();

export function startReport() {
  for (const link of findAll(".so-mismatch a")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const route = link.closest(".so-route");
      openReport(route, find(".so-steps > :not(.so-ticked)", route));
    });
  }
}

// Opens the dialog for a step of a route, the first if there is none.
export function openReport(route, step) {
  const { device, edition, form, mail } = find(".so-page-tools").dataset;
  const steps = findAll(".so-steps > li", route);
  const options = steps.map((one, at) => make("option", { value: at }, `${at + 1}. ${textOf(".so-do", one)}`));
  const choice = make("select", { id: "so-report-step" }, ...options);
  choice.selectedIndex = Math.max(steps.indexOf(step), 0);
  const saw = make("textarea", { id: "so-report-saw", rows: 3 });
  // Where a device has one interface only, how sure we are of it stands at the top of the page.
  const report = () => {
    const one = steps[choice.value];
    return `Device: ${device}
Page: ${location.href.split("#")[0]}
Route: ${route.dataset.route}
Step ${+choice.value + 1} (${one.dataset.step}): ${textOf(".so-do", one)}
We say: ${textOf(".so-see, .so-done", one)}
How sure we are: ${textOf(".so-sure", route) || textOf(".so-sure")}
Edition: ${edition}
What I see instead: ${saw.value || "…"}`;
  };
  // A link to a form or a mail. Its address is made again when it is followed, so that it holds what was typed last.
  const wayOut = (name, address) => {
    const renew = () => {
      const said = {
        title: `${device}: step ${+choice.value + 1} does not match`,
        text: report(),
      };
      link.href = address.replace(/{(title|text)}/g, (_, part) => encodeURIComponent(said[part]));
    };
    const listeners = { onfocus: renew, onpointerdown: renew, onclick: renew };
    const link = make("a", { class: "so-button so-primary", target: "_blank", rel: "noopener", ...listeners }, name);
    renew();
    return link;
  };
  const dialog = openDialog(
    "",
    "so-report-title",
    () => dialog.remove(),
    make("h2", { id: "so-report-title" }, "Tell us what you see"),
    make("label", { for: "so-report-step" }, "Which step?"),
    choice,
    make("label", { for: "so-report-saw" }, "What does your screen show instead?"),
    saw,
    make(
      "p",
      {},
      "We add the device, the step and our date. Nothing is sent until you send it. ",
      make("a", { href: find(".so-mismatch a", route).href }, "More on reports"),
    ),
    make(
      "p",
      { class: "so-buttons" },
      form && wayOut("Open the form", form),
      mail && wayOut("Write an email", `mailto:${mail}?subject={title}&body={text}`),
      makeButton("Copy as text", (event) => copy(report(), event)),
      makeButton("Close", () => dialog.close()),
    ),
  );
}
