/** What the configuration may say to the client of SSL Labs. */

import type { ScannerOption, ScannerOptions } from "../scanner.ts";

export const OPTIONS = {
  email: {
    description: "the address registered with SSL Labs, of an organisation: version 4 of the API asks for it",
    pattern: /^[^\s@<>,;:"\\]{1,64}@[A-Za-z0-9.-]{1,190}$/,
  },
  register: {
    description: "yes: register the address when SSL Labs does not know it, with the names below",
    pattern: /^(?:yes|no)$/,
  },
  firstName: { description: "first name, for registering", pattern: /^[^\p{C}]{1,100}$/u },
  lastName: { description: "last name, for registering", pattern: /^[^\p{C}]{1,100}$/u },
  organization: { description: "organisation, for registering", pattern: /^[^\p{C}]{1,200}$/u },
  api: {
    description: "v4, v3, or auto: v4 with an address, else v3, and v3 where v4 does not serve us",
    pattern: /^(?:auto|v4|v3)$/,
  },
  maxAge: {
    description: "hours that an answer out of SSL Labs' cache may be old; without it a new assessment is started",
    pattern: /^[1-9][0-9]{0,3}$/,
  },
} as const satisfies Readonly<Record<string, ScannerOption>>;

export type ApiVersion = "v4" | "v3";

export interface Person {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly organization: string;
}

export interface Settings {
  readonly email: string | null;
  /** Which versions to try, in this order; never empty. */
  readonly versions: readonly [ApiVersion, ...ApiVersion[]];
  /** Whom to register; null: nobody. */
  readonly person: Person | null;
  /** Hours; null: a new assessment. */
  readonly maxAge: number | null;
}

/** The settings, or one sentence that says what is missing. */
export function readOptions(options: ScannerOptions): Settings | string {
  const given = (name: keyof typeof OPTIONS): string | null =>
    Object.hasOwn(options, name) && OPTIONS[name].pattern.test(options[name] ?? "") ? (options[name] ?? null) : null;
  const unreadable = (Object.keys(OPTIONS) as (keyof typeof OPTIONS)[]).find(
    (name) => Object.hasOwn(options, name) && given(name) === null,
  );
  if (unreadable !== undefined) return `the option ${unreadable} has no value that can be used`;

  const email = given("email");
  const api = given("api") ?? "auto";
  if (api === "v4" && email === null) return "version 4 of the API needs the option email";
  const versions: Settings["versions"] = api === "auto" ? (email === null ? ["v3"] : ["v4", "v3"]) : [oneOf(api)];
  const [firstName, lastName, organization] = [given("firstName"), given("lastName"), given("organization")];
  const complete = email !== null && firstName !== null && lastName !== null && organization !== null;
  const asked = given("register") === "yes";
  if (asked && !complete) return "registering needs the options email, firstName, lastName and organization";
  const age = given("maxAge");
  return {
    email,
    versions,
    person: asked && complete ? { firstName, lastName, email, organization } : null,
    maxAge: age === null ? null : Number(age),
  };
}

const oneOf = (api: string): ApiVersion => (api === "v4" ? "v4" : "v3");
