/** What a scripted server counts, so that tests can prove what a detector did to it. */
export interface Counters {
  connections: number;
  /** Heartbeat records that came in, eaten ones included. */
  heartbeats: number;
  /** Bytes in heartbeat answers that the asking client had not sent on that connection: what a real server would have leaked. */
  foreignBytesServed: number;
}

export function newCounters(): Counters {
  return { connections: 0, heartbeats: 0, foreignBytesServed: 0 };
}
