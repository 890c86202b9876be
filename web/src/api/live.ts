/** What happens while one looks: events of the server, for whoever wants to hear them. */

import { useEffect, useState } from "preact/hooks";
import { isLive } from "./client.ts";

export type LiveEvent =
  | {
      readonly type: "board";
      readonly revision: number;
      readonly rows: readonly string[] | null;
      readonly runs: boolean;
    }
  | { readonly type: "judgement"; readonly revision: number }
  | { readonly type: "job"; readonly id: string }
  | { readonly type: "desk" };

/** Whether an event concerns what was said of one endpoint: during a scan most concern others. */
export function isAbout(key: string): (event: LiveEvent) => boolean {
  return (event) => event.type === "board" && (event.rows === null || event.rows.includes(key));
}

type Listener = (event: LiveEvent) => void;

const listeners = new Set<Listener>();
let source: EventSource | null = null;
let connected = false;
const connectionListeners = new Set<(connected: boolean) => void>();

export function listen(listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** A server that came back, or a proxy that answered for it, is asked again after so long, ms. */
const AGAIN_MS = 2000;

/**
 * Once signed in. The browser itself connects again after an interruption, but gives up where it is refused.
 * @param refused called then; resolves to whether it is worth trying again
 */
export function connect(refused: () => Promise<boolean>): void {
  if (source !== null || !isLive()) return;
  const opened = new EventSource("/api/v1/events");
  source = opened;
  for (const type of ["board", "judgement", "job", "desk"]) {
    source.addEventListener(type, (message: MessageEvent<string>) => {
      const event = JSON.parse(message.data) as LiveEvent;
      for (const listener of listeners) listener(event);
    });
  }
  const tell = (now: boolean) => {
    connected = now;
    for (const each of connectionListeners) each(now);
  };
  source.addEventListener("open", () => tell(true));
  source.addEventListener("error", () => {
    tell(false);
    if (opened.readyState !== EventSource.CLOSED) return;
    source = null;
    setTimeout(() => {
      void refused().then((again) => {
        if (again) connect(refused);
      });
    }, AGAIN_MS);
  });
}

export function useConnected(): boolean {
  const [now, setNow] = useState(connected);
  useEffect(() => {
    connectionListeners.add(setNow);
    // What happened between drawing and listening.
    setNow(connected);
    return () => void connectionListeners.delete(setNow);
  }, []);
  return now;
}
