// Dragging over the bars of the histogram sets the first and the last day, and applies them.
document.addEventListener("pointerdown", (down) => {
  const first = down.target.closest("form .histogram [data-since]");
  if (!first || down.button) return;
  const svg = first.closest("svg");
  const form = svg.closest("form");
  const bars = [...svg.querySelectorAll("[data-since]")];
  let last = first;
  const span = () => [bars.indexOf(first), bars.indexOf(last)].sort((one, other) => one - other);
  const move = (event) => {
    const edge = svg.getBoundingClientRect();
    const place = Math.floor(((event.clientX - edge.left) / edge.width) * bars.length);
    last = bars[Math.max(0, Math.min(bars.length - 1, place))];
    const [from, to] = span();
    bars.forEach((bar, number) => bar.classList.toggle("drawn", last !== first && from <= number && number <= to));
  };
  const up = () => {
    removeEventListener("pointermove", move);
    removeEventListener("pointercancel", cancel);
    if (last === first) return; // a click: the link leads on
    const [from, to] = span();
    addEventListener("click", (event) => { event.preventDefault(); event.stopPropagation(); }, { capture: true, once: true });
    setTimeout(() => {
      for (const box of form.querySelectorAll("input[name=date]")) box.checked = false;
      form.elements.from.value = bars[from].dataset.since;
      form.elements.to.value = bars[to].dataset.until;
      form.requestSubmit();
    });
  };
  const cancel = () => { last = first; up(); };
  addEventListener("pointermove", move);
  addEventListener("pointerup", up, { once: true });
  addEventListener("pointercancel", cancel, { once: true });
});
document.addEventListener("dragstart", (event) => { if (event.target.closest(".histogram")) event.preventDefault(); });
