/**
 * Elements. Everything becomes an attribute or a text node, so nothing that anyone says is ever markup.
 *
 * @typedef {string | Node | null | false} Child
 */

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element; `on…` attributes become listeners, `true` an empty attribute, `false` and `null` none.
 * @param {string} name
 * @param {Record<string, any>} [attributes]
 * @param {...Child} children
 * @returns {any}
 */
export function el(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** An SVG element, made like `el`. */
export function svg(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

/** Give `node` these children instead of those it has. */
export function fill(node, ...children) {
  node.replaceChildren(...children.filter((child) => child !== null && child !== false));
}

/** Set the text of `node` unless it says so already: a live region speaks only of what changed. */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function filled(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== false && value !== null) node.setAttribute(key, value === true ? "" : value);
  }
  fill(node, ...children);
  return node;
}
