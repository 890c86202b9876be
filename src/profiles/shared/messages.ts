/** Handshake messages of one record alone, as tools see them that do not join what is split over records. */

export interface RecordMessage {
  readonly type: number;
  /** What of it stands in the record. */
  readonly body: Uint8Array;
}

export interface RecordMessages {
  readonly messages: readonly RecordMessage[];
  /** Whether the last message ends where the record ends. */
  readonly whole: boolean;
}

const HEADER = 4;

export function messagesOf(record: Uint8Array): RecordMessages {
  const messages: RecordMessage[] = [];
  let at = 0;
  while (at + HEADER <= record.length) {
    const [type = 0, high = 0, middle = 0, low = 0] = record.subarray(at, at + HEADER);
    const end = at + HEADER + high * 65_536 + middle * 256 + low;
    messages.push({ type, body: record.subarray(at + HEADER, end) });
    if (end > record.length) return { messages, whole: false };
    at = end;
  }
  return { messages, whole: at === record.length };
}
