// Shortcuts: "/" search, "j k" results, "n p" matches, "?" their sheet. Off while typing, and where the reader says so.
const KEYS = "timtin-keys";
const sheet = document.getElementById("shortcuts");
const on = document.getElementById("keys-on");

try { on.checked = localStorage.getItem(KEYS) !== "off"; } catch { /* they are on */ }
on.addEventListener("change", () => { try { localStorage.setItem(KEYS, on.checked ? "on" : "off"); } catch { /* for this page */ } });
document.querySelector("[data-closes=shortcuts]").addEventListener("click", () => sheet.close());
const opener = document.querySelector("[data-opens=shortcuts]");
opener.addEventListener("click", () => sheet.showModal());
opener.hidden = false;

const step = (things, by) => {
  const all = [...document.querySelectorAll(things)];
  const here = all.indexOf(document.activeElement.closest(things));
  const next = all[here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by];
  if (next) next.focus();
};
const match = (by) => {
  const all = [...document.querySelectorAll("mark[id^=hit-]")];
  const next = all[all.findIndex((mark) => `#${mark.id}` === location.hash) + by];
  if (next) location.hash = next.id;
  else if (by < 0 && all.length && !location.hash) location.hash = all.at(-1).id;
};
const ACTIONS = {
  "/": () => document.getElementById("q").select(),
  j: () => step(".result :is(h2, h3) a", 1),
  k: () => step(".result :is(h2, h3) a", -1),
  n: () => match(1),
  p: () => match(-1),
  "?": () => sheet.showModal(),
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog");
  if (!on.checked || typing || event.ctrlKey || event.metaKey || event.altKey || !ACTIONS[event.key]) return;
  event.preventDefault();
  ACTIONS[event.key]();
});
