// The search field as a combobox (ARIA pattern): what the reader types may become names and titles.
const WAIT = 120; // ms after the last letter

for (const input of document.querySelectorAll("[data-suggest]")) {
  const list = document.createElement("ul");
  const told = document.createElement("p");
  let asked = 0, timer, at = -1;
  Object.assign(list, { id: `${input.id}-list`, hidden: true, className: "suggestions" });
  Object.assign(told, { className: "vh" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.label);
  told.setAttribute("aria-live", "polite");
  input.after(list, told);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(name, value);

  const options = () => [...list.querySelectorAll("[role=option]")];
  const close = () => {
    clearTimeout(timer);
    asked += 1; // what is under way comes too late
    at = -1;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const point = (place) => {
    const all = options();
    at = (place + all.length + 1) % (all.length + 1); // the last place is the field itself
    all.forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
    if (all[at]) {
      input.setAttribute("aria-activedescendant", all[at].id);
      all[at].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const option = ({ label, url, count }, number) => {
    const item = document.createElement("li");
    item.id = `${list.id}-${number}`;
    item.setAttribute("role", "option");
    item.dataset.url = url;
    item.append(Object.assign(document.createElement("span"), { textContent: label, lang: "vi" }));
    if (count !== null) item.append(Object.assign(document.createElement("span"), { textContent: count.toLocaleString(document.documentElement.lang), className: "num" }));
    return item;
  };
  const show = (found) => {
    const names = [...found.persons, ...found.ministries].sort((a, b) => b.begins - a.begins || b.count - a.count);
    const all = [...names, ...found.titles];
    list.replaceChildren(...all.map(option));
    at = -1;
    list.hidden = !all.length;
    input.setAttribute("aria-expanded", String(all.length > 0));
    told.textContent = `${all.length} ${input.dataset.told}`;
  };
  const ask = async () => {
    const number = ++asked;
    const url = new URL(input.dataset.suggest, location);
    url.searchParams.set("q", input.value);
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    if (answer.ok && number === asked) {
      const found = await answer.json();
      if (number === asked) show(found);
    }
  };
  const typed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask().catch(close), WAIT);
  };

  input.addEventListener("input", (event) => { if (!event.isComposing) typed(); });
  input.addEventListener("compositionend", typed);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const places = options().length + 1;
      point(event.key === "ArrowDown" ? (at + 1) % places : at < 0 ? places - 2 : at - 1);
      event.preventDefault();
    } else if (event.key === "Enter" && options()[at]) {
      event.preventDefault();
      location.assign(options()[at].dataset.url);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault(); // the field keeps the focus
    const chosen = event.target.closest("[role=option]");
    if (chosen) location.assign(chosen.dataset.url);
  });
}
