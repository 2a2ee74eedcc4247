/**
 * The state of the line, computed from getStats (W3C webrtc-stats) and from what the gateway reports. Pure.
 *
 * @typedef {object} Line
 * @property {number | null} roundTripMs
 * @property {number | null} jitterMs of what arrives here
 * @property {number | null} lostPercent of what arrives here, in the last interval
 * @property {number | null} farJitterMs of what arrives at the gateway
 * @property {number | null} farLostPercent of what arrives at the gateway, in the last interval
 * @property {string} codec
 *
 * @typedef {Line & {received: number, lost: number}} Sample
 */

/** @type {Readonly<Sample>} */
export const NO_SAMPLE = Object.freeze({
  roundTripMs: null,
  jitterMs: null,
  lostPercent: null,
  farJitterMs: null,
  farLostPercent: null,
  codec: "",
  received: 0,
  lost: 0,
});

/**
 * What the browser knows of the line, a moment after `before`.
 * @param {Iterable<any>} stats the values of an RTCStatsReport
 * @param {Readonly<Sample>} before
 * @returns {Sample}
 */
export function sampleOf(stats, before) {
  const all = [...stats];
  const byId = new Map(all.map((each) => [each.id, each]));
  const inbound = all.find((each) => each.type === "inbound-rtp" && each.kind === "audio");
  const remote = all.find((each) => each.type === "remote-inbound-rtp" && each.kind === "audio");
  const pair = all.find((each) => each.type === "candidate-pair" && each.nominated && each.state === "succeeded");
  const received = inbound?.packetsReceived ?? before.received;
  const lost = inbound?.packetsLost ?? before.lost;
  return {
    ...before,
    roundTripMs: milliseconds(remote?.roundTripTime) ?? milliseconds(pair?.currentRoundTripTime) ?? before.roundTripMs,
    jitterMs: milliseconds(inbound?.jitter) ?? before.jitterMs,
    lostPercent: lostPercent(received - before.received, lost - before.lost) ?? before.lostPercent,
    codec: byId.get(inbound?.codecId)?.mimeType?.replace("audio/", "") ?? before.codec,
    received,
    lost,
  };
}

/**
 * `sample` with what the gateway reported of the other direction, a moment after its report `before`.
 * @param {Readonly<Sample>} sample
 * @param {{received_packets: number, lost_packets: number, jitter_ms: number, round_trip_ms: number | null}} report
 * @param {{received_packets: number, lost_packets: number}} before
 * @returns {Sample}
 */
export function withReport(sample, report, before) {
  const received = report.received_packets - before.received_packets;
  const lost = report.lost_packets - before.lost_packets;
  return {
    ...sample,
    farJitterMs: report.jitter_ms ?? sample.farJitterMs,
    farLostPercent: lostPercent(received, lost) ?? sample.farLostPercent,
    roundTripMs: sample.roundTripMs ?? report.round_trip_ms ?? null,
  };
}

const CODEC_ROBUSTNESS = 10; // Bpl of a wide-band codec with concealment (ITU-T G.113 Appendix I)
const PLAYOUT_MS = 40; // of the two ends' buffers, beyond the jitter they wait for

/**
 * The mean opinion score, 1.0 to 4.4, that the worse direction is likely to have: the E-model (ITU-T G.107) with
 * the usual simplification for delay. Null while too little is known.
 * @param {Readonly<Sample>} line
 */
export function mos(line) {
  if (line.roundTripMs === null || line.lostPercent === null) return null;
  const jitterMs = Math.max(line.jitterMs ?? 0, line.farJitterMs ?? 0);
  const loss = Math.max(line.lostPercent, line.farLostPercent ?? 0);
  const delayMs = line.roundTripMs / 2 + 2 * jitterMs + PLAYOUT_MS;
  const delayed = 0.024 * delayMs + 0.11 * Math.max(0, delayMs - 177.3);
  return scoreOf(93.2 - delayed - (95 * loss) / (loss + CODEC_ROBUSTNESS));
}

/** A score in a word. */
export function verdict(score) {
  if (score >= 4) return "Clear";
  if (score >= 3.6) return "Good";
  return score >= 3.1 ? "Fair" : "Poor";
}

function scoreOf(rating) {
  if (rating <= 6.5) return 1;
  return 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6;
}

const milliseconds = (seconds) => (typeof seconds === "number" ? seconds * 1000 : null);

function lostPercent(received, lost) {
  const expected = received + lost;
  return expected > 0 ? Math.max(0, (100 * lost) / expected) : null;
}
