// `/` searches, `?` shows the keys, `g` and a letter goes where the navigation says. Never while somebody is typing.
const typing = (target) => target.closest("input, select, textarea, [contenteditable]");
let going = 0;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const left = going;
  going = 0;
  if (event.key === "g") {
    going = event.timeStamp;
  } else if (left && event.timeStamp - left < 1500) {
    document.querySelector(`[data-go="${CSS.escape(event.key)}"]`)?.click();
  } else if (event.key === "/") {
    const search = document.querySelector("[data-search]");
    if (search) { event.preventDefault(); search.focus(); search.select(); }
  } else if (event.key === "?") {
    const help = document.getElementById("keyboard");
    if (help && !help.open) help.showModal();
  }
});
