/** What is known of the place itself, and what our own transcripts show of it. */

import type { JSX } from "preact";
import type { Endpoint, Traits } from "../../api/types.ts";
import { Outside } from "../../parts/outside.tsx";
import { Card } from "../../parts/parts.tsx";
import { Glyph } from "../../parts/signs.tsx";
import { hrefOf } from "../../state/route.ts";

const EXTENSIONS = {
  none: "not offered by the server",
  mode_1: "offered, mode 1: it may be asked",
  mode_2: "offered, mode 2: it does not want to be asked",
} as const;
const NAMES = {
  warned_about: "warned about, and served",
  required: "refused: it wants a name it knows",
} as const;

export function Facts({ endpoint }: { readonly endpoint: Endpoint }): JSX.Element {
  const { row, place, traits, columns } = endpoint;
  const host = place.address ?? "no address: the name does not resolve";
  return (
    <Card title="Facts">
      <dl class="facts">
        <dt>address</dt>
        <dd class="mono">{host}</dd>
        <dt>port</dt>
        <dd class="mono">
          {place.port ?? "the whole host"} {place.port !== null && place.transport}
          {place.startTls !== null && `, behind ${place.startTls}`}
        </dd>
        <dt>server name</dt>
        <dd>
          {place.serverName === null ? <span class="soft">none is sent</span> : <Outside text={place.serverName} />}
        </dd>
        <dt>owner</dt>
        <dd>{row.owner === null ? <span class="soft">not known</span> : <Outside text={row.owner} />}</dd>
        <dt>tag</dt>
        <dd>{row.tag === null ? <span class="soft">none</span> : <Outside text={row.tag} />}</dd>
        <dt>on the list</dt>
        <dd>{place.origin === "asked" ? "somebody named it" : "found in a range or on a further port"}</dd>
        <Shows traits={traits} />
      </dl>
      <h3 class="below">Who says what</h3>
      <ul class="says">
        {columns.map(({ detector }, at) =>
          (row.cells[at] ?? 0) === 0 ? null : (
            <li key={detector}>
              <a href={hrefOf(["cell", row.key, detector])}>
                <Glyph code={row.cells[at] ?? 0} /> {detector}
              </a>
            </li>
          ),
        )}
      </ul>
    </Card>
  );
}

function Shows({ traits }: { readonly traits: Traits | null }): JSX.Element {
  if (traits === null) {
    return (
      <>
        <dt>seen on the wire</dt>
        <dd class="soft">nothing yet: our own detectors have not asked it</dd>
      </>
    );
  }
  const { version, suite, extension, asksForCertificate, serverName, helloAfterMs, like } = traits;
  return (
    <>
      <dt>speaks</dt>
      <dd>{version ?? <span class="soft">not seen</span>}</dd>
      <dt>chose</dt>
      <dd class="mono small">{suite ?? "–"}</dd>
      <dt>heartbeats</dt>
      <dd>{extension === null ? <span class="soft">not seen</span> : EXTENSIONS[extension]}</dd>
      {asksForCertificate && (
        <>
          <dt>clients</dt>
          <dd>are asked for a certificate</dd>
        </>
      )}
      {serverName !== null && (
        <>
          <dt>unknown names</dt>
          <dd>{NAMES[serverName]}</dd>
        </>
      )}
      {helloAfterMs !== null && (
        <>
          <dt>first answer</dt>
          <dd class="number">after {helloAfterMs < 10 ? helloAfterMs.toFixed(1) : helloAfterMs.toFixed(0)} ms</dd>
        </>
      )}
      {like.length > 0 && (
        <>
          <dt>is like</dt>
          <dd>{like.map(({ id, title }) => `${id}: ${title}`).join("; ")}</dd>
        </>
      )}
    </>
  );
}
