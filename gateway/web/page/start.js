/** What stands there before a call: one large button, and what will happen when it is pressed. */

import { el } from "./dom.js";
import { icon } from "./icons.js";

const HINT = "Your browser will ask whether this page may use your microphone. It listens only while you call.";

/** @param {() => void} press @returns {HTMLElement} */
export function start(press) {
  const button = el("button", { type: "button", class: "sv-call", onclick: press }, icon("call"), "Call");
  return el("div", { class: "sv-start" }, el("h2", { class: "sv-unseen" }, "Call"), button, el("p", { class: "sv-start-hint sv-small" }, HINT));
}
