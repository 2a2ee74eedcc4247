/**
 * The gateway's HTTP side as this page uses it: one session cookie, calls after WHIP (RFC 9725), the events of the
 * caller's own call, and the chat socket. Whatever goes wrong becomes a `Problem`.
 *
 * @typedef {object} Session
 * @property {string} csrf
 * @property {RTCIceServer[]} iceServers
 * @property {string} disclosure
 * @property {string} kept
 * @property {string[]} [optIns] what may be kept if the caller agrees; missing while the gateway keeps nothing
 */

import { problemOfAnswer, problemOfNetwork } from "./problems.js";

const CHAT = "sottovoce.chat.v1";
const TRIED = 2; // a session can have ended with a restart of the gateway: one more, then it is a refusal

/** Owned by the page, or by one widget. Opens no session, and so sets no cookie, before somebody calls or writes. */
export class Gateway {
  #base;
  #session = null;

  /** @param {string} base where the gateway is, such as "https://voice.example" */
  constructor(base) {
    this.#base = base;
  }

  /** The session, opened by whoever asks first. @returns {Promise<Session>} */
  session() {
    this.#session ??= this.#open().catch((problem) => {
      this.#session = null;
      throw problem;
    });
    return this.#session;
  }

  /**
   * A new call.
   * @param {string} destination @param {string} offer SDP
   * @returns {Promise<{url: string, answer: string}>}
   */
  async call(destination, offer) {
    const path = `/api/calls?destination=${encodeURIComponent(destination)}`;
    const response = await this.#ask("POST", path, "application/sdp", offer);
    const url = new URL(response.headers.get("Location") ?? "", this.#url(path)).pathname;
    return { url, answer: await response.text() };
  }

  /** Candidates found after the offer was sent (RFC 8840). */
  async candidates(url, fragment) {
    await this.#ask("PATCH", url, "application/trickle-ice-sdpfrag", fragment);
  }

  /** The answer to a new offer within a call. @returns {Promise<string>} */
  async renew(url, offer) {
    return (await this.#ask("PATCH", url, "application/sdp", offer)).text();
  }

  /** Hang up. Works while the page is being left. */
  async hangUp(url) {
    await this.#ask("DELETE", url);
  }

  /** Agree that something of the call is kept. */
  async keep(url, optIn) {
    await this.#ask("PUT", `${url}/kept/${encodeURIComponent(optIn)}`);
  }

  /** Take back whatever was agreed to in the call. */
  async withdraw(url) {
    await this.#ask("DELETE", `${url}/kept`);
  }

  /** What happens in a call, as server-sent events. @returns {EventSource} */
  events(url) {
    return new EventSource(this.#url(`${url}/events`), { withCredentials: true });
  }

  /** A new chat. @returns {Promise<WebSocket>} */
  async chat() {
    const { csrf } = await this.session();
    const url = new URL(this.#url("/api/chat"));
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    url.searchParams.set("csrf", csrf);
    return new WebSocket(url, CHAT);
  }

  /** Forget the session: the next call or chat opens another. */
  forget() {
    this.#session = null;
  }

  async #open() {
    const response = await this.#fetch("/api/session", { method: "POST" });
    if (!response.ok) throw problemOfAnswer(response);
    return response.json();
  }

  async #ask(method, path, type, body) {
    for (let tried = 1; ; tried += 1) {
      const { csrf } = await this.session();
      const headers = { "X-CSRF": csrf, ...(type ? { "Content-Type": type } : {}) };
      const response = await this.#fetch(path, { method, headers, body, keepalive: method === "DELETE" });
      if (response.ok) return response;
      if (response.status !== 403 || tried === TRIED) throw problemOfAnswer(response);
      this.forget();
    }
  }

  async #fetch(path, options) {
    try {
      return await fetch(this.#url(path), { credentials: "include", cache: "no-store", ...options });
    } catch {
      throw problemOfNetwork(navigator.onLine);
    }
  }

  #url(path) {
    return new URL(path, this.#base).href;
  }
}
