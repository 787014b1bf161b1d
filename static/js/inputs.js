// Amounts, IBANs and VAT numbers: tidied and checked when the field is left. The server decides; this only saves a trip.
const bare = (text) => text.replace(/[\s.\-]/g, "").toUpperCase();

const remainder97 = (digits) => [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0);

function amount(text) {
  let plain = text.replace(/[\s€]/g, "").replace("\u2212", "-");
  if (plain.includes(",")) {
    if (!/^-?(\d+|\d{1,3}(\.\d{3})+),\d{1,2}$/.test(plain)) return null;
    plain = plain.replaceAll(".", "").replace(",", ".");
  }
  if (!/^-?\d+(\.\d{1,2})?$/.test(plain)) return null;
  const [whole, cents = ""] = plain.split(".");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, "\u202f")},${cents.padEnd(2, "0")}`;
}

function iban(text) {
  const code = bare(text);
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(code)) return null;
  const digits = (code.slice(4) + code.slice(0, 4)).replace(/[A-Z]/g, (letter) => letter.charCodeAt(0) - 55);
  return remainder97(digits) === 1 ? code.match(/.{1,4}/g).join(" ") : null;
}

const belgian = (digits) => /^[01]\d{9}$/.test(digits) && 97 - (Number(digits.slice(0, 8)) % 97) === Number(digits.slice(8));

const french = (code) => {
  const siren = code.slice(2);
  const sum = [...siren].reduce((total, digit, i) => total + (i % 2 ? (digit * 2 > 9 ? digit * 2 - 9 : digit * 2) : Number(digit)), 0);
  const key = code.slice(0, 2);
  return /^\d{9}$/.test(siren) && sum % 10 === 0 && (!/^\d\d$/.test(key) || Number(key) === (12 + 3 * (Number(siren) % 97)) % 97);
};

function vat(text) {
  const code = bare(text);
  if (belgian(code)) return vat(`BE${code}`);
  if (/^BE\d{10}$/.test(code)) return belgian(code.slice(2)) ? code.replace(/^BE(\d{4})(\d{3})(\d{3})$/, "BE $1.$2.$3") : null;
  if (/^FR[A-Z0-9]{2}\d{9}$/.test(code)) return french(code.slice(2)) ? code.replace(/^FR(..)(\d{3})(\d{3})(\d{3})$/, "FR $1 $2 $3 $4") : null;
  return /^[A-Z]{2}[A-Z0-9+*]{2,12}$/.test(code) && !/^(BE|FR)/.test(code) ? code : null;
}

const CHECKS = { amount, iban, vat };

function complain(input, wrong) {
  const field = input.closest(".field");
  let line = field?.querySelector("[data-said-here]");
  if (wrong) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
  field?.classList.toggle("wrong", wrong);
  if (!wrong) return line?.remove();
  if (line || !field) return;
  line = document.createElement("p");
  line.className = "error";
  line.dataset.saidHere = "";
  line.setAttribute("role", "alert");
  line.textContent = input.dataset.message;
  field.append(line);
}

document.addEventListener("focusout", (event) => {
  const check = CHECKS[event.target.dataset?.check];
  if (!check) return;
  const text = event.target.value.trim();
  const tidy = text && check(text);
  if (tidy) event.target.value = tidy;
  complain(event.target, Boolean(text) && !tidy);
});
