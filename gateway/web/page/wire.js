/** Drives one call from the microphone to the receipt. What happens becomes facts; `calling.js` decides what they mean. */

import { Meters, microphone } from "./microphone.js";
import { Phone } from "./phone.js";
import { Problem } from "./problems.js";
import { NO_SAMPLE, sampleOf, withReport } from "./quality.js";

const CONNECTED_WITHIN_MS = 15_000;
const LOST_AFTER_MS = 1_500; // ICE often finds its way back within a second by itself
const MENDED_WITHIN_MS = 20_000;
const AGAIN_AFTER_MS = 2_000;
const RECEIPT_WITHIN_MS = 4_000;
const MEASURED_EVERY_MS = 1_000;

/**
 * @typedef {object} Listener
 * @property {(name: string, detail?: object) => boolean} fact whether it meant anything
 * @property {(caption: object) => void} caption
 * @property {(kept: {optIns: string[], reference: string}) => void} kept
 * @property {(optIns: string[]) => void} offers
 * @property {(sample: import("./quality.js").Sample) => void} line
 */

/** Owned by `Call`, for one call. After `close` nothing of it is left, and it tells nothing more. */
export class Wire {
  #gateway;
  #destination;
  #on;
  #over = new AbortController();
  #stream = null;
  #meters = null;
  #phone = null;
  #events = null;
  #url = "";
  #sample = NO_SAMPLE;
  #report = { received_packets: 0, lost_packets: 0 };
  #isConnected = false;
  #levels = { caller: () => 0, agent: () => 0 };

  /** @param {import("./api.js").Gateway} gateway @param {string} destination @param {Listener} on */
  constructor(gateway, destination, on) {
    this.#gateway = gateway;
    this.#destination = destination;
    this.#on = on;
  }

  /** How loud both sides are just now, each from 0 to 1. */
  levels() {
    return { caller: this.#levels.caller(), agent: this.#levels.agent() };
  }

  /** Get the microphone, then the gateway. A failure is told, never thrown. */
  async dial() {
    try {
      await this.#listen();
      await this.#connect();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Hang up; the events stay for the receipt. */
  hangUp() {
    this.#letGo();
    if (this.#url) this.#gateway.hangUp(this.#url).catch(() => {}); // the gateway notices a caller who is gone, too
    this.#later(RECEIPT_WITHIN_MS, () => this.#on.fact("receipt"));
  }

  mute(muted) {
    this.#phone?.mute(muted);
  }

  hold(holding) {
    this.#phone?.hold(holding);
  }

  key(digit) {
    this.#phone?.key(digit);
  }

  keep(optIn) {
    if (this.#url) this.#gateway.keep(this.#url, optIn).catch(() => {}); // the event `kept` alone says that it was done
  }

  withdraw() {
    if (this.#url) this.#gateway.withdraw(this.#url).catch(() => {});
  }

  close() {
    this.#over.abort();
    this.#events?.close();
    this.#letGo();
  }

  get #isOver() {
    return this.#over.signal.aborted;
  }

  async #listen() {
    this.#stream = await microphone();
    if (this.#isOver) return this.#letGo(); // hung up while the browser asked
    this.#meters = new Meters();
    this.#levels.caller = this.#meters.of(this.#stream);
    this.#on.fact("microphone");
  }

  async #connect() {
    if (this.#isOver) return;
    const { iceServers, optIns = [] } = await this.#gateway.session();
    if (this.#isOver) return;
    if (this.#destination === "agent") this.#on.offers(optIns);
    this.#phone = new Phone(iceServers, this.#stream, this.#phoneListener());
    const { url, answer } = await this.#gateway.call(this.#destination, await this.#phone.offer());
    if (this.#isOver) return this.#gateway.hangUp(url).catch(() => {});
    this.#url = url;
    this.#watch();
    await this.#phone.accept(answer);
    this.#levels.agent = this.#meters.of(this.#phone.voice);
    this.#later(CONNECTED_WITHIN_MS, () => this.#isConnected || this.#fail(new Problem("no-media")));
    this.#measure();
  }

  #phoneListener() {
    return {
      connected: () => this.#connected(),
      lost: () => this.#lost(),
      candidates: (fragment) => this.#url && this.#gateway.candidates(this.#url, fragment).catch(() => {}),
    };
  }

  #connected() {
    this.#isConnected = true;
    this.#on.fact("connected");
  }

  #lost() {
    if (!this.#isConnected) return;
    this.#isConnected = false;
    this.#later(LOST_AFTER_MS, () => !this.#isConnected && this.#on.fact("lost") && this.#mend());
  }

  /** Look for a new way to the gateway, again and again, until there is one or the time is over. */
  async #mend() {
    this.#later(MENDED_WITHIN_MS, () => this.#isConnected || this.#fail(new Problem("lost")));
    while (!this.#isConnected && !this.#isOver) {
      await this.#restart().catch((problem) => problem.key === "failed" && this.#fail(new Problem("lost")));
      await new Promise((resolve) => this.#later(AGAIN_AFTER_MS, resolve));
    }
  }

  async #restart() {
    await this.#phone.accept(await this.#gateway.renew(this.#url, await this.#phone.offer(true)));
  }

  #watch() {
    this.#events = this.#gateway.events(this.#url);
    const on = (name, act) => this.#events.addEventListener(name, ({ data }) => this.#isOver || act(JSON.parse(data)));
    on("state", ({ state }) => this.#told(state));
    on("caption", (caption) => this.#on.caption(caption));
    on("turn", ({ audio_ms: replyMs }) => replyMs >= 0 && this.#on.fact("timed", { replyMs }));
    on("kept", ({ opt_ins: optIns, reference }) => this.#on.kept({ optIns, reference }));
    on("line", (report) => this.#reported(report));
    on("receipt", (receipt) => this.#on.fact("receipt", { receipt }));
  }

  #told(state) {
    if (state === "held") this.#on.fact("held");
    if (state === "talking") this.#on.fact("resumed");
  }

  #reported(report) {
    this.#sample = withReport(this.#sample, report, this.#report);
    this.#report = report;
  }

  async #measure() {
    while (!this.#isOver && this.#phone) {
      this.#sample = sampleOf(await this.#phone.stats(), this.#sample);
      if (this.#isConnected) this.#on.line(this.#sample);
      await new Promise((resolve) => this.#later(MEASURED_EVERY_MS, resolve));
    }
  }

  #fail(error) {
    if (this.#isOver) return;
    const { key, waitS } = error instanceof Problem ? error : new Problem("failed");
    if (this.#url) this.#gateway.hangUp(this.#url).catch(() => {});
    this.#on.fact("failed", { problem: { key, waitS } });
  }

  /** Give the microphone back and stop the sound. */
  #letGo() {
    this.#levels = { caller: () => 0, agent: () => 0 };
    this.#meters?.close();
    this.#phone?.close();
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#phone = null;
  }

  #later(ms, act) {
    if (this.#isOver) return;
    const timer = setTimeout(act, ms);
    this.#over.signal.addEventListener("abort", () => clearTimeout(timer));
  }
}
