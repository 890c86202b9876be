/**
 * Turns captured terminal output into the README's picture:
 *
 *     FORCE_COLOR=1 npm run --silent demo | npx tsx tools/picture.ts "TITLE" > docs/images/demo.svg
 */

import { text } from "node:stream/consumers";
import { renderSvg } from "./picture/svg.ts";

const [title] = process.argv.slice(2);
if (title === undefined) {
  console.error('usage: COMMAND | tsx tools/picture.ts "TITLE" > PICTURE.svg');
  process.exitCode = 64;
} else {
  process.stdout.write(renderSvg(await text(process.stdin), title));
}
