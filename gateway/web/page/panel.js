/** The widget: a button in the corner, and a panel with the cards of the page, one at a time. */

import { Call } from "./call.js";
import { isLive } from "./calling.js";
import { Chat } from "./chat.js";
import { el, say } from "./dom.js";
import { icon } from "./icons.js";
import { lineCorner } from "./line.js";
import { talk } from "./talk.js";
import { clock, mark, reveal } from "./view.js";
import { write } from "./write.js";

const LABEL = "Talk to our assistant";
const EVERY_MS = 500;

/**
 * @param {import("./api.js").Gateway} gateway
 * @param {{label?: string, side?: string, origin: string}} options
 * @returns {{node: HTMLElement, open: () => void, close: () => void}}
 */
export function panel(gateway, options) {
  const call = new Call(gateway, () => changed());
  const chat = new Chat(gateway, () => writing.show());
  const writing = write(chat);
  const cards = { talk: talk(call, () => tabs.choose("write")), write: { node: writing.node }, line: lineCorner(call) };
  const tabs = choice(cards, () => writing.focus());
  const box = el("div", { class: "sv-panel", role: "region", "aria-label": options.label ?? LABEL, hidden: true, onkeydown: left },
    header(options, close), tabs.node, ...Object.values(cards).map((each) => each.node));
  const button = launcher(options.label ?? LABEL, () => (box.hidden ? open() : close()));
  const node = el("div", { class: `sv sv-widget${options.side === "left" ? " sv-left" : ""}` }, box, button.node);

  function changed() {
    cards.talk.show(call);
    cards.line.show(call);
    button.show(call);
    if (isLive(call.state) && call.state.destination === "agent" && call.state.phase === "asking") tabs.choose("talk");
  }

  function open() {
    reveal(box, true);
    mark(button.node, "aria-expanded", true);
    box.querySelector("h2")?.focus();
  }

  function close() {
    reveal(box, false);
    mark(button.node, "aria-expanded", false);
    button.node.focus();
  }

  function left(event) {
    if (event.key === "Escape") close();
  }

  addEventListener("pagehide", () => call.hangUp());
  changed();
  writing.show();
  return { node, open, close };
}

function header({ label = LABEL, origin }, close) {
  const policy = el("a", { href: `${origin}/policy`, target: "_blank", rel: "noopener noreferrer" }, "What happens to your words",
    el("span", { class: "sv-unseen" }, " (opens a new tab)"));
  const first = el("p", { class: "sv-small" }, el("strong", {}, "It is automated: a machine, not a person."),
    " Nothing is kept unless you agree. ", policy);
  const shut = el("button", { type: "button", class: "sv-close", "aria-label": "Close", onclick: close }, icon("close"));
  return el("div", { class: "sv-head" }, el("h2", { class: "sv-name", tabindex: "-1" }, label), shut, first);
}

/** Which card is seen. They are buttons of a group, not tabs: Tab goes through them as through any others. */
function choice(cards, onWrite) {
  const words = { talk: ["call", "Talk"], write: ["write", "Write"], line: ["line", "Line"] };
  const buttons = Object.entries(words).map(([name, [picture, word]]) => [
    name, el("button", { type: "button", class: "sv-tab", onclick: () => choose(name) }, icon(picture), word),
  ]);
  const node = el("div", { class: "sv-tabs", role: "group", "aria-label": "Ways to reach us" }, ...buttons.map(([, button]) => button));

  function choose(chosen) {
    for (const [name, button] of buttons) {
      mark(button, "aria-pressed", name === chosen);
      reveal(cards[name].node, name === chosen);
    }
    if (chosen === "write" && !node.closest("[hidden]")) onWrite();
  }

  choose("talk");
  return { node, choose };
}

function launcher(label, onclick) {
  const word = el("span", {}, label);
  const node = el("button", { type: "button", class: "sv-launch", "aria-expanded": "false", onclick }, icon("call"), word);
  let timer = 0;

  function show(call) {
    clearInterval(timer);
    const tick = () => say(word, call.connectedAt ? `In a call, ${clock((performance.now() - call.connectedAt) / 1000)}` : "Calling");
    node.classList.toggle("sv-busy", isLive(call.state));
    if (!isLive(call.state)) return say(word, label);
    tick();
    timer = setInterval(tick, EVERY_MS);
  }

  return { node, show };
}
