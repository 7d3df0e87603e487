// With htmx filters and orders apply at once and in place: the address follows, the focus stays, the count is told once.
const told = document.getElementById("told");
let first = 0; // number of the first value that "more" is to show
let done = false; // whether the filters close, on a small screen

// Fields left empty, and choices that hold anyway, stay out of the address.
document.addEventListener("formdata", ({ formData }) => {
  for (const [name, value] of [...formData]) if (!value || (name.endsWith("_op") && value === "any")) formData.delete(name);
});

// Boxes apply when they are ticked; days and names when the reader says so, or the page would change under his hands.
document.addEventListener("change", ({ target }) => {
  if (target.matches("#filters input:is([type=checkbox], [type=radio])")) htmx.trigger(target.form, "applied");
});

// htmx passes links of a drawing over: a bar does what the same line of its table does.
document.addEventListener("click", (event) => {
  const bar = event.target.closest("#filters .histogram a");
  if (!bar || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  document.querySelector(`#filters .numbers a[href="${CSS.escape(bar.getAttribute("href"))}"]`).click();
});

const boxes = (facet) => document.querySelectorAll(`[data-facet="${facet}"] .value:not(.value-none) input`);
document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  first = boxes(ctx.sourceElement.dataset.opens).length;
  document.getElementById("found").setAttribute("aria-busy", "true");
});
// On a small screen the filters stay open until their button is pressed: then come the results.
document.addEventListener("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
  const { open } = document.querySelector("#filters > details");
  done = open && ctx.sourceEvent?.type === "submit";
  tasks[0].fragment.querySelector("#filters > details").open = open && !done;
});
document.addEventListener("htmx:after:settle", ({ detail: { task } }) => {
  if (task.type !== "main") return;
  const found = document.getElementById("found");
  found.removeAttribute("aria-busy");
  told.textContent = found.dataset.told;
  document.getElementById("q").value = found.dataset.q;
  const { dataset, parentElement } = task.sourceElement;
  if (done) {
    const results = document.getElementById("results");
    results.focus({ preventScroll: true });
    results.scrollIntoView();
  }
  if (dataset.opens) boxes(dataset.opens)[first]?.focus();
  const place = parentElement.closest("[id]")?.id; // what was chosen is gone: the focus goes to what it stood in
  if (place && document.activeElement === document.body) document.getElementById(place)?.focus({ preventScroll: true });
});
document.addEventListener("htmx:before:history:update", ({ detail: { history } }) => {
  // the same search again is no new step
  if (new URL(history.path, location).href === location.href) history.type = "replace";
});
// An answer that is no page of results, or none at all, is the browser's to show.
document.addEventListener("htmx:after:request", (event) => {
  const { request, response } = event.detail.ctx;
  if (response.raw.ok) return;
  event.preventDefault();
  location.assign(request.action);
});
document.addEventListener("htmx:error", ({ detail: { ctx } }) => { if (ctx) location.assign(ctx.request.action); });
