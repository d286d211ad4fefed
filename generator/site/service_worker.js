// The site without a network: the whole knowledge base, kept on the reader's device. MANIFEST, which is put before this
// text, has the version and the hash of each file (see service_worker.py). Files are stored under their path and hash:
// a new version fetches only what changed, and an install that was cut off goes on where it stopped. Nothing is stored
// unless its bytes have the hash that the manifest names, so no page of a captive portal, half an answer or old copy of
// a host can get in. Whatever goes wrong here, the network answers as if there were no worker.
//
// A new version takes over as soon as it has its styles and scripts. Pages that it does not have yet come from the
// network; the page in front of the reader asks for the rest to be fetched ("keep").

const FILES = new Map(Object.entries(MANIFEST.files)); // path below the site's root -> hash
const VERSION = MANIFEST.version;
const SCOPE = registration.scope; // the site's root
const NAME = `signout ${SCOPE}`; // other sites of this host have other scopes; offline.js knows this name too
const AT_ONCE = 6; // fetches side by side, as many as a browser makes to a host
const MOST_VISITED = 200; // pages kept because they were visited, where the whole site is too large to keep

const FIRST = [...FILES.keys()].filter((path) => /^assets\/.*\.(css|js)$/.test(path));
const OWN_SCRIPT = FIRST.find((path) => /signout\..*js$/.test(path));
const keyOf = (path, mark = FILES.get(path) ?? VERSION) => `${SCOPE}${path}?${mark}`;
const addressOf = (path) => SCOPE + path.replace(/(^|\/)index\.html$/, "$1"); // hosts redirect from index.html
// The path of the file that answers an address.
const pathOf = (url) => url.slice(SCOPE.length).replace(/[?#].*$/, "").replace(/(^|\/)$/, "$1index.html");

async function hashOf(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return new DataView(digest).getBigUint64(0).toString(16).padStart(16, "0");
}

const isGood = (answer) => answer.status === 200 && answer.type === "basic" && !answer.redirected;

// Stores an answer, if it is what this version has at the path. True if it is.
async function store(cache, path, answer) {
  if (!isGood(answer)) return false;
  const bytes = await answer.arrayBuffer();
  // Of a page that is too much for the manifest there is no hash: it must name this version's script.
  const isOurs = FILES.has(path)
    ? FILES.get(path) === (await hashOf(bytes))
    : new TextDecoder().decode(bytes).includes(OWN_SCRIPT);
  if (!isOurs) return false;
  const headers = new Headers(answer.headers);
  headers.delete("Vary"); // it is stored by its address alone
  await cache.put(keyOf(path), new Response(bytes, { headers }));
  return true;
}

// Fetches those of `paths` that are not stored yet. True if all are there then; raises what storing raises.
async function fetchMissing(cache, paths) {
  const stored = new Set((await cache.keys()).map(({ url }) => url));
  const missing = paths.filter((path) => !stored.has(keyOf(path)));
  let isWhole = true;
  const fetchOn = async () => {
    while (missing.length) {
      const path = missing.pop();
      // Not an old copy from the browser's own cache, which would be refused below.
      const isStored = await fetch(addressOf(path), { cache: "no-cache", priority: "low", redirect: "error" })
        .then((answer) => store(cache, path, answer))
        .catch(unlessFull);
      if (!isStored) isWhole = false;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, fetchOn));
  return isWhole;
}

// An answer that broke off counts as none. A full disk does not get emptier by going on.
function unlessFull(error) {
  if (error.name === "QuotaExceededError") throw error;
}

addEventListener("install", (event) => event.waitUntil(install()));

async function install() {
  const cache = await caches.open(NAME);
  // Where nothing more can be stored, the new version still takes over: better no copy than an old one for ever.
  if (!(await fetchMissing(cache, FIRST).catch(() => true))) throw new Error("incomplete"); // the next visit tries again
  await skipWaiting();
}

// What the version before had, from the notes in the cache: its scripts may be asked for by pages still open.
async function versionBefore(cache) {
  const read = async (name) => (await cache.match(keyOf("", name)))?.json();
  const note = (name, version) => cache.put(keyOf("", name), Response.json(version));
  const last = await read("last");
  if (last?.version === VERSION) return read("before");
  if (last) await note("before", last);
  await note("last", MANIFEST);
  return last;
}

addEventListener("activate", (event) => event.waitUntil(activate()));

async function activate() {
  const cache = await opened();
  if (cache) await versionBefore(cache).catch(() => {});
  await clients.claim();
}

// Removes what neither this version nor a page still open needs.
async function tidy(cache) {
  const before = await versionBefore(cache).catch(() => {});
  const stored = (await cache.keys()).map(({ url }) => [url, ...url.slice(SCOPE.length).split("?")]);
  const urls = new Set(stored.map(([url]) => url));
  const isVisited = ([, path, mark]) => path && !FILES.has(path) && (mark === VERSION || mark === before?.version);
  const visited = stored.filter(isVisited).slice(-MOST_VISITED);
  for (const one of stored) {
    const [url, path, mark] = one;
    const isStillThere = path === "" || FILES.get(path) === mark || visited.includes(one);
    const isOfOpenPage = before?.files[path] === mark && !path.endsWith(".html");
    const hasNoSuccessor = FILES.has(path) && !urls.has(keyOf(path)); // an older page is better than none
    if (!isStillThere && !isOfOpenPage && !hasNoSuccessor) await cache.delete(url);
  }
}

let keeping = Promise.resolve(false); // whether all is there, once what is under way has ended

addEventListener("message", (event) => {
  if (event.data !== "keep") return;
  // One after the other: what one loses for want of a network, the next one fetches.
  keeping = keeping.then((isWhole) => isWhole || keep()).catch(() => false);
  event.waitUntil(keeping);
});

async function keep() {
  const cache = await caches.open(NAME);
  // Where there is no room, not again for each page.
  const isWhole = await fetchMissing(cache, [...FILES.keys()]).catch(() => true);
  await tidy(cache);
  return isWhole;
}

// The cache, if there is one: once the reader has removed it, only "keep" makes it anew.
const opened = async () => ((await caches.has(NAME)) ? caches.open(NAME) : null);

addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  if (method === "GET" && url.startsWith(SCOPE)) event.respondWith(answer(event, pathOf(url), mode === "navigate"));
});

async function answer(event, path, isPage) {
  const cache = await opened().catch(() => null);
  const look = async (address, options) => cache?.match(address, options).catch(() => null);
  const lookForOlder = () => look(SCOPE + path, { ignoreSearch: true });
  const isKnown = FILES.has(path);
  // What an open page of the version before asks for is at the host no more.
  const kept = await (isKnown ? look(keyOf(path)) : !isPage && lookForOlder());
  if (kept) return kept;
  try {
    const fresh = await fetch(event.request);
    if (cache && (isKnown || isPage)) event.waitUntil(store(cache, path, fresh.clone()).catch(() => {}));
    return fresh;
  } catch (error) {
    const older = await lookForOlder();
    if (older) return older;
    // Hosts add the slash to an address of a folder; relative links need it.
    if (isPage && FILES.has(`${path}/index.html`)) return Response.redirect(`${SCOPE}${path}/`);
    const lost = isPage && (await look(keyOf("404.html")));
    if (!lost) throw error;
    return new Response(lost.body, { status: 404, headers: lost.headers });
  }
}
