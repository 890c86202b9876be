/** Time and chance, passed in so that everything that decides can be replayed. */
export interface Clock {
  /** Wall-clock time, milliseconds since the epoch (UTC). */
  now(): number;
  /** Monotonic milliseconds, for durations. */
  monotonic(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Random {
  /** Cryptographically strong bytes. */
  bytes(length: number): Uint8Array;
  /** Uniform in [0, 1): for jitter only. */
  unit(): number;
}
