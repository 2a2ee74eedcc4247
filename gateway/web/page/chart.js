/** A small live chart: round trip and jitter over the last minute, and where packets were lost. */

import { el, fill, say, svg } from "./dom.js";

const WIDTH = 300;
const HEIGHT = 84;
const SAMPLES_MOST = 60; // one a second
const TOP_MS_LEAST = 60; // the scale does not magnify a good line into a bad one

/** @returns {{node: HTMLElement, add: (sample: import("./quality.js").Sample) => void, clear: () => void}} */
export function chart() {
  const trip = svg("polyline", { class: "sv-chart-trip" });
  const jitter = svg("polyline", { class: "sv-chart-jitter" });
  const losses = svg("g", { class: "sv-chart-losses" });
  const scale = el("span", { class: "sv-chart-scale", "aria-hidden": "true" });
  const picture = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" },
    ...grid(), losses, trip, jitter);
  const node = el("figure", { class: "sv-chart" }, el("div", { class: "sv-chart-plot" }, picture, scale), legend());
  let samples = [];

  function add(sample) {
    samples = [...samples, sample].slice(-SAMPLES_MOST);
    draw();
  }

  function draw() {
    const topMs = topOf(samples);
    say(scale, `${topMs} ms`);
    trip.setAttribute("points", points(samples, "roundTripMs", topMs));
    jitter.setAttribute("points", points(samples, "jitterMs", topMs));
    fill(losses, ...samples.flatMap((sample, place) => (sample.lostPercent > 0 ? [loss(place, sample.lostPercent)] : [])));
  }

  function clear() {
    samples = [];
    draw();
  }

  return { node, add, clear };
}

/** The top of the scale: a round number above every value. */
export function topOf(samples) {
  const most = Math.max(TOP_MS_LEAST, ...samples.map((each) => Math.max(each.roundTripMs ?? 0, each.jitterMs ?? 0)));
  return Math.ceil(most / 20) * 20;
}

/** The points of a line, newest at the right edge. */
export function points(samples, name, topMs) {
  const known = samples.map((sample, place) => [x(place), sample[name]]).filter(([, value]) => value !== null);
  return known.map(([at, value]) => `${at.toFixed(1)},${(HEIGHT - (value / topMs) * HEIGHT).toFixed(1)}`).join(" ");
}

const x = (place) => (place / (SAMPLES_MOST - 1)) * WIDTH;

function loss(place, percent) {
  const height = Math.min(1, percent / 10) * HEIGHT;
  return svg("rect", { x: x(place) - 1.5, y: HEIGHT - height, width: 3, height });
}

function grid() {
  return [0.25, 0.5, 0.75].map((part) => svg("line", { x1: 0, x2: WIDTH, y1: part * HEIGHT, y2: part * HEIGHT, class: "sv-chart-grid" }));
}

function legend() {
  const entry = (name, words) => el("span", { class: `sv-legend sv-legend-${name}` }, words);
  return el("figcaption", {}, entry("trip", "Round trip"), entry("jitter", "Jitter"), entry("loss", "Lost packets"));
}
