/** The page's files, read once at the start: a handful, of which each is named, so that no path of a request reaches the disk. */

import type { Context } from "hono";
import { readdir, readFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { extname, join, relative, sep } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { ApiError } from "./problem.ts";

interface StaticFile {
  readonly type: string;
  readonly plain: Uint8Array<ArrayBuffer>;
  readonly gzip: Uint8Array<ArrayBuffer>;
  readonly brotli: Uint8Array<ArrayBuffer>;
  readonly tag: string;
}

/** By path: `/index.html`. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".webmanifest": "application/manifest+json",
};

/** @param folder what `vite build` made; where it is missing there is no page, and the API works all the same. */
export async function readStaticFiles(folder: string): Promise<StaticFiles> {
  const files = new Map<string, StaticFile>();
  let names: string[];
  try {
    names = await readdir(folder, { recursive: true });
  } catch {
    return files;
  }
  for (const name of names) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const plain = new Uint8Array(await readFile(join(folder, name)));
    const path = `/${relative(folder, join(folder, name)).split(sep).join("/")}`;
    files.set(path, {
      type,
      plain,
      gzip: new Uint8Array(gzipSync(plain, { level: 9 })),
      brotli: new Uint8Array(brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })),
      tag: `"${createHash("sha256").update(plain).digest("base64url").slice(0, 22)}"`,
    });
  }
  return files;
}

export function staticFile(c: Context, files: StaticFiles): Response {
  const path = c.req.path === "/" ? "/index.html" : c.req.path;
  const file = files.get(path);
  if (file === undefined) {
    if (path === "/index.html") {
      throw new ApiError("not_found", "the page was not built: `npm run build` makes it; the API is at /api/v1");
    }
    throw new ApiError("not_found", `there is no ${path}`);
  }
  const headers = { ETag: file.tag, "Cache-Control": "private, no-cache", Vary: "Accept-Encoding" };
  if (c.req.header("If-None-Match") === file.tag) return c.body(null, 304, headers);
  const accepted = c.req.header("Accept-Encoding") ?? "";
  const typed = { ...headers, "Content-Type": file.type };
  if (/\bbr\b/.test(accepted)) return c.body(file.brotli, 200, { ...typed, "Content-Encoding": "br" });
  if (/\bgzip\b/.test(accepted)) return c.body(file.gzip, 200, { ...typed, "Content-Encoding": "gzip" });
  return c.body(file.plain, 200, typed);
}
