// Runs before the page is drawn: the theme that the reader chose. Afterwards its switch is shown.
const THEME = "timtin-theme";

const kept = () => { try { return localStorage.getItem(THEME) || "auto"; } catch { return "auto"; } };
const wear = (theme) => {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
};

wear(kept());
document.addEventListener("DOMContentLoaded", () => {
  const choice = document.getElementById("theme");
  choice.hidden = false;
  for (const input of choice.querySelectorAll("input")) input.checked = input.value === kept();
  choice.addEventListener("change", ({ target }) => {
    wear(target.value);
    try { localStorage.setItem(THEME, target.value); } catch { /* it holds for this page alone */ }
  });
});
