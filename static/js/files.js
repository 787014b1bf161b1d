// Files: dropping, saying what was chosen, and progress while the form goes. Without this module it is a plain upload.
const size = (bytes) => {
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, "kilobyte"] : [bytes / 1e6, "megabyte"];
  return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, maximumFractionDigits: 1 }).format(value);
};

function tell(drop, input) {
  const list = drop.querySelector("[data-files]");
  list.replaceChildren(...[...input.files].map((file) => {
    const line = document.createElement("strong");
    line.textContent = `${file.name} · ${size(file.size)}`;
    return line;
  }));
}

function send(form, drop, submitter) {
  const box = drop.parentElement.querySelector("[data-progress]");
  const bar = box.querySelector("progress");
  const said = box.querySelector("[data-said]");
  const request = new XMLHttpRequest();
  const free = () => { if (submitter) { submitter.disabled = false; submitter.classList.remove("busy"); } };
  box.hidden = false;
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    bar.value = (100 * loaded) / total;
    said.textContent = drop.dataset.sending.replace("{n}", Math.floor(bar.value));
  });
  request.upload.addEventListener("load", () => { bar.removeAttribute("value"); said.textContent = drop.dataset.reading; });
  request.addEventListener("error", () => { box.querySelector("progress").value = 0; said.textContent = drop.dataset.failed; free(); });
  request.addEventListener("load", () => {
    // The answer is a whole page, as it would be without this module: show it, at its own address.
    if (request.responseURL !== location.href) return location.assign(request.responseURL);
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    document.querySelector("main").replaceWith(page.querySelector("main"));
    document.title = page.title;
    document.querySelector("main").focus();
    ready();
  });
  request.open(form.method, form.action);
  request.send(new FormData(form, submitter));
}

function ready() {
  for (const drop of document.querySelectorAll("[data-drop]:not(.ready)")) {
    const input = drop.querySelector("input[type=file]");
    drop.classList.add("ready");
    for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, () => drop.classList.add("over"));
    for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("over"));
    input.addEventListener("change", () => tell(drop, input));
    const form = input.form;
    form?.addEventListener("submit", (event) => {
      if (!input.files.length || event.defaultPrevented) return;
      event.preventDefault();
      if (event.submitter) { event.submitter.disabled = true; event.submitter.classList.add("busy"); }
      send(form, drop, event.submitter);
    });
  }
}
ready();
document.addEventListener("htmx:load", ready);
