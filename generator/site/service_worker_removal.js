// In the place of the service worker where there shall be none: ends the one that readers have from an earlier
// publication, and deletes what it kept. Open pages go on, answered by the network.
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => {
  const remove = async () => {
    await caches.delete(`signout ${registration.scope}`);
    await registration.unregister();
  };
  event.waitUntil(remove());
});
