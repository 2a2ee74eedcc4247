/** The privacy receipt: what was kept, and what went where. */

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { duration } from "./view.js";

const ENDINGS = {
  "caller-hung-up": "You hung up",
  "we-hung-up": "The assistant said goodbye",
  "media-timeout": "The connection was lost",
  "leg-lost": "The connection was lost",
  cancelled: "Before it was answered",
  refused: "It was refused",
  failed: "Something went wrong at our end",
  idle: "Nothing was written for a while",
  "too-long": "It reached its longest time",
  flooded: "Too much came at once",
  draining: "The service is restarting",
};
const CHAT_ENDINGS = { "caller-hung-up": "You ended it" };
const THINGS = { transcript: "Transcript, redacted", trace: "Trace of the connection, masked" };
const REASONS = { support: "support", compliance: "a legal duty", improvement: "improvement, made anonymous" };

/**
 * @param {any} receipt as the gateway wrote it, or null when it did not arrive
 * @param {"call" | "chat"} of
 * @returns {HTMLElement} with a heading that can be given the focus
 */
export function receiptCard(receipt, of = "call") {
  const heading = el("h2", { class: "sv-receipt-title", tabindex: "-1" }, "Your privacy receipt");
  const body = receipt ? rows(receipt, of) : [el("p", {}, missing(of))];
  return el("section", { class: "sv-receipt", "aria-label": "Privacy receipt" }, heading, ...body);
}

function rows(receipt, of) {
  const endings = of === "chat" ? { ...ENDINGS, ...CHAT_ENDINGS } : ENDINGS;
  return [
    el("p", { class: "sv-receipt-sum" }, icon(receipt.kept?.length ? "lock" : "check"), summary(receipt, of)),
    el("dl", { class: "sv-rows" },
      ...row("Kept", ...items(receipt.kept, "Nothing")),
      ...row("Given to others", ...items(receipt.shared, "Nothing, to nobody")),
      ...row("Length", length(receipt)),
      ...row("End", endings[receipt.ending] ?? "It ended"),
      ...row("Reference", el("code", {}, receipt.reference ?? ""))),
    el("p", { class: "sv-small" }, `The words of this ${of} are on your screen alone. They go when you leave this page.`),
  ];
}

const missing = (of) => `The receipt did not arrive. Unless you agreed to it, nothing of this ${of} was kept.`;

function summary({ kept }, of) {
  return kept?.length ? "Kept is only what you agreed to, below." : `Nothing of this ${of} was kept.`;
}

function length({ seconds = 0, turns = 0 }) {
  return `${duration(seconds)}, ${turns} ${turns === 1 ? "answer" : "answers"}`;
}

function row(name, ...values) {
  return [el("dt", {}, name), ...values.map((value) => el("dd", {}, value))];
}

function items(list, none) {
  if (!list?.length) return [none];
  return list.map((item) => (typeof item === "string" ? item : part(item)));
}

/** One thing that was kept: what, what for, until when. */
function part({ what, flag, until }) {
  const day = new Date(until);
  const end = Number.isNaN(day.getTime()) ? "" : `, until ${day.toLocaleDateString("en", { dateStyle: "long" })}`;
  return `${THINGS[what] ?? what}, for ${REASONS[flag] ?? flag}${end}`;
}
