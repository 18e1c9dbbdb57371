// How the browser side is built: one entry per page, files with hashed names, and a list of them for the shell.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "/console/assets/",
  plugins: [svelte()],
  build: {
    outDir: "dist/console",
    assetsDir: "",
    manifest: true,
    target: "es2022",
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    // Everything comes from the same origin under a hashed name; inlined pictures would need a wider policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: "console/main.ts" },
  },
  test: { include: ["console/**/*.test.ts", "hash/**/*.test.ts"], environment: "node" },
});
