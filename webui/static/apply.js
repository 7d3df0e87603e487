// With htmx filters apply at once and in place: the address follows, the focus stays, the count is told once.
const told = document.getElementById("told");
let first = 0; // number of the first value that "more" is to show
let open = false; // whether the filters were, on a small screen

// Fields left empty, and choices that hold anyway, stay out of the address.
document.addEventListener("formdata", ({ formData }) => {
  for (const [name, value] of [...formData]) if (!value || (name.endsWith("_op") && value === "any")) formData.delete(name);
});

// Boxes apply when they are ticked; days and names when the reader says so, or the page would change under his hands.
document.addEventListener("change", ({ target }) => {
  if (target.matches("#filters input:is([type=checkbox], [type=radio])")) htmx.trigger(target.form, "applied");
});

const boxes = (facet) => document.querySelectorAll(`[data-facet="${facet}"] .value:not(.value-none) input`);
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  const facet = detail.elt.dataset.opens;
  first = facet ? boxes(facet).length : 0;
  open = document.getElementById("filters").open;
  document.getElementById("found").setAttribute("aria-busy", "true");
});
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const found = document.getElementById("found");
  document.getElementById("filters").open = open;
  told.textContent = found.dataset.told;
  const facet = detail.requestConfig.elt.dataset.opens;
  if (facet) boxes(facet)[first]?.focus();
});
document.addEventListener("htmx:beforeHistoryUpdate", ({ detail }) => {
  const { history } = detail; // the same search again is no new step
  if (new URL(history.path, location).href === location.href) history.type = "replace";
});
for (const trouble of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(trouble, ({ detail }) => location.assign(detail.pathInfo.finalRequestPath));
}
