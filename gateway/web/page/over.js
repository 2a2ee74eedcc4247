/** What is left of a call: its receipt, or what went wrong and what to do about it. */

import { isLive } from "./calling.js";
import { captions } from "./captions.js";
import { el, fill, say } from "./dom.js";
import { icon } from "./icons.js";
import { WORDS } from "./problems.js";
import { receiptCard } from "./receipt.js";
import { reveal, textButton } from "./view.js";

/**
 * @param {import("./call.js").Call} call
 * @param {() => void} write leads to the text chat
 * @returns {import("./view.js").View & {heading: () => HTMLElement | null}}
 */
export function over(call, write) {
  const body = el("div", {});
  const words = captions({ label: "What was said", empty: "" });
  const said = el("details", {}, el("summary", {}, "What was said"), words.node);
  const again = textButton("Call again", () => call.press(call.state.destination), "sv-first");
  const typed = textButton("Write instead", write);
  const done = textButton("Done", () => call.dismiss());
  const node = el("div", { class: "sv-over" }, body, said, el("div", { class: "sv-buttons" }, again, typed, done));
  const wait = waiting(again);
  let shown = null;

  function show() {
    const { state } = call;
    const entries = isLive(state) ? [] : call.entries;
    words.show(entries);
    reveal(said, entries.length > 0);
    if (state === shown) return;
    shown = state;
    reveal(typed, state.phase === "failed");
    say(done, state.phase === "failed" ? "Close" : "Done");
    said.open = false;
    wait(state.problem?.waitS ?? 0, { failed: "Try again", ended: "Call again" }[state.phase] ?? "");
    if (state.phase === "failed") fill(body, problemCard(state.problem));
    else if (state.phase === "ended") fill(body, receiptCard(state.receipt));
  }

  return { node, show, heading: () => body.querySelector("h2") };
}

/** @param {{key: string}} problem */
export function problemCard({ key }) {
  const { title, detail } = WORDS[key] ?? WORDS.failed;
  const heading = el("h2", { class: "sv-problem-title", tabindex: "-1" }, icon("alert"), title);
  return el("div", { class: "sv-problem", role: "alert" }, heading, el("p", {}, detail));
}

/** Makes a button wait as long as the gateway asked for, and says how long that is. */
function waiting(button) {
  let timer = 0;
  return (seconds, label) => {
    clearInterval(timer);
    let left = seconds;
    const tell = () => {
      button.disabled = left > 0;
      say(button, left > 0 ? `${label} in ${left} s` : label);
      if (left <= 0) clearInterval(timer);
      left -= 1;
    };
    tell();
    if (left >= 0 && seconds > 0) timer = setInterval(tell, 1000);
  };
}
