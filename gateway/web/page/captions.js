/** What both sides said, as it is said: redacted, and marked where something was hidden. */

import { el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { parts } from "./transcript.js";

const NAMES = { caller: "You", agent: "Assistant" };
const NEAR_END_PX = 80;

/**
 * A list of entries that grows at its end and follows it, unless somebody has scrolled back. Announced politely, until
 * `announce(false)`.
 * @param {{label: string, empty: string}} options `empty` stands there while nothing was said
 * @returns {{node: HTMLElement, show: (entries: readonly import("./transcript.js").Entry[]) => void,
 *            announce: (isOn: boolean) => void}}
 */
export function captions({ label, empty }) {
  const node = el("div", {
    class: "sv-captions", role: "log", "aria-label": label, "aria-live": "polite", tabindex: "0", "data-empty": empty,
  });
  /** @type {Map<string, {entry: any, item: HTMLElement}>} */
  const shown = new Map();

  function show(entries) {
    const isAtEnd = node.scrollHeight - node.scrollTop - node.clientHeight < NEAR_END_PX;
    const keys = new Set(entries.map(keyOf));
    for (const [key, { item }] of shown) if (!keys.has(key)) remove(key, item);
    const changed = entries.filter((entry) => shown.get(keyOf(entry))?.entry !== entry);
    changed.forEach(put);
    if (changed.length && isAtEnd) node.scrollTop = node.scrollHeight;
  }

  function put(entry) {
    const key = keyOf(entry);
    const item = shown.get(key)?.item ?? node.appendChild(el("div", { class: `sv-said sv-${entry.speaker}` }));
    fill(item, ...said(entry));
    item.classList.toggle("sv-growing", entry.growing);
    item.setAttribute("aria-busy", String(entry.growing));
    shown.set(key, { entry, item });
  }

  function remove(key, item) {
    item.remove();
    shown.delete(key);
  }

  return { node, show, announce: (isOn) => node.setAttribute("aria-live", isOn ? "polite" : "off") };
}

const keyOf = ({ speaker, id }) => `${speaker} ${id}`;

function said(entry) {
  const words = el("p", { class: "sv-words" }, ...parts(entry.text).map((part) => (part.masked ? hidden(part.text) : part.text)));
  const notes = [
    entry.redacted && el("span", { class: "sv-note" }, icon("lock"), "Private details were hidden"),
    entry.interrupted && el("span", { class: "sv-note" }, entry.speaker === "agent" ? "You interrupted here" : ""),
  ].filter(Boolean);
  return [el("p", { class: "sv-who" }, NAMES[entry.speaker] ?? ""), words, ...notes];
}

function hidden(kind) {
  return el("span", { class: "sv-hidden" }, icon("lock"), kind, el("span", { class: "sv-unseen" }, " (hidden)"));
}
