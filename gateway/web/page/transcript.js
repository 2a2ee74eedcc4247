/**
 * What was said, in the order it began: a pure list of entries. An entry that comes again under its id has grown or
 * changed.
 *
 * @typedef {object} Entry
 * @property {number} id counted by the gateway
 * @property {"caller" | "agent"} speaker
 * @property {string} text already redacted
 * @property {boolean} redacted whether something was hidden in it
 * @property {boolean} interrupted whether the agent was cut off here
 * @property {boolean} growing whether more of it is to come
 *
 * @typedef {{text: string, masked: boolean}} Part
 */

const PLACEHOLDER = /\[([A-Z][A-Z_]*?)(?:_\d+)?\]/g;

const same = (entry, other) => entry.id === other.id && entry.speaker === other.speaker;

/** @param {readonly Entry[]} entries @param {Partial<Entry>} caption @returns {Entry[]} */
export function withCaption(entries, caption) {
  const entry = { redacted: false, interrupted: false, growing: false, ...caption };
  const isKnown = entries.some((each) => same(each, entry));
  return isKnown ? entries.map((each) => (same(each, entry) ? entry : each)) : [...entries, entry];
}

/** With a piece of the agent's words at the end of the entry `id`. */
export function withPiece(entries, id, text) {
  const known = entries.find((each) => same(each, { id, speaker: "agent" }));
  const soFar = known ? known.text : "";
  return withCaption(entries, { id, speaker: "agent", text: joined(soFar, text), growing: true });
}

/** With the entry `id` of the agent said to its end, or cut off. */
export function withDone(entries, id, interrupted = false) {
  const isIt = (each) => same(each, { id, speaker: "agent" });
  return entries.map((each) => (isIt(each) ? { ...each, growing: false, interrupted } : each));
}

/**
 * A caption in parts: what was said, and what was hidden, named in words. "[CARD_1]" is a hidden "card".
 * @param {string} text
 * @returns {Part[]}
 */
export function parts(text) {
  const found = [];
  let end = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    if (match.index > end) found.push({ text: text.slice(end, match.index), masked: false });
    found.push({ text: match[1].toLowerCase().replaceAll("_", " "), masked: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push({ text: text.slice(end), masked: false });
  return found;
}

function joined(soFar, text) {
  const needsSpace = soFar && !/\s$/.test(soFar) && !/^\s/.test(text);
  return needsSpace ? `${soFar} ${text}` : soFar + text;
}
