// Svelte with its newest reactivity everywhere; a warning of the compiler is shown, never silenced.
export default { compilerOptions: { runes: true } };
