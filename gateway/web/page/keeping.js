/**
 * What the caller has agreed to have kept, and the way to take it back. Nothing is shown while nothing is kept and the
 * gateway offers nothing: a button that could do nothing is not there.
 */

import { el, fill, say } from "./dom.js";
import { reveal, textButton } from "./view.js";

const OFFERS = {
  transcript: "Keep a transcript for support",
  trace: "Keep a trace of the connection to find a fault",
  improvement: "Let it help to improve the service, made anonymous",
};
const KEPT = {
  transcript: "a transcript for support",
  trace: "a trace of the connection",
  improvement: "an anonymous count for improvement",
};

/**
 * @param {(optIn: string) => void} agree
 * @param {() => void} withdraw
 * @returns {{node: HTMLElement, show: (of: {kept: {optIns: string[], reference: string}, offers: string[]}) => void}}
 */
export function keeping(agree, withdraw) {
  const told = el("p", { class: "sv-kept", role: "status" });
  const buttons = el("div", { class: "sv-buttons" });
  const node = el("div", { class: "sv-keeping", role: "group", "aria-label": "What is kept", hidden: true }, told, buttons);
  let last = "";

  function show({ kept, offers }) {
    const open = offers.filter((each) => each in OFFERS && !kept.optIns.includes(each));
    reveal(node, kept.optIns.length + open.length > 0);
    say(told, sentence(kept));
    const now = [...open, kept.optIns.length].join();
    if (now === last) return;
    last = now;
    fill(buttons, ...open.map((each) => textButton(OFFERS[each], () => agree(each))),
      kept.optIns.length > 0 && textButton("Keep nothing after all", withdraw));
  }

  return { node, show };
}

function sentence({ optIns, reference }) {
  const kept = optIns.map((each) => KEPT[each] ?? "something you agreed to").join(", ");
  if (!kept) return "";
  return `Kept, as you agreed: ${kept}.${reference ? ` Your reference is ${reference}.` : ""}`;
}
