/** Handshake messages out of the bytes of records. */

const MESSAGE_HEADER = 4;

export interface Message {
  readonly type: number;
  readonly body: Uint8Array;
}

/** Whole messages, and what is left of the last one. */
export function cutMessages(bytes: Uint8Array): {
  readonly messages: readonly Message[];
  readonly rest: Uint8Array<ArrayBuffer>;
} {
  const messages: Message[] = [];
  let at = 0;
  for (;;) {
    const [type = 0, high, middle, low] = bytes.subarray(at, at + MESSAGE_HEADER);
    if (high === undefined || middle === undefined || low === undefined) break;
    const end = at + MESSAGE_HEADER + ((high << 16) | (middle << 8) | low);
    if (end > bytes.length) break;
    messages.push({ type, body: bytes.subarray(at + MESSAGE_HEADER, end) });
    at = end;
  }
  return { messages, rest: bytes.slice(at) };
}

export interface RecordMessages {
  /** Of a last one that is not whole, as much as stands in the record. */
  readonly messages: readonly Message[];
  /** Whether the last message ends where the record ends. */
  readonly whole: boolean;
}

/** Messages of one record alone, as tools see them that do not join what is split over records. */
export function messagesOf(record: Uint8Array): RecordMessages {
  const { messages, rest } = cutMessages(record);
  if (rest.length < MESSAGE_HEADER) return { messages, whole: rest.length === 0 };
  return { messages: [...messages, { type: rest[0] ?? 0, body: rest.subarray(MESSAGE_HEADER) }], whole: false };
}
