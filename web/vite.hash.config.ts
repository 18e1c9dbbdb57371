// How the hash page is built: files under fixed names, not minified, each script whole in itself, so that anybody can
// read what a browser was given and build the same bytes (docs/hash-page.md).
import { defineConfig } from "vite";

const SCRIPTS = ["shut", "worker", "page"] as const;

/** Carried over as it stands. */
const styles = {
  name: "styles",
  async generateBundle(this: import("rolldown").PluginContext) {
    const source = await this.fs.readFile("hash/page.css", { encoding: "utf8" });
    this.emitFile({ type: "asset", fileName: "page.css", source });
  },
};

const built = (name: string) => ({
  consumer: "client" as const,
  build: {
    outDir: "dist/hash",
    emptyOutDir: name === SCRIPTS[0],
    copyPublicDir: false,
    minify: false,
    target: "es2022",
    modulePreload: false as const,
    rolldownOptions: {
      input: `hash/${name}.ts`,
      plugins: name === "page" ? [styles] : [],
      // A plain script: it brings in no other, and runs where it stands.
      output: { format: "iife" as const, entryFileNames: `${name}.js`, codeSplitting: false },
    },
  },
});

export default defineConfig({
  environments: Object.fromEntries(SCRIPTS.map((name) => [name, built(name)])),
  builder: {
    async buildApp(builder) {
      for (const name of SCRIPTS) await builder.build(builder.environments[name]!);
    },
  },
});
