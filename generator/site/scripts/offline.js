// Keeps the site on this device, so that it opens without a network. The service worker does the work; here it is
// registered, once the page is done, unless the reader removed it or saves data. Pages of previews and from
// files name no worker. On the page that says so, the reader can remove all and begin again.
import { announce, find, make, makeButton, root, site } from "./elements.js";
import { recall, remember } from "./storage.js";

const workers = navigator.serviceWorker;
const isWanted = () => recall("offline", (value) => value === false, true);
// A page on which nothing moves any more may never be called idle by Chromium.
const LATEST_START = 2000; // milliseconds after the page is done
const ask = () => isWanted() && workers.controller?.postMessage("keep");
// The browser looks for new versions by itself. (Asked to by update(), Chromium lets them wait where two tabs are open.)
const register = () => workers.register(new URL("sw.js", root)).then(ask);

export function startOffline() {
  if (!workers || !("worker" in site)) return;
  // A new version takes over while a page is open, and then lacks what has changed.
  workers.addEventListener("controllerchange", ask);
  if (navigator.connection?.saveData && !workers.controller) return;
  const start = () => isWanted() && register().catch(() => {}); // no network
  const later = () => (globalThis.requestIdleCallback ?? setTimeout)(start, { timeout: LATEST_START });
  if (document.readyState === "complete") later();
  else addEventListener("load", later);
  showRemoval();
}

function showRemoval() {
  const words = make("span");
  const button = makeButton("", async () => {
    remember("offline", isWanted() ? false : null);
    await (isWanted() ? register() : removeKept()).catch(() => {});
    show();
    announce(words.textContent);
  });
  const show = () => {
    words.textContent = `This site is ${isWanted() ? "" : "not "}kept on your device. `;
    button.textContent = isWanted() ? "Remove it" : "Keep it";
  };
  show();
  find(".so-offline")?.replaceChildren(words, button);
}

async function removeKept() {
  const registration = await workers.getRegistration(root);
  await registration?.unregister();
  await caches.delete(`signout ${root}`); // as the worker named it
}
