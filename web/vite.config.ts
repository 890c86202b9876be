/** Builds the page into dist/web: one script, one style sheet, nothing inline, nothing from elsewhere. */

import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("."),
  base: "./",
  publicDir: here("./public"),
  build: {
    outDir: here("../dist/web"),
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    reportCompressedSize: false,
    // A single script also works from a folder without a server, where modules are refused.
    rolldownOptions: {
      output: { format: "iife", entryFileNames: "page.js", assetFileNames: "[name][extname]" },
    },
  },
  logLevel: "warn",
});
