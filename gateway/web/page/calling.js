/**
 * A call as the caller sees it: a pure table, facts in, state out. No DOM, no clock, no network.
 *
 * Every fact names the call it belongs to; a fact of an earlier call, or one that means nothing in this phase,
 * leaves the state as it is, so that late answers need no lock.
 *
 * @typedef {"idle" | "asking" | "connecting" | "talking" | "held" | "mending" | "leaving" | "ended" | "failed"} Phase
 *
 * @typedef {object} State
 * @property {Phase} phase
 * @property {number} call counts the calls of this page
 * @property {string} destination "agent" or "echo"
 * @property {boolean} muted
 * @property {boolean} holding whether the caller holds the call, also while it is mended
 * @property {number | null} replyMs from the caller's last sound to the first of the last answer
 * @property {{key: string, waitS: number} | null} problem
 * @property {object | null} receipt
 *
 * @typedef {{name: string, call: number, [detail: string]: any}} Fact
 */

/** @type {Readonly<State>} */
export const NO_CALL = Object.freeze({
  phase: "idle",
  call: 0,
  destination: "agent",
  muted: false,
  holding: false,
  replyMs: null,
  problem: null,
  receipt: null,
});

const failed = (_, fact) => ({ phase: "failed", problem: fact.problem });
const ended = (_, fact) => ({ phase: "ended", receipt: fact.receipt ?? null });
const leaving = () => ({ phase: "leaving" });
const pressed = (_, fact) => ({ ...NO_CALL, phase: "asking", call: fact.call, destination: fact.destination });
const dismissed = (state) => ({ ...NO_CALL, call: state.call });
const muted = (_, fact) => ({ muted: fact.muted });
const timed = (_, fact) => ({ replyMs: fact.replyMs });
const held = () => ({ phase: "held", holding: true });
const resumed = () => ({ phase: "talking", holding: false });
const mending = () => ({ phase: "mending" });

const OVER = { pressed, dismissed };
const LIVE = { muted, timed, hungUp: leaving, receipt: ended, failed };

/** What each fact does in each phase; what is not here is dropped. */
const ROWS = {
  idle: { pressed },
  asking: { microphone: () => ({ phase: "connecting" }), failed, hungUp: dismissed },
  connecting: { ...LIVE, hungUp: dismissed, connected: () => ({ phase: "talking" }) },
  talking: { ...LIVE, held, lost: mending },
  held: { ...LIVE, resumed, lost: mending },
  mending: {
    ...LIVE,
    held: () => ({ holding: true }),
    resumed: () => ({ holding: false }),
    connected: (state) => ({ phase: state.holding ? "held" : "talking" }),
  },
  leaving: { receipt: ended, failed: ended },
  ended: OVER,
  failed: OVER,
};

/**
 * The state after a fact. The same object when the fact changes nothing.
 * @param {Readonly<State>} state
 * @param {Fact} fact
 * @returns {Readonly<State>}
 */
export function step(state, fact) {
  const isOfThisCall = fact.name === "pressed" ? fact.call === state.call + 1 : fact.call === state.call;
  const row = isOfThisCall ? ROWS[state.phase][fact.name] : undefined;
  if (!row) return state;
  const after = Object.freeze({ ...state, ...row(state, fact) });
  return Object.keys(after).every((key) => after[key] === state[key]) ? state : after;
}

/** Whether a call exists, however far it got. */
export const isLive = (state) => !["idle", "ended", "failed"].includes(state.phase);

/** Whether sound flows both ways, or will in a moment. */
export const isTalking = (state) => ["talking", "held", "mending"].includes(state.phase);
