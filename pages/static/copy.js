// The page of the copy: reads what opens it out of the address and takes it away there, asks for a passphrase, gets the
// file. Nothing is kept: no cookie, no storage; the passphrase goes with the page.
const at = (id) => document.getElementById(id);
const form = at("form"), typed = at("passphrase"), strength = at("strength"), save = at("save");
const shortest = Number(typed.dataset.shortest), longest = Number(typed.dataset.longest);
const STATES = ["no_script", "form", "working", "done", "not_good", "no_secret", "too_many", "trouble"];
/** From so many characters on it is called strong: length alone is looked at. */
const STRONG = 20;

const secret = location.hash.slice(1);
history.replaceState(null, "", location.pathname + location.search);

function show(...states) {
  for (const id of STATES) at(id).hidden = !states.includes(id);
}

const phrase = () => typed.value.trim().normalize("NFC");
const length = () => [...phrase()].length;
const tooLong = () => new TextEncoder().encode(phrase()).length > longest;

function weigh() {
  const { more, longEnough, strong, tooLong: long } = strength.dataset;
  const missing = shortest - length();
  at("meter").value = Math.min(length(), 24);
  if (tooLong()) strength.textContent = long;
  else if (missing > 0) strength.textContent = more.replace("{count}", String(missing));
  else strength.textContent = length() >= STRONG ? strong : longEnough;
  if (length() >= shortest && !tooLong()) typed.removeAttribute("aria-invalid");
}

async function fetched() {
  const answer = await fetch("copy", {
    method: "POST", credentials: "omit", cache: "no-store", redirect: "error", referrerPolicy: "same-origin",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ secret, passphrase: phrase() }),
  });
  if (answer.ok) return { file: await answer.blob(), name: nameIn(answer) };
  return { refusal: answer.status === 410 ? "not_good" : answer.status === 429 ? "too_many" : "trouble" };
}

const nameIn = (answer) => /filename="([\w.]+)"/.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? "copy.pdf";

async function get() {
  show("working");
  const got = await fetched().catch(() => ({ refusal: "trouble" }));
  if (got.refusal) return got.refusal === "not_good" ? show("not_good") : show("form", got.refusal);
  typed.value = "";
  save.href = URL.createObjectURL(got.file);
  save.download = got.name;
  show("done");
  at("done").focus();
  save.click();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (length() >= shortest && !tooLong()) return void get();
  typed.setAttribute("aria-invalid", "true");
  typed.focus();
});
typed.addEventListener("input", weigh);
at("hidden-letters").addEventListener("change", (event) => {
  typed.type = event.target.checked ? "password" : "text";
});
for (const link of document.querySelectorAll(".languages a")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    location.replace(link.href + (secret ? `#${secret}` : ""));
  });
}
// Another link opened in the same tab: from the beginning.
window.addEventListener("hashchange", () => location.reload());
weigh();
show(secret ? "form" : "no_secret");
