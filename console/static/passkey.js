// Passkeys on the pages that need no app. A page works without this file: then there is the passphrase.
// A button says in data-passkey what to do (make or show), in data-at where to ask, in data-status who tells about it.

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

async function ask(address, told) {
  const answer = await fetch(address, {
    method: "POST",
    credentials: "same-origin",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(told),
  });
  const said = await answer.json();
  if (!answer.ok) throw Object.assign(new Error("refused"), { about: said.about ?? {} });
  return said;
}

const named = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));

export async function make(options) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: named(options.excludeCredentials),
    },
  });
  return brought(made, {
    attestationObject: text(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? [],
  });
}

export async function show(options) {
  const shown = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: named(options.allowCredentials),
    },
  });
  const { authenticatorData, signature, userHandle } = shown.response;
  return brought(shown, {
    authenticatorData: text(authenticatorData),
    signature: text(signature),
    ...(userHandle ? { userHandle: text(userHandle) } : {}),
  });
}

function brought(credential, response) {
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    ...(credential.authenticatorAttachment ? { authenticatorAttachment: credential.authenticatorAttachment } : {}),
    response: { clientDataJSON: text(credential.response.clientDataJSON), ...response },
  };
}

/** What she typed beside the button: the first admin's login and alias. Null where a field is still empty. */
function typed(button) {
  const form = document.getElementById(button.dataset.form ?? "");
  const fields = [...(form?.querySelectorAll("input[name=login], input[name=alias]") ?? [])];
  if (!fields.every((field) => field.reportValidity())) return null;
  return Object.fromEntries(fields.map((field) => [field.name, field.value]));
}

async function pressed(button) {
  const told = typed(button);
  if (told === null) return;
  const status = document.getElementById(button.dataset.status);
  button.disabled = true;
  status.textContent = status.dataset.waiting;
  try {
    const options = await ask(`${button.dataset.at}/options`, told);
    const credential = await (button.dataset.passkey === "make" ? make : show)(options);
    const { next } = await ask(`${button.dataset.at}/verify?then=${encodeURIComponent(button.dataset.then ?? "")}`, { ...told, credential });
    location.replace(next);
  } catch (problem) {
    status.textContent = status.dataset.refused;
    const field = document.querySelector(`input[name="${CSS.escape(problem.about?.field ?? "")}"]`);
    field?.setAttribute("aria-invalid", "true");
    field?.focus();
    button.disabled = false;
  }
}

if (window.PublicKeyCredential) {
  for (const button of document.querySelectorAll("[data-passkey]")) {
    button.hidden = false;
    button.addEventListener("click", () => void pressed(button));
  }
}
