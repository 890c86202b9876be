/**
 * Transcripts as bytes for the store: the transcripts of one observation as one JSON array, bytes in base64 with zeros at the end counted, times
 * rounded to microseconds. Decoding is total: stored bytes may be damaged, or written by a later version.
 */

import { Buffer } from "node:buffer";
import { z } from "zod";
import { END_KINDS, HEARTBEAT_CLASSES, NOTE_CODES, SENT_LABELS, type Transcript } from "../../core/model/transcript.ts";
import type { TranscriptsRead } from "../../core/ports/store.ts";

/** Raised when the encoding changes; stored beside the bytes. */
export const TRANSCRIPT_ENCODING = 1;

const at = z.number();
const bytes = z
  .string()
  .regex(/^[A-Za-z0-9+/]*={0,2}(\*\d{1,5})?$/)
  .transform(unpack);
const byte = z.int().min(0).max(255);

const eventSchema = z.discriminatedUnion("kind", [
  z.object({ at, kind: z.literal("connected") }),
  z.object({
    at,
    kind: z.literal("sent"),
    label: z.enum(SENT_LABELS),
    bytes,
  }),
  z.object({ at, kind: z.literal("received"), bytes }),
  z.object({ at, kind: z.literal("plain_text"), bytes }),
  z.object({
    at,
    kind: z.literal("heartbeat"),
    recordVersion: z.int(),
    length: z.int(),
    received: z.int(),
    messageType: byte.nullable(),
    claimed: z.int().nullable(),
    class: z.enum(HEARTBEAT_CLASSES),
    protected: z.boolean(),
  }),
  z.object({
    at,
    kind: z.literal("protected_record"),
    contentType: byte,
    length: z.int(),
    authentic: z.boolean(),
    alert: z.object({ level: byte, description: byte }).nullable(),
    http: z.boolean(),
  }),
  z.object({
    at,
    kind: z.literal("note"),
    code: z.enum(NOTE_CODES),
  }),
  z.object({
    at,
    kind: z.literal("end"),
    how: z.enum(END_KINDS),
  }),
]);

const transcriptsSchema = z
  .array(
    z.object({
      format: z.literal(1),
      rung: z.string(),
      address: z.string(),
      port: z.int(),
      serverName: z.string().nullable(),
      events: z.array(eventSchema).readonly(),
    }),
  )
  .readonly();

/** What this codec can read. A word that joins the model but not the schema is a type error where one meets the other. */
type Encodable = z.output<typeof transcriptsSchema>;

export function encodeTranscripts(transcripts: readonly Transcript[]): Uint8Array {
  const known: Encodable = transcripts;
  const plain = known.map((transcript) => ({
    ...transcript,
    events: transcript.events.map((event) => {
      const rounded = Math.round(event.at * 1000) / 1000;
      return "bytes" in event ? { ...event, at: rounded, bytes: pack(event.bytes) } : { ...event, at: rounded };
    }),
  }));
  return Buffer.from(JSON.stringify(plain));
}

export function decodeTranscripts(encoding: number, stored: Uint8Array): TranscriptsRead {
  if (encoding !== TRANSCRIPT_ENCODING)
    return { ok: false, problem: `transcripts in an unknown encoding (${encoding})` };
  let plain: unknown;
  try {
    plain = JSON.parse(Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength).toString());
  } catch {
    return { ok: false, problem: "damaged transcripts: not JSON" };
  }
  const read = transcriptsSchema.safeParse(plain);
  if (read.success) return { ok: true, transcripts: read.data };
  const issue = read.error.issues[0];
  return { ok: false, problem: `damaged transcripts: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}` };
}

/** Fewer zeros than this are not worth a count. */
const FEW = 32;

/** Base64; zeros at the end, which is most of a padded heartbeat, as their number: `GAMD…AA*8160`. */
function pack(piece: Uint8Array): string {
  let end = piece.length;
  while (end > 0 && piece[end - 1] === 0) end--;
  const zeros = piece.length - end;
  if (zeros < FEW) return base64(piece);
  return `${base64(piece.subarray(0, end))}*${zeros}`;
}

function unpack(text: string): Uint8Array {
  const [start = "", zeros = "0"] = text.split("*");
  const known = Buffer.from(start, "base64");
  const piece = new Uint8Array(known.length + Number(zeros));
  piece.set(known);
  return piece;
}

function base64(piece: Uint8Array): string {
  return Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength).toString("base64");
}
