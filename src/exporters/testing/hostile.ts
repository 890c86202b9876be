/** Text that somebody hostile would put into a banner, a name or a report. */

import fc from "fast-check";

export const HOSTILE: readonly string[] = [
  "<script>alert(1)</script>",
  "</title></style><img src=x onerror=alert(1)>",
  "\"' onmouseover=alert(1) x=`",
  "]]><!--",
  "\u001b[31mred\u001b]0;title\u0007",
  "\u202egnp.exe\u2066x\u2069",
  "=cmd|' /C calc'!A0",
  "+1+1",
  "-2",
  "@SUM(A1)",
  "\t=1",
  "\uff1d1+1",
  "a\0b",
  "\ud800 alone \udfff",
  "_x003D_1 _x0000_",
  "line\r\nbreak\u2028and",
  "\ufffe\uffff",
  "&lt;b&gt;",
  `${"A".repeat(1_000_000)}<script>`,
];

export const hostileText = (): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom(...HOSTILE.slice(0, -1)),
    fc.string({ unit: "binary", maxLength: 60 }),
    fc
      .tuple(fc.constantFrom("<", "=", "\u202e", "\0", "\ud800", '"', "_x0041_"), fc.string({ maxLength: 20 }))
      .map((both) => both.join("")),
  );
