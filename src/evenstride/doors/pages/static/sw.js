// Keeps the pages one has opened, so that plan, session and log open at the track too. The network always comes first:
// a kept page is shown only where nothing can be reached. Nothing is fetched from anywhere but this app.
const KEPT = "evenstride-pages-2";
const STATIC = ["tokens.css", "app.css", "site.css", "theme.js", "words.js", "speech.js", "log.js", "session.js", "mark.svg"].map((name) => `/static/${name}`);
const OPENED = /^\/(athlete|sides|plan|log|progress|session|phone|claims|runs|run|compare|parent|physio|static)\//;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(STATIC)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(old).then(() => self.clients.claim()));
});

async function answer(request) {
  try {
    const fresh = await fetch(request);
    if (fresh.ok && !fresh.redirected) await (await caches.open(KEPT)).put(request, fresh.clone());
    return fresh;
  } catch (problem) {
    // The log form is the same whatever session it was opened for.
    const kept = await caches.match(request) || await caches.match(request, { ignoreSearch: new URL(request.url).pathname.startsWith("/log/") });
    if (kept) return kept;
    throw problem;
  }
}

// After another language or other units are chosen the pages that were kept show the old ones: they go, and are asked for again.
async function changed(event) {
  const answered = await fetch(event.request), cache = await caches.open(KEPT);
  const old = (await cache.keys()).map((one) => one.url).filter((url) => !new URL(url).pathname.startsWith("/static/"));
  await Promise.all(old.map((url) => cache.delete(url)));
  event.waitUntil(Promise.allSettled(old.map((url) => answer(new Request(url)))));
  return answered;
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method === "POST" && url.origin === location.origin && url.pathname === "/language") event.respondWith(changed(event));
  if (event.request.method === "GET" && url.origin === location.origin && OPENED.test(url.pathname)) event.respondWith(answer(event.request));
});
