/** "Test my line": an echo call, and what the line is like, in numbers, in a word and as a chart. */

import { chart } from "./chart.js";
import { isLive, isTalking } from "./calling.js";
import { el, say } from "./dom.js";
import { icon } from "./icons.js";
import { WORDS } from "./problems.js";
import { mos, verdict } from "./quality.js";
import { reveal, textButton } from "./view.js";

const UNKNOWN = "–";
const INTRO = "Hear your own voice come back, and see how good your connection is. Best with headphones.";

/**
 * @param {import("./call.js").Call} call
 * @returns {import("./view.js").View}
 */
export function lineCorner(call) {
  const isLeaving = () => call.state.phase === "leaving";
  const button = textButton("Test my line", () => !isLeaving() && (isEcho() ? call.hangUp() : call.press("echo")));
  const intro = el("p", { class: "sv-small" }, INTRO);
  const note = el("p", { class: "sv-small" });
  const score = el("p", { class: "sv-score", role: "status" });
  const values = Object.fromEntries(["mos", "trip", "jitter", "loss", "far", "codec"].map((name) => [name, el("dd", {}, UNKNOWN)]));
  const picture = chart();
  const results = el("div", { class: "sv-line-results" }, score, picture.node, el("dl", { class: "sv-figures" },
    figure("Estimate (MOS, to 4.4)", values.mos), figure("Round trip", values.trip), figure("Jitter", values.jitter), figure("Lost on the way to you", values.loss),
    figure("Lost on the way to us", values.far), figure("Codec", values.codec)));
  const heading = el("h2", { class: "sv-card-title" }, icon("line"), "Your line");
  const node = el("section", { class: "sv-card sv-line", "aria-label": "Your line" }, heading, intro, results, note, button);
  let last = null;

  const isEcho = () => isLive(call.state) && call.state.destination === "echo";

  function show({ state, line }) {
    const isMeasured = line.received > 0;
    reveal(results, isMeasured);
    reveal(intro, !isMeasured);
    say(button, isEcho() ? "Stop the test" : "Test my line");
    reveal(button, isEcho() || !isLive(state));
    button.ariaDisabled = String(isLeaving()); // truly disabled, it would lose the focus
    say(note, noteOf(state));
    reveal(note, Boolean(note.textContent));
    if (line === last) return;
    last = line;
    if (!isMeasured) picture.clear();
    else if (isTalking(state)) measured(line);
  }

  function measured(line) {
    picture.add(line);
    const estimate = mos(line);
    say(score, wordOf(estimate));
    say(values.mos, estimate === null ? UNKNOWN : estimate.toFixed(1));
    say(values.trip, ms(line.roundTripMs));
    say(values.jitter, ms(line.jitterMs));
    say(values.loss, percent(line.lostPercent));
    say(values.far, percent(line.farLostPercent));
    say(values.codec, line.codec || UNKNOWN);
  }

  return { node, show };
}

function noteOf({ phase, destination, problem }) {
  if (destination !== "echo") return "";
  if (phase === "failed") return `${(WORDS[problem.key] ?? WORDS.failed).title}.`;
  return phase === "talking" ? "Say something: you hear it come back." : "";
}

const wordOf = (estimate) => (estimate === null ? "Measuring" : verdict(estimate));
const figure = (name, value) => el("div", {}, el("dt", {}, name), value);
const ms = (value) => (value === null ? UNKNOWN : `${Math.round(value)} ms`);
const percent = (value) => (value === null ? UNKNOWN : `${value.toFixed(1)} %`);
