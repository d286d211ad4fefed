// Finding and making elements. Text is always text: nothing here takes HTML.

export const find = (selector, inside = document) => inside.querySelector(selector);
export const findAll = (selector, inside = document) => [...inside.querySelectorAll(selector)];

// make("a", {class: "x", href: "…", onclick: handler}, "text", child): attributes that are functions are listeners,
// false leaves one out.
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value !== false) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

export const makeButton = (text, onclick, kind = "so-button") => make("button", { type: "button", class: kind, onclick }, text);

// Opens a dialog over the page, called by its heading `title`.
export function openDialog(kind, title, onclose, ...children) {
  const dialog = make("dialog", { class: `so-dialog md-typeset ${kind}`, "aria-labelledby": title, onclose }, ...children);
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

// The attributes of the page's own script say where things are. Its `root` ends with a dot.
export const site = find("#signout").dataset;
export const root = new URL(site.root, location);
export const isFile = location.protocol === "file:";

// The address of a page of the site. From a file there is no host that knows the index of a folder.
export function pageAddress(path) {
  const address = new URL(path, root);
  if (isFile && address.pathname.endsWith("/")) address.pathname += "index.html";
  return address.href;
}

// The fragment of the page's address, decoded as far as it can be.
export function fragment() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

export const counted = (number, noun) => `${number || "No"} ${noun}${number === 1 ? "" : "s"}`;

// Says something to screen readers, and shows nothing.
export function announce(text) {
  if (!find("#so-announcer")) document.body.append(make("div", { id: "so-announcer", class: "so-hidden", role: "status" }));
  find("#so-announcer").textContent = text;
}
