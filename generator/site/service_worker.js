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
const ANY_VERSION = { ignoreSearch: true };

const isNeededFirst = (path) => /^assets\/.*\.(css|js)$/.test(path);
const FIRST = [...FILES.keys()].filter(isNeededFirst);
const OWN_SCRIPT = FIRST.find((path) => /\/signout\.[^/]*js$/.test(path));
const keyOf = (path, mark = FILES.get(path)) => `${SCOPE}${path}?${mark}`;
const addressOf = (path) => SCOPE + path.replace(/(^|\/)index\.html$/, "$1"); // hosts redirect from index.html

// The path of the file that answers an address.
function pathOf(url) {
  const path = url.slice(SCOPE.length).replace(/[?#].*$/, "");
  return path === "" || path.endsWith("/") ? `${path}index.html` : path;
}

async function hashOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes), 0, 8);
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const isGood = (answer) => answer.status === 200 && answer.type === "basic" && !answer.redirected;

// Stores an answer, if it is what this version has at the path.
async function store(cache, path, answer) {
  if (!isGood(answer)) return false;
  const bytes = await answer.arrayBuffer();
  const mark = FILES.has(path) ? await hashOf(bytes) : VERSION;
  // Of a page that is too much for the manifest there is no hash: it must name this version's script.
  if (mark !== (FILES.get(path) ?? (new TextDecoder().decode(bytes).includes(OWN_SCRIPT) && VERSION))) return false;
  const headers = new Headers(answer.headers);
  headers.delete("Vary"); // it is stored by its address alone
  await cache.put(keyOf(path, mark), new Response(bytes, { headers }));
  return true;
}

// Fetches those of `paths` that are not stored yet. True if all are there then; raises what storing raises.
async function fetchMissing(cache, paths) {
  const stored = new Set((await cache.keys()).map(({ url }) => url));
  const missing = paths.filter((path) => !stored.has(keyOf(path)));
  let lost = 0;
  const fetchOn = async () => {
    for (let path = missing.pop(); path !== undefined; path = missing.pop()) {
      // Not an old copy from the browser's own cache, which would be refused below.
      const options = { cache: "no-cache", priority: "low", redirect: "error" };
      const answer = await fetch(addressOf(path), options).catch(() => null);
      if (!answer || !(await store(cache, path, answer).catch(falseUnlessFull))) lost += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, fetchOn));
  return lost === 0;
}

// An answer that broke off counts as none. A full disk does not get emptier by going on.
function falseUnlessFull(error) {
  if (error.name === "QuotaExceededError") throw error;
  return false;
}

addEventListener("install", (event) => {
  const install = async () => {
    const cache = await caches.open(NAME);
    // Where nothing more can be stored, the new version still takes over: better no copy than an old one for ever.
    const ready = await fetchMissing(cache, FIRST).catch(() => true);
    if (!ready) throw new Error("The new version is not wholly there; the next visit tries again.");
    await skipWaiting();
  };
  event.waitUntil(install());
});

// What the version before had, from the notes in the cache: its scripts may be asked for by pages still open.
async function noteVersion(cache) {
  const read = async (name) => (await cache.match(keyOf("", name)))?.json();
  const last = await read("last");
  if (last?.version === VERSION) return (await read("before")) ?? { files: {} };
  if (last) await cache.put(keyOf("", "before"), Response.json(last));
  await cache.put(keyOf("", "last"), Response.json(MANIFEST));
  return last ?? { files: {} };
}

addEventListener("activate", (event) => {
  const activate = async () => {
    const cache = await opened();
    if (cache) await noteVersion(cache).catch(() => {});
    await clients.claim();
  };
  event.waitUntil(activate());
});

// Removes what neither this version nor a page still open needs.
async function tidy(cache) {
  const before = await noteVersion(cache).catch(() => ({ files: {} }));
  const stored = (await cache.keys()).map(({ url }) => [url, ...url.slice(SCOPE.length).split("?")]);
  const marks = new Set(stored.map(([url]) => url));
  const isVisited = ([, path, mark]) => path && !FILES.has(path) && (mark === VERSION || mark === before.version);
  const visited = new Set(stored.filter(isVisited).slice(-MOST_VISITED));
  for (const one of stored) {
    const [url, path, mark] = one;
    const isStillThere = path === "" || FILES.get(path) === mark || visited.has(one);
    const isOfOpenPage = before.files[path] === mark && !path.endsWith(".html");
    const hasNoSuccessor = FILES.has(path) && !marks.has(keyOf(path)); // an older page is better than none
    if (!isStillThere && !isOfOpenPage && !hasNoSuccessor) await cache.delete(url);
  }
}

let keeping = null; // the work under way; stays when there is no more to do

addEventListener("message", (event) => {
  if (event.data !== "keep") return;
  const keep = async () => {
    const cache = await caches.open(NAME);
    // Where there is no room, not again for each page.
    const whole = await fetchMissing(cache, [...FILES.keys()]).catch(() => true);
    await tidy(cache);
    return whole;
  };
  keeping ??= keep().then((whole) => whole || (keeping = null), () => (keeping = null));
  event.waitUntil(keeping);
});

// The cache, if there is one: once the reader has removed it, only "keep" makes it anew.
const opened = async () => ((await caches.has(NAME)) ? caches.open(NAME) : null);

addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  if (method === "GET" && url.startsWith(SCOPE)) event.respondWith(answer(event, pathOf(url), mode === "navigate"));
});

async function answer(event, path, isPage) {
  const cache = await opened().catch(() => null);
  const look = async (...where) => cache?.match(...where).catch(() => null);
  const known = FILES.has(path);
  // What an open page of the version before asks for is at the host no more.
  const kept = await (known ? look(keyOf(path)) : !isPage && look(SCOPE + path, ANY_VERSION));
  if (kept) return kept;
  try {
    const fresh = await fetch(event.request);
    if (cache && (known || isPage) && isGood(fresh)) {
      event.waitUntil(store(cache, path, fresh.clone()).catch(() => {}));
    }
    return fresh;
  } catch (error) {
    const older = await look(SCOPE + path, ANY_VERSION);
    if (older) return older;
    if (!isPage) throw error;
    // Hosts add the slash to an address of a folder; relative links need it.
    if (FILES.has(`${path}/index.html`)) return Response.redirect(`${SCOPE}${path}/`);
    const lost = await look(keyOf("404.html"));
    if (!lost) throw error;
    return new Response(lost.body, { status: 404, headers: lost.headers });
  }
}
