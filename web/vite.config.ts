import { defineConfig } from "vite";

const server = process.env.DATELINE_SERVER ?? "http://127.0.0.1:8765";

export default defineConfig({
  build: {
    outDir: "../dateline/web/static",
    emptyOutDir: true,
    target: ["chrome123", "firefox128", "safari18"],
    // The policy of the server allows no data: scripts or styles, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1400,
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  worker: { format: "es" },
  plugins: [],
  server: { proxy: { "/api": { target: server, changeOrigin: true } } },
});
