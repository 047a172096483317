// The preview's own script: shown with every page, published with none.

import { own, start } from "./ask.js";
import { keepDay } from "./days.js";
import { listen, restore } from "./live.js";
import { Window } from "./window.js";

restore();
if (own.day) keepDay();
let preview = null;
let isLive = true;
const turn = (is) => {
  isLive = is;
  preview?.turnLive(is);
};
listen(() => {
  turn(true);
  preview?.take();
}, () => turn(false));
preview = new Window(await start());
document.body.append(preview);
preview.turnLive(isLive);
preview.take();
