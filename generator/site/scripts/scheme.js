// The switch of colours: as on the device, light, dark. The page's head sets what was chosen before the first paint.
import { find, findAll } from "./elements.js";
import { recall, remember } from "./storage.js";

const SCHEMES = ["auto", "light", "dark"];

export function startScheme() {
  const button = find(".so-scheme");
  if (!button) return;
  let scheme = recall("scheme", (value) => SCHEMES.includes(value), "auto");
  const show = () => {
    if (scheme === "auto") delete document.documentElement.dataset.scheme;
    else document.documentElement.dataset.scheme = scheme;
    for (const icon of findAll("[data-scheme]", button)) icon.hidden = icon.dataset.scheme !== scheme;
    button.setAttribute("aria-label", `Colours: ${scheme === "auto" ? "as on your device" : scheme}`);
  };
  button.addEventListener("click", () => {
    scheme = SCHEMES[SCHEMES.indexOf(scheme) + 1] ?? "auto";
    remember("scheme", scheme === "auto" ? null : scheme);
    show();
  });
  show();
}
