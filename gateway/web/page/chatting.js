/**
 * A text chat as the caller sees it: a pure table like `calling.js`, facts in, state out.
 *
 * @typedef {object} Chat
 * @property {"idle" | "opening" | "open" | "ended" | "failed"} phase
 * @property {import("./transcript.js").Entry[]} entries
 * @property {number} lastId of what the caller wrote
 * @property {boolean} answering whether an answer is under way
 * @property {{optIns: string[], reference: string}} kept
 * @property {string} problem one of the keys of `problems.js`, "" for none
 * @property {object | null} receipt
 */

import { withCaption, withDone, withPiece } from "./transcript.js";

export const NOTHING_KEPT = Object.freeze({ optIns: [], reference: "" });

/** @type {Readonly<Chat>} */
export const NO_CHAT = Object.freeze({
  phase: "idle",
  entries: [],
  lastId: 0,
  answering: false,
  kept: NOTHING_KEPT,
  problem: "",
  receipt: null,
});

/** How the gateway titles a problem of a chat, and our words for it. */
const PROBLEMS = {
  "Service Unavailable": "full",
  "Too Many Requests": "too-fast",
  "Request Entity Too Large": "too-long",
  "Content Too Large": "too-long",
};

const ROWS = {
  opening: () => ({ ...NO_CHAT, phase: "opening" }),
  opened: () => ({ phase: "open" }),
  said: (chat, { id }) => ({ lastId: id, answering: true, problem: "" }),
  caption: (chat, { message }) => ({ entries: withCaption(chat.entries, message) }),
  piece: (chat, { message }) => ({ entries: withPiece(chat.entries, message.id, message.text) }),
  done: (chat, { message }) => ({
    entries: withDone(chat.entries, message.id, message.interrupted === true),
    answering: chat.answering && message.id < chat.lastId,
  }),
  kept: (_, { message }) => ({ kept: { optIns: message.opt_ins, reference: message.reference } }),
  problem: (_, { message }) => ({ problem: PROBLEMS[message.title] ?? "not-taken", answering: false }),
  receipt: (_, { message }) => ({ phase: "ended", receipt: message, answering: false }),
  closed: (chat) => (chat.phase === "ended" ? {} : { phase: "failed", problem: chat.problem || "chat-lost", answering: false }),
  failed: (_, { problem }) => ({ phase: "failed", problem, answering: false }),
};

/** The state after a fact; a fact that nobody knows changes nothing. @returns {Readonly<Chat>} */
export function chatStep(chat, fact) {
  const row = Object.hasOwn(ROWS, fact.name) ? ROWS[fact.name] : undefined;
  return row ? Object.freeze({ ...chat, ...row(chat, fact) }) : chat;
}
