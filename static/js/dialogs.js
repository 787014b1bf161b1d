// A link to `#id` with data-dialog opens that <dialog> over the page; without this module the link leads to it as a section.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("a[data-dialog]");
  const dialog = opener && document.getElementById(opener.hash.slice(1));
  if (dialog) {
    event.preventDefault();
    if (!dialog.open) dialog.showModal();
    opener.closest("details.menu")?.removeAttribute("open");
    return;
  }
  if (event.target.closest("[data-dialog-close]") || event.target.matches("dialog:modal")) {
    const open = event.target.closest("dialog");
    if (open?.open) {
      event.preventDefault();
      open.close();
    }
    return;
  }
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest?.("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A form sent twice is a letter sent twice: the first press disables the button until the page answers.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  const button = event.submitter;
  if (!button) return;
  setTimeout(() => { button.disabled = true; button.classList.add("busy"); });
});
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button.busy")) {
    button.disabled = false;
    button.classList.remove("busy");
  }
});
