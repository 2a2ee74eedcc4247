/** The caller's calls, one at a time: what is shown of them, and what can be pressed. */

import { NO_CALL, step } from "./calling.js";
import { NOTHING_KEPT } from "./chatting.js";
import { NO_SAMPLE } from "./quality.js";
import { withCaption } from "./transcript.js";
import { Wire } from "./wire.js";

const OVER = ["idle", "ended", "failed"];

/** Owned by the page, or by one widget. Tells `changed` after every change of `state`, `entries` or `line`. */
export class Call {
  state = NO_CALL;
  /** @type {import("./transcript.js").Entry[]} what was said in this call, or in the last one */
  entries = [];
  line = NO_SAMPLE;
  kept = NOTHING_KEPT;
  /** @type {string[]} opt-ins that the gateway offers */
  offers = [];
  connectedAt = 0; // by performance.now(), for the clock that is shown

  #gateway;
  #changed;
  #wire = null;

  /** @param {import("./api.js").Gateway} gateway @param {() => void} changed */
  constructor(gateway, changed) {
    this.#gateway = gateway;
    this.#changed = changed;
  }

  /** Call `destination`, "agent" or "echo". Nothing happens while a call is under way. */
  press(destination = "agent") {
    const call = this.state.call + 1;
    if (!this.#fact(call, "pressed", { destination })) return;
    this.entries = [];
    this.line = NO_SAMPLE;
    this.kept = NOTHING_KEPT;
    this.offers = [];
    this.connectedAt = 0;
    this.#wire = new Wire(this.#gateway, destination, this.#listener(call));
    this.#changed();
    this.#wire.dial();
  }

  hangUp() {
    const wire = this.#wire;
    if (this.#fact(this.state.call, "hungUp")) wire.hangUp();
  }

  mute(muted) {
    if (this.#fact(this.state.call, "muted", { muted })) this.#wire.mute(muted);
  }

  /** Hold, or go on: it counts when the gateway says so. */
  hold(holding) {
    this.#wire?.hold(holding);
  }

  key(digit) {
    this.#wire?.key(digit);
  }

  /** Agree that something is kept: it counts when the gateway says so. */
  keep(optIn) {
    this.#wire?.keep(optIn);
  }

  /** Take everything back. */
  withdraw() {
    this.#wire?.withdraw();
  }

  /** Put the receipt or the problem of the last call away, and its words with it. */
  dismiss() {
    this.entries = [];
    this.#fact(this.state.call, "dismissed");
  }

  levels() {
    return this.#wire?.levels() ?? { caller: 0, agent: 0 };
  }

  #listener(call) {
    return {
      fact: (name, detail) => this.#fact(call, name, detail),
      caption: (caption) => this.#show(call, () => (this.entries = withCaption(this.entries, caption))),
      kept: (kept) => this.#show(call, () => (this.kept = kept)),
      offers: (offers) => this.#show(call, () => (this.offers = offers)),
      line: (sample) => this.#show(call, () => (this.line = sample)),
    };
  }

  #show(call, change) {
    if (call !== this.state.call) return;
    change();
    this.#changed();
  }

  #fact(call, name, detail = {}) {
    const before = this.state;
    this.state = step(before, { ...detail, name, call });
    if (this.state === before) return false;
    if (this.state.phase === "talking") this.connectedAt ||= performance.now();
    if (OVER.includes(this.state.phase)) this.#close();
    this.#changed();
    return true;
  }

  #close() {
    this.#wire?.close();
    this.#wire = null;
  }
}
