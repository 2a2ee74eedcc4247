/** The widget in a page of somebody else's: its shadow, its styles, its place. */

import { Gateway } from "./api.js";
import { el } from "./dom.js";
import { panel } from "./panel.js";

const BASE = new URL(import.meta.url);
const SHEETS = ["theme", "parts", "call", "captions", "keypad", "receipt", "write", "line", "widget"];
const SCHEMES = ["light", "dark"];

/**
 * @param {{label?: string, side?: string, scheme?: string, accent?: string, onAccent?: string, target?: string}} options
 *   the `data-` attributes of the script tag
 * @returns {Promise<{open: () => void, close: () => void}>}
 */
export async function embed(options) {
  const host = el("div", { class: "sottovoce-widget" });
  const shadow = host.attachShadow({ mode: "open", delegatesFocus: false });
  shadow.adoptedStyleSheets = await Promise.all(SHEETS.map(sheet));
  colour(host, options);
  const widget = panel(new Gateway(BASE.origin), { ...options, origin: BASE.origin });
  shadow.append(widget.node);
  (await body()).append(host);
  return { open: widget.open, close: widget.close };
}

/** Constructed style sheets need no permission for styles from the policy of the page (CSSOM, section 6.3). */
async function sheet(name) {
  const response = await fetch(new URL(`${name}.css`, BASE), { credentials: "omit" });
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return new CSSStyleSheet().replace(await response.text());
}

/** The colours a page may choose; a value that is no colour is none. */
function colour(host, { scheme = "", accent = "", onAccent = "" }) {
  if (SCHEMES.includes(scheme)) host.style.colorScheme = scheme;
  for (const [name, value] of [["--sv-accent", accent], ["--sv-accent-strong", accent], ["--sv-on-accent", onAccent]]) {
    if (value && CSS.supports("color", value)) host.style.setProperty(name, value);
  }
}

/** @returns {Promise<HTMLElement>} */
function body() {
  if (document.body) return Promise.resolve(document.body);
  return new Promise((resolve) => addEventListener("DOMContentLoaded", () => resolve(document.body), { once: true }));
}
