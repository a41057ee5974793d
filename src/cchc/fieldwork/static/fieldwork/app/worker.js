/* Keeps the application itself on the telephone, so that it opens without a network. It holds no form and no answer:
   those are in `store.js`, and what is sent passes by here untouched. `CARRIED` is written above by the server. */

const worker = /** @type {any} */ (self);
const CACHE = `cchc-thuc-dia-${worker.CARRIED.version}`;
const SHELL = worker.CARRIED.shell;
const ASSETS = new Set(worker.CARRIED.assets);

/** All of a version or nothing: a half one would open and break. */
const take = async () => {
  const cache = await caches.open(CACHE);
  const requests = [SHELL, ...ASSETS].map(
    (address) => new Request(address, { cache: "reload", credentials: "omit" }),
  );
  await cache.addAll(requests);
};

/** Earlier versions go when no window uses them any more. */
const tidy = async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("cchc-thuc-dia-") && name !== CACHE);
  await Promise.all(names.map((name) => caches.delete(name)));
};

/** @param {string} address @returns {Promise<Response>} */
const kept = async (address) => (await (await caches.open(CACHE)).match(address)) ?? fetch(address);

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(take()));
worker.addEventListener("activate", (/** @type {any} */ event) =>
  event.waitUntil(tidy().then(() => worker.clients.claim())),
);
worker.addEventListener("message", (/** @type {any} */ event) => {
  if (event.data === "take over") worker.skipWaiting();
});
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin) return;
  if (event.request.mode === "navigate" && pathname === SHELL) event.respondWith(kept(SHELL));
  else if (ASSETS.has(pathname)) event.respondWith(kept(pathname));
});
