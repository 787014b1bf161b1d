// Loaded before the first paint, so that a chosen appearance never flashes: the only script that is not a module.
(function () {
  const root = document.documentElement;
  const show = (theme) => (theme ? (root.dataset.theme = theme) : delete root.dataset.theme);
  root.classList.add("js");
  try { show(localStorage.getItem("theme")); } catch { /* storage refused: the device decides */ }

  const press = () => {
    for (const button of document.querySelectorAll("[data-theme-set]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeSet === (root.dataset.theme ?? "")));
    }
  };
  document.addEventListener("DOMContentLoaded", press);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-set]");
    if (!button) return;
    show(button.dataset.themeSet);
    try { localStorage.setItem("theme", button.dataset.themeSet); } catch { /* this page only */ }
    press();
  });
})();
