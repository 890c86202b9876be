/** Light, dark, or as the system has it. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";

const KEY = "crosscheck-theme";
const THEMES = ["system", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];

function stored(): Theme {
  try {
    return THEMES.find((theme) => theme === localStorage.getItem(KEY)) ?? "system";
  } catch {
    return "system";
  }
}

function apply(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

apply(stored());

export function ThemeSwitch(): JSX.Element {
  const [theme, setTheme] = useState(stored);
  return (
    <label class="small soft">
      <span class="aside-text">Colours</span>
      <select
        class="input small"
        value={theme}
        onChange={({ currentTarget }) => {
          const chosen = THEMES.find((each) => each === currentTarget.value) ?? "system";
          apply(chosen);
          setTheme(chosen);
          try {
            localStorage.setItem(KEY, chosen);
          } catch {
            // Without storage the choice holds for this page.
          }
        }}
      >
        {THEMES.map((each) => (
          <option key={each} value={each}>
            {each === "system" ? "system colours" : each}
          </option>
        ))}
      </select>
    </label>
  );
}
