/** What can go wrong, in plain words. The words are ours: nothing a server or a browser says is shown as it is. */

/**
 * @typedef {object} Words
 * @property {string} title one short sentence: what happened
 * @property {string} detail what to do about it
 */

/** @type {Readonly<Record<string, Words>>} */
export const WORDS = Object.freeze({
  "no-microphone": {
    title: "No microphone was found",
    detail: "Plug one in, or switch on the one you have, and try again. You can also write to us instead.",
  },
  blocked: {
    title: "The microphone is blocked",
    detail: "Your browser keeps it from this page. Allow it with the icon beside the address, then try again. You can also write.",
  },
  insecure: {
    title: "This page has no secure connection",
    detail: "Browsers lend the microphone only to secure pages. Open this page by an address that begins with https, or write to us.",
  },
  "in-use": {
    title: "The microphone is busy",
    detail: "Another program may be using it. Close that program, or choose another microphone, and try again.",
  },
  unsupported: {
    title: "This browser cannot make calls",
    detail: "It lacks what a call needs. A current Firefox, Chrome, Edge or Safari will do. Here you can still write.",
  },
  offline: {
    title: "You seem to be offline",
    detail: "Check your network or Wi-Fi, then try again.",
  },
  unreachable: {
    title: "We could not be reached",
    detail: "The service did not answer. It may be restarting: wait a moment, then try again.",
  },
  full: {
    title: "All lines are busy",
    detail: "Every line is in use at this moment. You will not have to wait long.",
  },
  "too-often": {
    title: "That was a little fast",
    detail: "Too many calls came from your network in a short time. Wait a moment, then try again.",
  },
  refused: {
    title: "This page may not call here",
    detail: "The service does not accept calls from this address. Reload the page; if that does not help, tell whoever runs it.",
  },
  failed: {
    title: "The call could not be set up",
    detail: "Something went wrong at our end. Please try again, or write to us.",
  },
  "no-media": {
    title: "Your network did not let the call through",
    detail: "A firewall may stop calls here. Try another network, for example your phone's, or write to us.",
  },
  lost: {
    title: "The connection was lost",
    detail: "We tried to bring it back and could not. Unless you agreed to it, nothing of the call was kept. Please call again.",
  },
  "chat-lost": {
    title: "The chat was cut off",
    detail: "The connection was lost. Unless you agreed to it, nothing of it was kept. Write again to begin a new one.",
  },
  "too-fast": {
    title: "That was a little fast",
    detail: "Too many messages came in a short time. Wait a moment, then write again.",
  },
  "too-long": {
    title: "That was too long",
    detail: "Please say it in fewer words.",
  },
  "not-taken": {
    title: "That message was not taken",
    detail: "Please write it again in other words.",
  },
});

/** Something that a person must be told. `key` is one of `WORDS`; `waitS` says after how long to try again. */
export class Problem extends Error {
  /** @param {string} key @param {number} [waitS] */
  constructor(key, waitS = 0) {
    super(key);
    this.key = key;
    this.waitS = waitS;
  }
}

const BY_STATUS = { 403: "refused", 429: "too-often", 503: "full" };
const BY_NAME = {
  NotFoundError: "no-microphone",
  OverconstrainedError: "no-microphone",
  NotAllowedError: "blocked",
  SecurityError: "blocked",
  NotReadableError: "in-use",
  AbortError: "in-use",
};

/**
 * The problem an HTTP answer tells of.
 * @param {{status: number, headers: {get(name: string): string | null}}} response
 */
export function problemOfAnswer(response) {
  const waitS = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  return new Problem(BY_STATUS[response.status] ?? "failed", waitS > 0 ? waitS : 0);
}

/** The problem behind what `getUserMedia` threw (Media Capture and Streams, section 10.2). */
export function problemOfMicrophone(error) {
  return error instanceof Problem ? error : new Problem(BY_NAME[error?.name] ?? "no-microphone");
}

/** The problem behind a request that got no answer. */
export function problemOfNetwork(isOnline) {
  return new Problem(isOnline ? "unreachable" : "offline");
}
