/** The keypad: twelve keys, by finger or by keyboard. */

import { el, say } from "./dom.js";

const LETTERS = {
  1: "", 2: "ABC", 3: "DEF", 4: "GHI", 5: "JKL", 6: "MNO", 7: "PQRS", 8: "TUV", 9: "WXYZ", "*": "", 0: "", "#": "",
};
const NAMES = { "*": "star", "#": "hash" };
const SHOWN_MOST = 12;

/**
 * @param {(digit: string) => void} press
 * @returns {{node: HTMLElement, clear: () => void, focus: () => void}}
 */
export function keypad(press) {
  const pressed = el("output", { class: "sv-keys-pressed", "aria-label": "Keys pressed" });
  const keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"].map((digit) => key(digit, () => push(digit)));
  const node = el("div", { class: "sv-keypad", role: "group", "aria-label": "Keypad", onkeydown: typed },
    pressed, el("div", { class: "sv-keys" }, ...keys));

  function push(digit) {
    press(digit);
    say(pressed, (pressed.textContent + digit).slice(-SHOWN_MOST));
  }

  function typed(event) {
    if (!(event.key in LETTERS) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    push(event.key);
  }

  return { node, clear: () => say(pressed, ""), focus: () => keys[0].focus() };
}

function key(digit, onclick) {
  const letters = el("span", { class: "sv-key-letters", "aria-hidden": "true" }, LETTERS[digit]);
  return el("button", { type: "button", class: "sv-key", "aria-label": NAMES[digit] ?? digit, onclick },
    el("span", { "aria-hidden": "true" }, digit), letters);
}
