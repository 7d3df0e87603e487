// With htmx filters apply at once and in place: the address follows, the focus stays, the count is told once.
const told = document.getElementById("told");

document.addEventListener("htmx:beforeRequest", ({ detail }) => { detail.elt.closest("form, body").setAttribute("aria-busy", "true"); });
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const count = document.querySelector("[data-count]");
  if (count && told) told.textContent = count.dataset.count;
  if (count) document.title = count.dataset.title;
  const opened = detail.requestConfig.elt.dataset.opens;
  if (opened) document.querySelectorAll(`[data-facet=${opened}] .value:not(.value-none) input`)[Number(detail.requestConfig.elt.dataset.shown)]?.focus();
});
document.addEventListener("htmx:sendError", ({ detail }) => { location.assign(detail.pathInfo.finalRequestPath); });
document.addEventListener("htmx:responseError", ({ detail }) => { location.assign(detail.pathInfo.finalRequestPath); });
