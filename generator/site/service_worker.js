// The site without a network: the whole knowledge base, kept on the reader's device. MANIFEST, which is put before this
// text, has the version and the hash of each file (see service_worker.py). Files are stored under their path and hash:
// a new version fetches only what changed, and an install that was cut off goes on where it stopped. Nothing is stored
// unless its bytes have the hash that the manifest names, so no page of a captive portal, half an answer or old copy of
// a host can get in; and nothing is shown unless they still have it, so nothing that spoils on the device comes out.
// Whatever goes wrong here, the network answers as if there were no worker.
//
// A new version takes over as soon as it has its styles and scripts. Pages that it does not have yet come from the
// network; the page in front of the reader asks for the rest to be fetched ("keep"). Where the site has moved or is no
// more, the worker that readers have from it leaves by itself.

const FILES = new Map(Object.entries(MANIFEST.files)); // path below the site's root -> hash
const VERSION = MANIFEST.version;
const SCOPE = registration.scope; // the site's root
const NAME = `signout ${SCOPE}`; // other sites of this host have other scopes; offline.js knows this name too
const DAY = 864e5; // milliseconds

const keyOf = (path, mark = FILES.get(path) ?? VERSION) => `${SCOPE}${path}?${mark}`;
const addressOf = (path) => SCOPE + path.replace(/(^|\/)index\.html$/, "$1"); // hosts redirect from index.html
// The path of the file that answers an address.
const pathOf = (url) => url.slice(SCOPE.length).replace(/[?#].*$/, "").replace(/(^|\/)$/, "$1index.html");

async function hashOf(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return new DataView(digest).getBigUint64(0).toString(16).padStart(16, "0");
}

// Stores an answer, if it is what this version has at the path. True if it is.
async function store(cache, path, answer) {
  if (answer.status !== 200) return;
  const bytes = await answer.arrayBuffer();
  const hash = await hashOf(bytes);
  // Of a page that is too much for the manifest there is no hash: it must name this version's script.
  const known = FILES.get(path);
  if (known ? known !== hash : !new TextDecoder().decode(bytes).includes(MANIFEST.script)) return;
  await cache.put(keyOf(path), new Response(bytes, { headers: { "X-Hash": hash } }));
  return true;
}

// What is stored under an address of the cache, with this version's headers. Nothing if it is no more what was stored:
// then it goes, so that it is fetched again.
async function read(cache, url) {
  const stored = await cache.match(url);
  const [path, mark] = url.slice(SCOPE.length).split("?");
  const bytes = await stored.arrayBuffer();
  if ((stored.headers.get("X-Hash") ?? mark) === (await hashOf(bytes))) {
    const type = MANIFEST.types[path.split(".").pop()] ?? MANIFEST.type;
    return new Response(bytes, { headers: { ...MANIFEST.headers, "Content-Type": type } });
  }
  await cache.delete(url);
}

// Notes in the cache: a value under a name. One that cannot be read is none.
const note = (cache, name, value) => cache.put(keyOf("", name), Response.json(value));
const noted = async (cache, name) => (await cache.match(keyOf("", name)))?.json().catch(() => {});

// Whether something was first noted longer ago than `most`; if it was not yet, it is now.
async function isOverdue(cache, name, most) {
  const since = await noted(cache, name);
  const age = since > 0 ? Date.now() - since : -1;
  if (age < 0) await note(cache, name, Date.now());
  return age > most;
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
        // An answer that broke off counts as none. A full disk does not get emptier by going on.
        .catch((error) => {
          if (error.name === "QuotaExceededError") throw error;
        });
      if (!isStored) isWhole = false;
    }
  };
  // Side by side, as many as a browser makes to a host.
  await Promise.all(Array.from({ length: 6 }, fetchOn));
  return isWhole;
}

addEventListener("install", (event) => event.waitUntil(install()));

async function install() {
  const cache = await caches.open(NAME);
  // Where nothing more can be stored, the new version still takes over: better no copy than an old one for ever. So too
  // where a host has sent other styles and scripts for a day: perhaps it changes them by itself.
  const isReady =
    (await fetchMissing(cache, MANIFEST.first).catch(() => true)) ||
    (await isOverdue(cache, "waiting", DAY).catch(() => {}));
  if (!isReady) throw Error("incomplete"); // the next visit tries again
  await cache.delete(keyOf("", "waiting"));
  await skipWaiting();
}

