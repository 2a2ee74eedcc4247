/*
 * Puts the assistant of a Sottovoce gateway into a page:
 *
 *   <script src="https://voice.example/widget.js" defer></script>
 *
 * This is a loader. What it loads are the modules of the gateway's own page, so there is no second copy to fall behind,
 * and nothing to build. The page's policy needs `script-src` and `connect-src` for the gateway's origin, and nothing
 * else; the gateway must name the page's origin in http.allowed_origins. docs/page.md says it in full.
 *
 * One global, `sottovoce`: `ready` (a promise), `open()`, `close()`.
 */
(() => {
  "use strict";
  const script = document.currentScript;
  if (window.sottovoce || !(script instanceof HTMLScriptElement)) return;
  const base = new URL(".", script.src);
  const options = { ...script.dataset };
  const ready = import(new URL("assets/embed.js", base).href).then(({ embed }) => embed(options));
  ready.catch(() => {
    console.error(`sottovoce: ${base.origin} does not serve this page. Its operator can name ${location.origin} in http.allowed_origins.`);
  });
  const told = (act) => () => ready.then(act, () => {});
  window.sottovoce = Object.freeze({ ready, open: told((widget) => widget.open()), close: told((widget) => widget.close()) });
})();
