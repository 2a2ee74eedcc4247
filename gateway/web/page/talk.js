/** The card for talking: before, during and after a call. The focus goes along, unless it is busy elsewhere. */

import { isLive } from "./calling.js";
import { el } from "./dom.js";
import { live } from "./live.js";
import { over } from "./over.js";
import { start } from "./start.js";
import { hasFocus, reveal } from "./view.js";

/**
 * @param {import("./call.js").Call} call
 * @param {() => void} write leads to the text chat
 * @returns {import("./view.js").View}
 */
export function talk(call, write) {
  const before = start(() => call.press());
  const during = live(call);
  const after = over(call, write);
  const node = el("section", { class: "sv-card sv-talk", "aria-label": "Talk" }, before, during.node, after.node);
  let place = "before";

  function show() {
    const { state } = call;
    const now = state.phase === "idle" ? "before" : isLive(state) ? "during" : "after";
    const follows = now !== place && hasFocus(node);
    during.show(call);
    after.show(call);
    reveal(before, now === "before");
    reveal(during.node, now === "during");
    reveal(after.node, now === "after");
    place = now;
    if (follows) target(now)?.focus();
  }

  function target(now) {
    if (now === "before") return before.querySelector("button");
    return now === "during" ? during.heading : after.heading();
  }

  return { node, show };
}
