// Making elements. Text is always text: nothing here takes HTML.

// make("a", {class: "x", href: "…", onclick: handler}, "text", child): attributes that are functions are listeners,
// true sets an empty attribute, false and null leave it out.
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

export const find = (selector, inside = document) => inside.querySelector(selector);
export const findAll = (selector, inside = document) => [...inside.querySelectorAll(selector)];

// The element of the page's own script, whose attributes say where things are.
const script = document.getElementById("signout");
export const root = new URL(script.dataset.root.replace(/\/?$/, "/"), location.href);

// The address of a page of the site. From a file there is no host that knows the index of a folder.
export function pageAddress(path) {
  const [, folder, rest] = path.match(/^([^?#]*)(.*)$/);
  const file = location.protocol === "file:" && /(^|\/)$/.test(folder) ? "index.html" : "";
  return new URL(folder + file + rest, root).href;
}

// The fragment of the page's address, decoded as far as it can be.
export function fragment() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

// Says something to screen readers, and shows nothing.
export function announce(text) {
  let region = find("#so-announcer");
  if (!region) {
    region = make("div", { id: "so-announcer", class: "so-hidden", role: "status" });
    document.body.append(region);
  }
  region.textContent = text;
}
