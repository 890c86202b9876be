/** What was done by whom, and whether the log is whole. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Audit } from "../../api/types.ts";
import { useApi } from "../../api/use-api.ts";
import { Outside } from "../../parts/outside.tsx";
import { Card, Empty, How, Loaded, Time } from "../../parts/parts.tsx";

export function AuditCard(): JSX.Element {
  const [cursors, setCursors] = useState<readonly number[]>([]);
  const asked = useApi<Audit>("/audit", { cursor: cursors.at(-1), limit: 50 }, ({ type }) => type === "desk");
  return (
    <Card title="Audit log">
      <Loaded asked={asked}>
        {({ items, next, brokenAt }) => (
          <>
            {brokenAt === null ? (
              <p>
                <strong>✓ The chain is whole.</strong>
              </p>
            ) : (
              <p class="problem" role="alert">
                <strong>✗ The chain is broken at entry {brokenAt}.</strong> Somebody changed the database by other means
                than crosscheck: what stands there, and what follows, is not to be relied on.
              </p>
            )}
            <How>
              Each entry's SHA-256 covers the entry and the hash before it, and the database refuses to change or remove
              one. Whoever owns the file can still cut entries off its end: copy the newest hash elsewhere to notice.
            </How>
            {items.length === 0 ? (
              <Empty>Nothing was done yet.</Empty>
            ) : (
              <div class="scroll-x below" tabIndex={0} role="region" aria-label="Audit log, table">
                <table class="table">
                  <thead>
                    <tr>
                      <th class="right">Entry</th>
                      <th>When</th>
                      <th>Who</th>
                      <th>Did</th>
                      <th>To</th>
                      <th>More</th>
                    </tr>
                  </thead>
                  <tbody>
                    {items.map(({ id, at, who, action, subject, detail }) => (
                      <tr key={id}>
                        <td class="right">{id}</td>
                        <td class="nowrap">
                          <Time at={at} />
                        </td>
                        <td>
                          <Outside text={who} fold={100} />
                        </td>
                        <td class="nowrap">{action}</td>
                        <td>
                          <Outside text={subject} fold={100} />
                        </td>
                        <td>{detail !== "{}" && <Outside text={detail} fold={120} />}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
            <p class="row-of-buttons below">
              <button
                type="button"
                class="button"
                disabled={cursors.length === 0}
                onClick={() => setCursors(cursors.slice(0, -1))}
              >
                Newer
              </button>
              <button
                type="button"
                class="button"
                disabled={next === null}
                onClick={() => next !== null && setCursors([...cursors, next])}
              >
                Older
              </button>
            </p>
          </>
        )}
      </Loaded>
    </Card>
  );
}
