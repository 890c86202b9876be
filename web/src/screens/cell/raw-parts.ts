/** What was kept of a program's answer, stream by stream: `{"answer":{"stdout","stderr","files"}}`; a report is one piece. Pure. */

export interface RawPart {
  readonly name: string;
  readonly text: string;
}

const MOST_FILES = 20;

/** Text that is not such an envelope, or was cut, is shown as it is. */
export function rawParts(text: string): readonly RawPart[] {
  const whole = [{ name: "as it was kept", text }];
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return whole;
  }
  const answer = fieldOf(read, "answer");
  const [stdout, stderr] = [fieldOf(answer, "stdout"), fieldOf(answer, "stderr")];
  if (typeof stdout !== "string" || typeof stderr !== "string") return whole;
  const files = Object.entries(Object(fieldOf(answer, "files")) as Record<string, unknown>)
    .slice(0, MOST_FILES)
    .flatMap(([name, content]) => (typeof content === "string" ? [{ name, text: content }] : []));
  return [
    { name: "standard output", text: stdout },
    ...(stderr === "" ? [] : [{ name: "standard error", text: stderr }]),
    ...files,
  ];
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
