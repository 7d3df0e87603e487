// A page kept by the browser comes back with its boxes as they were left: set them as its address says.
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.forms) form.reset();
});
