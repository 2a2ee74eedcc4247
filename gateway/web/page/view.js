/**
 * What several views use.
 *
 * @typedef {object} View
 * @property {HTMLElement} node
 * @property {(call: import("./call.js").Call) => void} show
 */

import { el, fill } from "./dom.js";
import { icon } from "./icons.js";

/** A button with an icon in a disc and a word below it. */
export function iconButton(name, label, attributes = {}) {
  const disc = el("span", { class: "sv-disc" }, icon(name));
  const { class: more = "", ...others } = attributes;
  return el("button", { type: "button", class: `sv-control ${more}`.trim(), ...others }, disc, el("span", {}, label));
}

/** A button that says what it does. */
export function textButton(label, onclick, more = "") {
  return el("button", { type: "button", class: `sv-button ${more}`.trim(), onclick }, label);
}

/** Change the icon of an icon button. */
export function redraw(button, name) {
  const disc = button.firstChild;
  if (!disc.querySelector(`.sv-icon-${name}`)) fill(disc, icon(name));
}

/** Set an attribute of a state, such as aria-pressed. */
export function mark(node, name, isSo) {
  node.setAttribute(name, String(isSo));
}

/** Show `node` or not. */
export function reveal(node, isShown) {
  if (node.hidden === isShown) node.hidden = !isShown;
}

/** Whether the focus is in `node`, or nowhere: then it may be led on without taking it from anybody. */
export function hasFocus(node) {
  const { activeElement } = node.getRootNode();
  return !activeElement || activeElement === document.body || node.contains(activeElement);
}

/** "1 min 05 s", "42 s". */
export function duration(seconds) {
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  const rest = whole % 60;
  return minutes ? `${minutes} min ${String(rest).padStart(2, "0")} s` : `${rest} s`;
}

/** "1:05". */
export function clock(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** "0.24 s". */
export const inSeconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
