// `/` searches, `?` shows the keys, `g` and a letter goes where the navigation says, a letter of `data-key` presses or
// fills in what carries it. Never while somebody is typing; Escape leaves a field.
const TICKED = "[type=radio], [type=checkbox]";
const typing = (target) => target.closest(`input:not(${TICKED}), select, textarea, [contenteditable]`);
let going = 0;

function press(key) {
  const found = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!found) return false;
  if (found.matches("a, button")) found.click(); else found.focus();
  if (found.matches(TICKED)) found.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && typing(event.target)) event.target.blur();
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
  } else if (press(event.key)) {
    event.preventDefault();
  }
});

// A page that asks one thing is answered at once.
document.querySelector("form[data-first] :is(input, select, textarea):not([type=hidden], [type=file])")?.focus();
