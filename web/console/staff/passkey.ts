// One more passkey for who is signed in, made by the browser as on the pages of the way in.
import { postBeside } from "../api";

const AT = "/console/passkeys";
/** The script of those pages: one place knows how browsers speak of passkeys. */
const SCRIPT = "/console/static/passkey.js";

export const canMake = (): boolean => typeof PublicKeyCredential !== "undefined";

/** Make one. The browser refuses where she takes too long, says no, or has one here already. */
export async function addPasskey(): Promise<void> {
  const options = await postBeside(`${AT}/options`);
  const { make } = (await import(/* @vite-ignore */ SCRIPT)) as { make: (options: unknown) => Promise<unknown> };
  await postBeside(`${AT}/verify`, { credential: await make(options) });
}
