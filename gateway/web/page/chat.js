/** The caller's text chats, one at a time, over a WebSocket. */

import { chatStep, NO_CHAT } from "./chatting.js";
import { Problem, problemOfNetwork } from "./problems.js";

const OPENED_WITHIN_MS = 10_000;
const TRIED = 2; // a session can have ended with a restart of the gateway

/** Owned by the page, or by one widget. Tells `changed` after every change of `state`. */
export class Chat {
  state = NO_CHAT;
  /** @type {string[]} opt-ins that the gateway offers */
  offers = [];

  #gateway;
  #changed;
  /** @type {WebSocket | null} */
  #socket = null;

  /** @param {import("./api.js").Gateway} gateway @param {() => void} changed */
  constructor(gateway, changed) {
    this.#gateway = gateway;
    this.#changed = changed;
  }

  /** Write something; the first thing begins a chat. A failure is told, never thrown. */
  async say(text) {
    try {
      if (this.state.phase !== "open") await this.#open();
      const id = this.state.lastId + 1;
      this.#send({ type: "say", id, text });
      this.#fact({ name: "said", id });
    } catch (error) {
      this.#fact({ name: "failed", problem: error instanceof Problem ? error.key : "failed" });
    }
  }

  /** End the chat; the receipt comes as its last message. */
  end() {
    this.#wish({ type: "leave" });
  }

  keep(optIn) {
    this.#wish({ type: "keep", opt_in: optIn });
  }

  withdraw() {
    this.#wish({ type: "withdraw" });
  }

  /** Put the receipt or the problem away, and the words with it. */
  dismiss() {
    this.state = NO_CHAT;
    this.#changed();
  }

  #wish(wish) {
    if (this.state.phase !== "open") return;
    const id = this.state.lastId + 1;
    this.#send({ ...wish, id });
    this.#fact({ name: "said", id });
  }

  async #open() {
    this.#fact({ name: "opening" });
    const { optIns = [] } = await this.#gateway.session();
    this.offers = optIns;
    this.#socket = await this.#connected();
    this.#fact({ name: "opened" });
    this.#socket.addEventListener("close", () => this.#fact({ name: "closed" }));
  }

  async #connected() {
    for (let tried = 1; ; tried += 1) {
      const socket = await this.#gateway.chat();
      socket.addEventListener("message", ({ data }) => this.#heard(JSON.parse(data)));
      if (await opened(socket)) return socket;
      if (tried === TRIED || !navigator.onLine) throw problemOfNetwork(navigator.onLine);
      this.#gateway.forget(); // the handshake's status is not told to scripts; an old session is the likely reason
    }
  }

  #heard(message) {
    this.#fact({ name: message.type, message });
  }

  #send(message) {
    this.#socket?.send(JSON.stringify(message));
  }

  #fact(fact) {
    this.state = chatStep(this.state, fact);
    this.#changed();
  }
}

/** @param {WebSocket} socket @returns {Promise<boolean>} whether it was let in, in good time */
function opened(socket) {
  return new Promise((resolve) => {
    socket.addEventListener("open", () => resolve(true));
    socket.addEventListener("close", () => resolve(false));
    setTimeout(() => socket.readyState === WebSocket.CONNECTING && socket.close(), OPENED_WITHIN_MS);
  });
}
