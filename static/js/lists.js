// Lists: a row is as good as its link, the rows ticked are counted, the density is remembered.
const remembered = (name, value) => {
  try { return value === undefined ? localStorage.getItem(name) : localStorage.setItem(name, value); } catch { return null; }
};

document.addEventListener("click", (event) => {
  const row = event.target.closest(".ledger tbody tr");
  if (!row || event.target.closest("a, button, input, label, summary, details") || String(getSelection())) return;
  const link = row.querySelector(".row-link");
  if (!link) return;
  if (event.ctrlKey || event.metaKey) open(link.href); else link.click();
});

function count(form) {
  const boxes = [...form.querySelectorAll("tbody input[name=row]")];
  const ticked = boxes.filter((box) => box.checked).length;
  const said = form.querySelector("[data-select-count]");
  const all = form.querySelector("[data-select-all]");
  if (!said) return;
  said.closest(".bulk").hidden = ticked === 0;
  said.textContent = ticked === 1 ? said.dataset.one : said.dataset.many.replace("{n}", ticked);
  if (all) { all.checked = ticked > 0 && ticked === boxes.length; all.indeterminate = ticked > 0 && ticked < boxes.length; }
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-select]");
  if (!form) return;
  if (event.target.matches("[data-select-all]")) {
    for (const box of form.querySelectorAll("tbody input[name=row]")) box.checked = event.target.checked;
  }
  count(form);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-density]");
  if (!button) return;
  remembered("density", button.getAttribute("aria-pressed") === "true" ? "" : "dense");
  prepare();
});

function prepare() {
  const dense = remembered("density") === "dense";
  for (const button of document.querySelectorAll("[data-density]")) {
    button.setAttribute("aria-pressed", String(dense));
    button.closest("[data-table]").classList.toggle("dense", dense);
  }
  document.querySelectorAll("[data-select]").forEach(count);
}
prepare();
document.querySelector(".side [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" }); // on a phone it is a strip
addEventListener("pageshow", prepare);
document.addEventListener("htmx:load", prepare);
