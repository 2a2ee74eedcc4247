/** Line icons on a 24 by 24 grid, drawn for this page. They are decoration: the words beside them carry the meaning. */

import { svg } from "./dom.js";

const PATHS = {
  call: "M6.6 3.5h2.3l1.5 4-2 1.5a12 12 0 0 0 5.6 5.6l1.5-2 4 1.5v2.3a2.1 2.1 0 0 1-2.3 2.1A15.6 15.6 0 0 1 4.5 5.8a2.1 2.1 0 0 1 2.1-2.3z",
  hangUp: "M3.2 14.2c4.9-4.5 12.7-4.5 17.6 0a1.5 1.5 0 0 1 .1 2.1l-1.3 1.5a1.5 1.5 0 0 1-1.9.3l-2.2-1.3a1.5 1.5 0 0 1-.7-1.4l.1-1.3a10.5 10.5 0 0 0-5.8 0l.1 1.3a1.5 1.5 0 0 1-.7 1.4l-2.2 1.3a1.5 1.5 0 0 1-1.9-.3l-1.3-1.5a1.5 1.5 0 0 1 .1-2.1z",
  microphone: "M12 3.5a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0v-5a3 3 0 0 1 3-3zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3",
  muted: "M9 9v2.5a3 3 0 0 0 5.1 2.1M15 11V6.5a3 3 0 0 0-5.7-1.3M5.5 11.5a6.5 6.5 0 0 0 10.7 5M18.5 11.5a6.4 6.4 0 0 1-.6 2.7M12 18v3M4 4l16 16",
  keypad: "M6 5h.01M12 5h.01M18 5h.01M6 11h.01M12 11h.01M18 11h.01M6 17h.01M12 17h.01M18 17h.01M12 21.5h.01",
  hold: "M9 5.5v13M15 5.5v13",
  resume: "M8 5.5v13l10.5-6.5z",
  write: "M4.5 6a2 2 0 0 1 2-2h11a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H11l-4.5 4v-4a2 2 0 0 1-2-2zM8.5 8.5h7M8.5 11.5h4",
  send: "M12 19.5v-15M5.5 11 12 4.5l6.5 6.5",
  lock: "M6.5 10.5h11v9h-11zM9 10.5v-3a3 3 0 0 1 6 0v3",
  close: "M6 6l12 12M18 6 6 18",
  copy: "M9 9h10.5v10.5H9zM5.5 15H4.5V4.5H15v1",
  line: "M3 12.5h3.5l2.5-7 4.5 13 3-8.5 1 2.5H21",
  alert: "M12 4 2.8 19.5h18.4zM12 10v4.5M12 17h.01",
  check: "M5 12.5l4.5 4.5L19 7.5",
};

/**
 * An icon by name, hidden from assistive technology.
 * @param {keyof typeof PATHS} name
 * @returns {SVGElement}
 */
export function icon(name) {
  const drawing = svg("path", { d: PATHS[name] });
  return svg("svg", { class: `sv-icon sv-icon-${name}`, viewBox: "0 0 24 24", "aria-hidden": "true" }, drawing);
}
