/** The soft disc in the middle of a call: it moves with whoever speaks. Decoration; the words beside it say the same. */

import { el } from "./dom.js";

const SMOOTH = 0.25; // of the way to the new level in each picture

/**
 * @param {() => {caller: number, agent: number}} levels
 * @returns {{node: HTMLElement, run: (isRunning: boolean) => void}}
 */
export function orb(levels) {
  const node = el("div", { class: "sv-orb", "aria-hidden": "true" },
    el("span", { class: "sv-orb-caller" }), el("span", { class: "sv-orb-agent" }), el("span", { class: "sv-orb-core" }));
  const shown = { caller: 0, agent: 0 };
  let picture = 0;

  function draw() {
    const now = levels();
    for (const side of ["caller", "agent"]) {
      shown[side] += (now[side] - shown[side]) * SMOOTH;
      node.style.setProperty(`--sv-${side}-level`, shown[side].toFixed(3));
    }
    picture = requestAnimationFrame(draw);
  }

  function run(isRunning) {
    if (isRunning === Boolean(picture)) return;
    if (isRunning) draw();
    else picture = void cancelAnimationFrame(picture);
  }

  return { node, run };
}
