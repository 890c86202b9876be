/** Small parts that every screen is made of. */

import type { ComponentChildren, JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { Problem } from "../api/client.ts";
import type { Asked } from "../api/use-api.ts";
import { utc } from "./words.ts";

/** A screen's heading; also the window's title. */
export function Title({
  children,
  about,
  actions,
}: {
  readonly children: string;
  readonly about?: ComponentChildren;
  readonly actions?: ComponentChildren;
}): JSX.Element {
  useEffect(() => {
    document.title = `${children} · crosscheck`;
  }, [children]);
  return (
    <header class="title">
      <h1>{children}</h1>
      {about !== undefined && <p class="soft">{about}</p>}
      {actions !== undefined && <div class="actions">{actions}</div>}
    </header>
  );
}

export function Card({
  title,
  children,
}: {
  readonly title?: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <section class="card">
      {title !== undefined && <h2>{title}</h2>}
      {children}
    </section>
  );
}

/** Absolute in UTC; the reader's own time on hover and focus, and for screen readers. */
export function Time({ at }: { readonly at: string }): JSX.Element {
  const local = new Date(at).toLocaleString();
  return (
    <time class="number" dateTime={at} title={`${local} local time`} tabIndex={0}>
      {utc(at)} UTC<span class="aside-text">, {local} local time</span>
    </time>
  );
}

/** Nothing to show, and what to do about it. */
export function Empty({
  children,
  command,
}: {
  readonly children: ComponentChildren;
  readonly command?: string;
}): JSX.Element {
  return (
    <div class="empty">
      <p>{children}</p>
      {command !== undefined && <code>{command}</code>}
    </div>
  );
}

export function ProblemBox({ problem }: { readonly problem: Problem }): JSX.Element {
  return (
    <div class="problem" role="alert">
      <strong>{problem.title}.</strong> {problem.detail} <span class="small">({problem.code})</span>
    </div>
  );
}

/** What was asked of the API: its problem, its absence, or what is made of it. */
export function Loaded<T>({
  asked,
  children,
}: {
  readonly asked: Asked<T>;
  readonly children: (data: T) => ComponentChildren;
}): JSX.Element {
  if (asked.data !== null) {
    return (
      <>
        {asked.problem !== null && <ProblemBox problem={asked.problem} />}
        {children(asked.data)}
      </>
    );
  }
  if (asked.problem !== null) return <ProblemBox problem={asked.problem} />;
  return (
    <p class="soft" role="status">
      Loading …
    </p>
  );
}

/** How a number came about. */
export function How({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return (
    <details class="how">
      <summary>How computed</summary>
      <div>{children}</div>
    </details>
  );
}
