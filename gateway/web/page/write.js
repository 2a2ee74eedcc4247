/** The card for writing: the same assistant, without a microphone. */

import { captions } from "./captions.js";
import { el, fill, say } from "./dom.js";
import { icon } from "./icons.js";
import { keeping } from "./keeping.js";
import { WORDS } from "./problems.js";
import { receiptCard } from "./receipt.js";
import { hasFocus, reveal, textButton } from "./view.js";

const INTRO = "The same automated assistant, for when you cannot or would rather not talk. Nothing you write is kept unless you agree.";
const EMPTY = "Your questions and the answers appear here.";
const MOST = "2000"; // characters that the gateway takes at once
let made = 0;

/**
 * @param {import("./chat.js").Chat} chat
 * @param {{level?: number}} options of the heading
 * @returns {{node: HTMLElement, show: () => void, focus: () => void}}
 */
export function write(chat) {
  const words = captions({ label: "Chat", empty: EMPTY });
  const problem = el("p", { class: "sv-writing-state", role: "alert" });
  const busy = el("p", { class: "sv-small", role: "status" });
  const kept = keeping((optIn) => chat.keep(optIn), () => chat.withdraw());
  const end = textButton("End chat", () => chat.end());
  const form = entryForm((text) => chat.say(text));
  const foot = el("div", { class: "sv-below" }, busy, end);
  const after = el("div", { class: "sv-over" });
  const heading = el("h2", { class: "sv-card-title" }, icon("write"), "Write instead");
  const intro = el("p", { class: "sv-small" }, INTRO);
  const node = el("section", { class: "sv-card sv-write", "aria-label": "Write" },
    heading, intro, after, words.node, kept.node, problem, form.node, foot);
  let phase = "";

  function show() {
    const { state } = chat;
    words.show(state.entries);
    kept.show({ kept: state.kept, offers: state.phase === "open" ? chat.offers : [] });
    say(problem, state.problem ? sentence(state.problem) : "");
    say(busy, state.phase === "opening" ? "Connecting" : state.answering ? "The assistant is answering" : "");
    reveal(end, state.phase === "open");
    reveal(foot, Boolean(busy.textContent) || !end.hidden);
    form.wait(state.phase === "opening");
    if (state.phase !== phase) arrive(state);
  }

  function arrive(state) {
    const follows = hasFocus(node) && phase !== "";
    phase = state.phase;
    reveal(intro, phase === "idle");
    reveal(after, phase === "ended");
    reveal(form.node, phase !== "ended");
    if (phase === "ended") finish(state, follows);
  }

  function finish(state, follows) {
    const receipt = receiptCard(state.receipt, "chat");
    fill(after, receipt, el("div", { class: "sv-buttons" }, textButton("New chat", renew)));
    if (follows) receipt.querySelector("h2").focus();
  }

  function renew() {
    chat.dismiss();
    form.focus();
  }

  return { node, show, focus: form.focus };
}

function sentence(key) {
  const { title, detail } = WORDS[key] ?? WORDS.failed;
  return `${title}. ${detail}`;
}

function entryForm(submit) {
  made += 1;
  const id = `sv-input-${made}`;
  const input = el("textarea", {
    id, class: "sv-input", rows: "1", maxlength: MOST, autocomplete: "off", enterkeyhint: "send", onkeydown: keyed,
    "aria-describedby": `${id}-note`,
  });
  const button = el("button", { type: "submit", class: "sv-button sv-first sv-send", "aria-label": "Send" }, icon("send"));
  const note = el("p", { id: `${id}-note`, class: "sv-form-note sv-small" }, "Enter sends. Shift and Enter begin a new line.");
  const node = el("form", { class: "sv-form", onsubmit: sent }, el("label", { for: id }, "Your message"), input, button, note);

  function sent(event) {
    event.preventDefault();
    const text = input.value.trim();
    if (!text || button.disabled) return;
    input.value = "";
    input.focus();
    submit(text);
  }

  function keyed(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    node.requestSubmit();
  }

  return { node, focus: () => input.focus(), wait: (isWaiting) => (button.disabled = isWaiting) };
}