// What the version before had, from the notes in the cache: its scripts may be asked for by pages still open.
async function versionBefore(cache) {
  const last = await noted(cache, "last");
  if (last?.version === VERSION) return noted(cache, "before");
  if (last) await note(cache, "before", last);
  await note(cache, "last", MANIFEST);
  return last;
}

addEventListener("activate", (event) => event.waitUntil(activate()));

async function activate() {
  await versionBefore(await opened()).catch(() => {});
  await clients.claim();
}

// Removes what neither this version nor a page still open needs.
async function tidy(cache) {
  const before = await versionBefore(cache).catch(() => {});
  const stored = (await cache.keys()).map(({ url }) => [url, ...url.slice(SCOPE.length).split("?")]);
  const urls = new Set(stored.map(([url]) => url));
  const isVisited = ([, path, mark]) => path && !FILES.has(path) && (mark === VERSION || mark === before?.version);
  // Where the whole site is too large to keep, the 200 pages visited last.
  const visited = stored.filter(isVisited).slice(-200);
  for (const one of stored) {
    const [url, path, mark] = one;
    const isStillThere = !path || FILES.get(path) === mark || visited.includes(one);
    const isOfOpenPage = before?.files?.[path] === mark && !path.endsWith(".html");
    const hasNoSuccessor = FILES.has(path) && !urls.has(keyOf(path)); // an older page is better than none
    if (!isStillThere && !isOfOpenPage && !hasNoSuccessor) await cache.delete(url);
  }
}

let keeping = Promise.resolve(); // whether all is there, once what is under way has ended

addEventListener("message", (event) => {
  if (event.data !== "keep") return;
  // One after the other: what one loses for want of a network, the next one fetches.
  keeping = keeping.then((isWhole) => isWhole || keep()).catch(() => {});
  event.waitUntil(keeping);
});

async function keep() {
  const cache = await caches.open(NAME);
  if (await isAbandoned(cache).catch(() => {})) {
    await caches.delete(NAME);
    return registration.unregister();
  }
  // Where there is no room, not again for each page. Of a host that changes even styles and scripts, nothing can be
  // kept.
  const isWhole = await fetchMissing(cache, MANIFEST.first)
    .then((isReady) => isReady && fetchMissing(cache, [...FILES.keys()]))
    .catch(() => true);
  await tidy(cache);
  return isWhole;
}

// Whether the host has had no worker for a week: the site is no more, or leads elsewhere, and would else be shown for
// ever. A captive portal looks like that for a while; a host in trouble, or no network, says nothing.
async function isAbandoned(cache) {
  const { status, headers } = await fetch(`${SCOPE}sw.js`, { method: "HEAD", cache: "no-cache", redirect: "manual" });
  const isThere = status === 200 && /javascript/.test(headers.get("Content-Type"));
  if (isThere) await cache.delete(keyOf("", "gone"));
  // 0 is that of an answer which leads elsewhere.
  return !isThere && [0, 200, 404, 410].includes(status) && isOverdue(cache, "gone", 7 * DAY);
}

// The cache, if there is one: once the reader has removed it, only "keep" makes it anew.
const opened = async () => ((await caches.has(NAME)) ? caches.open(NAME) : null);

addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  if (method === "GET" && url.startsWith(SCOPE)) event.respondWith(answer(event, pathOf(url), mode === "navigate"));
});

async function answer(event, path, isPage) {
  const cache = await opened().catch(() => {});
  const anyVersion = () => find(cache, SCOPE + path, { ignoreSearch: true });
  const isKnown = FILES.has(path);
  // What an open page of the version before asks for is at the host no more.
  const kept = await (isKnown ? find(cache, keyOf(path)) : !isPage && anyVersion());
  if (kept) return kept;
  try {
    const fresh = await fetch(event.request);
    if (cache && (isKnown || isPage)) event.waitUntil(store(cache, path, fresh.clone()).catch(() => {}));
    return fresh;
  } catch (error) {
    const older = await anyVersion();
    if (older) return older;
    // Hosts add the slash to an address of a folder; relative links need it.
    if (isPage && FILES.has(`${path}/index.html`)) return Response.redirect(`${SCOPE}${path}/`);
    const lost = isPage && (await find(cache, keyOf("404.html")));
    if (!lost) throw error;
    return new Response(lost.body, { status: 404, headers: lost.headers });
  }
}

// The last stored of what is in the cache under an address, and still what was stored.
async function find(cache, address, options) {
  try {
    for (const { url } of (await cache.keys(address, options)).reverse()) {
      const found = await read(cache, url);
      if (found) return found;
    }
  } catch {} // as if it were not there
}
