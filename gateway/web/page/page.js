/** The page: a card for talking, one for writing, and one for the line. */

import { Gateway } from "./api.js";
import { Call } from "./call.js";
import { Chat } from "./chat.js";
import { lineCorner } from "./line.js";
import { talk } from "./talk.js";
import { write } from "./write.js";

const gateway = new Gateway(new URL(import.meta.url).origin);
const call = new Call(gateway, () => views.forEach((each) => each.show(call)));
const chat = new Chat(gateway, () => writing.show());
const writing = write(chat);
const views = [talk(call, () => writing.focus()), lineCorner(call)];

place("talk", views[0].node);
place("write", writing.node);
place("line", views[1].node);
views.forEach((each) => each.show(call));
writing.show();
addEventListener("pagehide", () => call.hangUp());

/** Put a card where the document has room for it. */
function place(name, node) {
  document.querySelector(`[data-place="${name}"]`)?.replaceWith(node);
}
