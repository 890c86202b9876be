/** The first lines of a table, with what each column is. */

import type { JSX } from "preact";
import type { Preview } from "../api/types.ts";
import { type ColumnChoice, ROLES } from "./column-mapping.ts";

const NAMES: Readonly<Record<ColumnChoice["role"], string>> = {
  ignore: "nothing",
  host: "host, by name or address",
  name: "server name",
  address: "address",
  port: "port",
  when: "time",
  version: "the tool's version",
  detector: "answers of",
};

export function ColumnTable({
  preview,
  choices,
  change,
}: {
  readonly preview: Preview;
  readonly choices: readonly ColumnChoice[];
  readonly change: (choices: readonly ColumnChoice[]) => void;
}): JSX.Element {
  const set = (at: number, changed: Partial<ColumnChoice>) =>
    change(choices.map((choice, place) => (place === at ? { ...choice, ...changed } : choice)));
  return (
    <div class="scroll-x" tabIndex={0} role="region" aria-label="What the columns are">
      <table class="table mapping">
        <thead>
          <tr>
            {choices.map(({ title, role, detector }, at) => (
              <th key={title} scope="col">
                {title}
                <select
                  class="input small"
                  aria-label={`Column ${title} holds`}
                  value={role}
                  onChange={({ currentTarget }) =>
                    set(at, { role: ROLES.find((each) => each === currentTarget.value) ?? "ignore" })
                  }
                >
                  {ROLES.map((each) => (
                    <option key={each} value={each}>
                      {NAMES[each]}
                    </option>
                  ))}
                </select>
                {role === "detector" && (
                  <input
                    class="input small mono"
                    aria-label={`Detector of column ${title}`}
                    value={detector}
                    onInput={({ currentTarget }) => set(at, { detector: currentTarget.value })}
                  />
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.map((row, line) => (
            <tr key={line}>
              {choices.map(({ title }, at) => (
                <td key={title}>{row[at] ?? ""}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
