/** On the overview: what is judged otherwise than an hour ago, than when one last looked, or than at a time. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Changes } from "../api/types.ts";
import { useApi } from "../api/use-api.ts";
import { Time } from "../parts/parts.tsx";
import { ChangeList } from "./compare.tsx";

const KEY = "crosscheck-looked";
const HOUR_MS = 3_600_000;

/** When this browser last left the overview, as it was when the page was opened; null: never. */
const lastLook = read();

function read(): string | null {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === null || Number.isNaN(Date.parse(stored)) ? null : stored;
  } catch {
    return null;
  }
}

export function WhatChanged(): JSX.Element {
  const [hourAgo] = useState(() => new Date(Date.now() - HOUR_MS).toISOString());
  const [choice, setChoice] = useState<"hour" | "look" | "time">(lastLook === null ? "hour" : "look");
  const [time, setTime] = useState("");
  const [cursor, setCursor] = useState<string | undefined>(undefined);
  useEffect(
    () => () => {
      try {
        localStorage.setItem(KEY, new Date().toISOString());
      } catch {
        // Without storage there is no last look.
      }
    },
    [],
  );
  useEffect(() => {
    const leaving = () => {
      try {
        localStorage.setItem(KEY, new Date().toISOString());
      } catch {
        // As above.
      }
    };
    addEventListener("pagehide", leaving);
    return () => removeEventListener("pagehide", leaving);
  }, []);
  const chosen = Date.parse(`${time}Z`);
  const since =
    choice === "hour"
      ? hourAgo
      : choice === "look"
        ? lastLook
        : Number.isNaN(chosen)
          ? null
          : new Date(chosen).toISOString();
  const asked = useApi<Changes>(since === null ? null : "/changes", {
    ...{ since: since ?? undefined, limit: 20, cursor },
  });
  return (
    <section class="what-changed" aria-label="What changed">
      <div class="filters">
        <label class="field">
          <span>What changed</span>
          <select
            class="input"
            value={choice}
            onChange={({ currentTarget: { value } }) => {
              setCursor(undefined);
              setChoice(value === "look" ? "look" : value === "time" ? "time" : "hour");
            }}
          >
            <option value="hour">in the last hour</option>
            {lastLook !== null && <option value="look">since I last looked</option>}
            <option value="time">since a time</option>
          </select>
        </label>
        {choice === "time" && (
          <label class="field">
            <span>UTC</span>
            <input
              class="input"
              type="datetime-local"
              value={time}
              onInput={({ currentTarget }) => setTime(currentTarget.value)}
            />
          </label>
        )}
        {since !== null && (
          <span class="small soft">
            since <Time at={since} />
          </span>
        )}
        {cursor !== undefined && (
          <button class="button" type="button" onClick={() => setCursor(undefined)}>
            From the first
          </button>
        )}
      </div>
      {since !== null && <ChangeList asked={asked} more={setCursor} />}
    </section>
  );
}
