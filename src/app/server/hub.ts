/** Who listens for what happens, and telling them. An event names what changed; who wants to know more asks the API. */

export type ServerEvent =
  /** The board has another revision. `rows`: keys of the rows that changed; null: anything may have. */
  | {
      readonly type: "board";
      readonly revision: number;
      readonly rows: readonly string[] | null;
      readonly runs: boolean;
    }
  /** The judgement of the whole was made anew. */
  | { readonly type: "judgement"; readonly revision: number }
  /** A job began, printed something or ended. */
  | { readonly type: "job"; readonly id: string }
  /** Notes, mutes, tokens or the audit log. */
  | { readonly type: "desk" };

export type Listener = (event: ServerEvent) => void;

/** Connections that may listen at once: more than a team has browsers, less than what would hurt. */
const MOST_LISTENERS = 64;

export interface Hub {
  /** False: too many listen already. */
  add(listener: Listener): boolean;
  remove(listener: Listener): void;
  tell(event: ServerEvent): void;
}

export function createHub(): Hub {
  const listeners = new Set<Listener>();
  return {
    add(listener) {
      if (listeners.size >= MOST_LISTENERS) return false;
      listeners.add(listener);
      return true;
    },
    remove: (listener) => void listeners.delete(listener),
    tell(event) {
      for (const listener of listeners) listener(event);
    },
  };
}
