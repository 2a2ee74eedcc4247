/** A call under way: how it stands, who speaks, what is said, and what can be pressed. */

import { captions } from "./captions.js";
import { isTalking } from "./calling.js";
import { el, say } from "./dom.js";
import { keeping } from "./keeping.js";
import { keypad } from "./keypad.js";
import { meter } from "./meter.js";
import { orb } from "./orb.js";
import { clock, iconButton, inSeconds, mark, redraw, reveal } from "./view.js";

const STATUS = {
  asking: "Waiting for your microphone",
  connecting: "Connecting",
  talking: "Connected",
  held: "On hold",
  mending: "Reconnecting",
  leaving: "Hanging up",
};
const MORE = {
  asking: "Please allow it where your browser asks.",
  held: "You do not hear each other until you go on.",
  mending: "The connection broke. We look for another way: please stay.",
};
const QUIET = "Screen reader: stay silent about new words";
const EVERY_MS = 500;

/**
 * @param {import("./call.js").Call} call
 * @returns {import("./view.js").View & {heading: HTMLElement}}
 */
export function live(call) {
  const heading = el("h2", { class: "sv-status", tabindex: "-1" });
  const more = el("p", { class: "sv-small" });
  const time = el("span", { class: "sv-clock", role: "timer", "aria-live": "off", "aria-label": "Time" });
  const reply = el("p", { class: "sv-small sv-reply" });
  const disc = orb(() => call.levels());
  const words = captions({ label: "What is said", empty: "What you and the assistant say appears here." });
  const level = meter(() => call.levels());
  const kept = keeping((optIn) => call.keep(optIn), () => call.withdraw());
  const buttons = controls(call);
  const top = el("div", { class: "sv-top" }, disc.node, el("div", { role: "status" }, heading, more), time);
  const node = el("div", { class: "sv-live" },
    top, words.node, el("div", { class: "sv-below" }, reply, quieter(words)), kept.node, level.node, ...buttons.nodes);
  let timer = 0;

  function tick() {
    say(time, call.connectedAt ? clock((performance.now() - call.connectedAt) / 1000) : "");
  }

  function run(isRunning) {
    disc.run(isRunning);
    if (isRunning === Boolean(timer)) return;
    timer = isRunning ? setInterval(tick, EVERY_MS) : void clearInterval(timer);
  }

  function show() {
    const { state, entries } = call;
    const isOn = Boolean(STATUS[state.phase]);
    run(isOn);
    words.show(entries);
    if (!isOn) return level.show(call);
    tick();
    say(heading, state.phase === "talking" && state.destination === "echo" ? "Testing your line" : STATUS[state.phase]);
    say(more, MORE[state.phase] ?? "");
    top.classList.toggle("sv-waiting", !["talking", "held"].includes(state.phase));
    say(reply, state.replyMs === null ? "" : `The last answer came after ${inSeconds(state.replyMs)}`);
    kept.show(call);
    level.show(call);
    buttons.show(call);
  }

  return { node, heading, show };
}

/** A voice that reads captions aloud would talk into the call of somebody who has no headphones. */
function quieter(words) {
  const box = el("input", { type: "checkbox", onchange: () => words.announce(!box.checked) });
  return el("label", { class: "sv-quieter" }, box, QUIET);
}

function controls(call) {
  const pad = keypad((digit) => call.key(digit));
  const mute = iconButton("microphone", "Mute", { onclick: () => call.mute(!call.state.muted) });
  const hold = iconButton("hold", "Hold", { onclick: () => call.hold(call.state.phase !== "held") });
  const keys = iconButton("keypad", "Keypad", { "aria-expanded": "false", onclick: () => unfold(pad.node.hidden) });
  const hangUp = iconButton("hangUp", "Hang up", { class: "sv-hang-up", onclick: () => call.hangUp() });
  pad.node.hidden = true;

  function unfold(isOpen) {
    reveal(pad.node, isOpen);
    mark(keys, "aria-expanded", isOpen);
    if (!isOpen) pad.clear();
  }

  function show({ state }) {
    for (const button of [mute, hold, keys]) button.disabled = !isTalking(state);
    hold.disabled ||= state.phase === "mending";
    hangUp.disabled = state.phase === "leaving";
    say(hangUp.lastChild, state.phase === "asking" || state.phase === "connecting" ? "Cancel" : "Hang up");
    mark(mute, "aria-pressed", state.muted);
    redraw(mute, state.muted ? "muted" : "microphone");
    mark(hold, "aria-pressed", state.phase === "held");
    redraw(hold, state.phase === "held" ? "resume" : "hold");
    if (!isTalking(state)) unfold(false);
  }

  const row = el("div", { class: "sv-controls", role: "group", "aria-label": "Call controls" }, mute, hold, keys, hangUp);
  return { nodes: [pad.node, row], show };
}
