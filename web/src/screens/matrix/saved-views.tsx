/** Views under a name, kept in this browser, and the address of the present one. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { hrefOf } from "../../state/route.ts";
import { Menu } from "./toolbar.tsx";
import { queryOf, type View, type ViewQuery, viewOf } from "./view.ts";

interface Saved {
  readonly name: string;
  readonly query: ViewQuery;
}

const KEY = "crosscheck-views";
const MOST = 50;

export function SavedViews({
  view,
  setView,
}: {
  readonly view: View;
  readonly setView: (view: View) => void;
}): JSX.Element {
  const [saved, setSaved] = useState(read);
  const [name, setName] = useState("");
  const [copied, setCopied] = useState("");
  const keep = (views: readonly Saved[]) => {
    setSaved(views);
    try {
      localStorage.setItem(KEY, JSON.stringify(views));
    } catch {
      // Without storage they last as long as the page.
    }
  };
  const save = (event: Event) => {
    event.preventDefault();
    const trimmed = name.trim();
    if (trimmed === "") return;
    keep([...saved.filter((each) => each.name !== trimmed), { name: trimmed, query: queryOf(view) }].slice(-MOST));
    setName("");
  };
  const copy = async () => {
    const address = new URL(hrefOf(["matrix"], queryOf(view)), location.href).href;
    try {
      await navigator.clipboard.writeText(address);
      setCopied("Copied.");
    } catch {
      setCopied(address);
    }
  };
  return (
    <Menu name="Views">
      {saved.length === 0 && <p class="small soft">No view is saved in this browser yet.</p>}
      <ul class="mx-views">
        {saved.map((each) => (
          <li key={each.name}>
            <button type="button" class="mx-view" onClick={() => setView(viewOf(each.query))}>
              {each.name}
            </button>
            <button
              type="button"
              class="mx-toggle"
              aria-label={`Forget ${each.name}`}
              title="forget"
              onClick={() => keep(saved.filter(({ name: other }) => other !== each.name))}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      <form class="mx-save" onSubmit={save}>
        <input
          class="input"
          aria-label="Name of this view"
          placeholder="Name of this view"
          maxLength={60}
          value={name}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
        <button type="submit" class="button" disabled={name.trim() === ""}>
          Save
        </button>
      </form>
      <div>
        <button type="button" class="button" onClick={() => void copy()}>
          Copy link to this view
        </button>
        <p class="small soft mx-copied" role="status">
          {copied}
        </p>
      </div>
    </Menu>
  );
}

/** What others put there is not believed. */
function read(): readonly Saved[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    if (!Array.isArray(stored)) return [];
    return stored.flatMap((each: unknown): readonly Saved[] => {
      if (typeof each !== "object" || each === null || !("name" in each) || !("query" in each)) return [];
      const { name, query } = each;
      if (typeof name !== "string" || typeof query !== "object" || query === null) return [];
      const texts = Object.entries(query).filter((entry): entry is [string, string] => typeof entry[1] === "string");
      return [{ name, query: queryOf(viewOf(Object.fromEntries(texts))) }];
    });
  } catch {
    return [];
  }
}
