/** A DER writer (X.690), as small as X.509 certificates need it. Every function returns one complete element. */

function element(tag: number, content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([tag, ...lengthOctets(content.length)]), content]);
}

function lengthOctets(length: number): readonly number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return [0x80 | octets.length, ...octets];
}

export function sequence(...parts: readonly Uint8Array[]): Buffer {
  return element(0x30, Buffer.concat(parts));
}

/** A SET of one element; more would have to be sorted. */
export function setOf(part: Uint8Array): Buffer {
  return element(0x31, part);
}

/** A non-negative INTEGER from its big-endian bytes. */
export function integer(bytes: Uint8Array): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const shortest = bytes.subarray(start);
  const positive = (shortest[0] ?? 0) < 0x80 && shortest.length > 0;
  return element(0x02, positive ? shortest : Buffer.concat([Buffer.from([0]), shortest]));
}

/** An OBJECT IDENTIFIER from its dotted form. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...arcs] = dotted.split(".").map(Number);
  return element(0x06, Buffer.from([first * 40 + second, ...arcs].flatMap(base128)));
}

function base128(arc: number): readonly number[] {
  const octets = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) octets.unshift(0x80 | (rest % 128));
  return octets;
}

export const NULL_ELEMENT: Buffer = element(0x05, Buffer.alloc(0));

/** A BIT STRING of whole octets. */
export function bitString(bytes: Uint8Array): Buffer {
  return element(0x03, Buffer.concat([Buffer.from([0]), bytes]));
}

export function octetString(bytes: Uint8Array): Buffer {
  return element(0x04, bytes);
}

export function utf8String(text: string): Buffer {
  return element(0x0c, Buffer.from(text, "utf8"));
}

export function ia5String(text: string): Buffer {
  return element(0x16, Buffer.from(text, "latin1"));
}

/** A UTCTime (1950 to 2049) with seconds. */
export function utcTime(date: Date): Buffer {
  const digits = date.toISOString().replaceAll(/[-:T]/g, "").slice(2, 14);
  return element(0x17, Buffer.from(`${digits}Z`, "latin1"));
}

/** `[tag] EXPLICIT`: wraps one complete element. */
export function explicit(tag: number, inner: Uint8Array): Buffer {
  return element(0xa0 | tag, inner);
}

/** `[tag] IMPLICIT` of a primitive type: its content only. */
export function implicit(tag: number, content: Uint8Array): Buffer {
  return element(0x80 | tag, content);
}
