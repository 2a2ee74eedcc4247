/** How loud the microphone is, as a bar, and a hint when nothing comes from it. */

import { el, say } from "./dom.js";
import { reveal } from "./view.js";

const EVERY_MS = 100;
const HEARD = 0.12; // above the hiss of an open microphone
const SILENT_MS = 8_000;
const HINT = "Nothing comes from your microphone. Is it switched off, or another one chosen?";

/**
 * @param {() => {caller: number}} levels
 * @returns {import("./view.js").View}
 */
export function meter(levels) {
  const bar = el("span", { class: "sv-meter-bar" });
  const track = el("span", {
    class: "sv-meter-track", role: "meter", "aria-label": "Microphone level",
    "aria-valuemin": "0", "aria-valuemax": "100", "aria-valuenow": "0",
  }, bar);
  const hint = el("p", { class: "sv-hint", role: "status" });
  const node = el("div", { class: "sv-meter" },
    el("span", { class: "sv-meter-label" }, "Your microphone"), track, hint);
  let timer = 0;
  let heardAt = 0;

  function measure() {
    const level = levels().caller;
    const now = performance.now();
    if (level > HEARD) heardAt = now;
    bar.style.setProperty("--sv-level", level.toFixed(2));
    track.setAttribute("aria-valuenow", String(Math.round(100 * level)));
    say(hint, now - heardAt > SILENT_MS ? HINT : "");
  }

  function run(isRunning) {
    if (isRunning === Boolean(timer)) return;
    heardAt = performance.now();
    say(hint, "");
    timer = isRunning ? setInterval(measure, EVERY_MS) : void clearInterval(timer);
  }

  function show({ state }) {
    const isOpen = state.phase === "talking" && !state.muted;
    reveal(node, isOpen);
    run(isOpen);
  }

  return { node, show };
}
