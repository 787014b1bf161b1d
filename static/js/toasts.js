// Toasts: closed by hand; those that only say something leave by themselves, those that offer a way back stay.
const STAY = 8000;

function leave(toast) {
  if (toast.querySelector("form") || toast.classList.contains("tone-danger")) return;
  setTimeout(() => toast.matches(":hover, :focus-within") ? leave(toast) : toast.remove(), STAY);
}

document.addEventListener("click", (event) => event.target.closest("[data-close]")?.closest(".toast")?.remove());
document.querySelectorAll("[data-toasts] .toast").forEach(leave);

function fail() {
  const box = document.querySelector("[data-toasts]");
  if (!box) return;
  const toast = document.createElement("div");
  toast.className = "toast tone-danger";
  const text = document.createElement("p");
  text.textContent = box.dataset.failed;
  toast.append(text);
  box.append(toast);
}
document.addEventListener("htmx:sendError", fail);
document.addEventListener("htmx:responseError", fail);
