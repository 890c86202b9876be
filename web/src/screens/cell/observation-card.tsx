/** One observation with everything it can be checked by: who, where, when, how, the wire, the raw output. */

import type { JSX } from "preact";
import { isLive } from "../../api/client.ts";
import type { Observation, RawPreview, Transcripts } from "../../api/types.ts";
import { useApi } from "../../api/use-api.ts";
import { Outside } from "../../parts/outside.tsx";
import { Card, Loaded, Time } from "../../parts/parts.tsx";
import { OutcomeGlyph } from "../../parts/signs.tsx";
import { rawParts } from "./raw-parts.ts";
import { plural, whole } from "../../parts/words.ts";

const NEVER = () => false;
const TIMES = {
  zone: "",
  naive: "written without a time zone, taken for UTC",
  file: "the report has none; when the file was last changed",
  none: "the report has none; when it was imported",
} as const;

export function ObservationCard({ observation }: { readonly observation: Observation }): JSX.Element {
  const { id, outcome, reason, meaning, evidence, detail, provenance, transcript, reinterprets, counted } = observation;
  return (
    <Card title={`Observation ${id}`}>
      <p class="lead">
        <OutcomeGlyph outcome={outcome} /> {meaning}{" "}
        <span class="soft">
          (<code>{reason}</code>, {evidence})
        </span>
      </p>
      {!counted && (
        <p class="soft small">
          Not counted now: a later answer stands for it, or its detector failed its controls in this run.
        </p>
      )}
      {detail !== "" && (
        <p>
          <Outside text={detail} fold={600} />
        </p>
      )}
      <dl class="facts below">
        <dt>who</dt>
        <dd>
          {observation.detector} <Outside text={observation.version} fold={80} />,{" "}
          {observation.mode === "manual" ? "noted by hand" : `attempt ${observation.attempt}`}
          {reinterprets !== null && `; the transcripts of observation ${reinterprets} read again`}
        </dd>
        <dt>from where</dt>
        <dd>
          <Outside text={observation.vantage} fold={80} />, run{" "}
          <code>
            <Outside text={observation.run} fold={80} />
          </code>
        </dd>
        <dt>when</dt>
        <dd>
          <Time at={observation.startedAt} />, for {whole(Math.round(observation.durationMs))} ms
          {provenance !== null && TIMES[provenance.time] !== "" && (
            <div class="small soft">{TIMES[provenance.time]}</div>
          )}
        </dd>
        {provenance !== null && <Origin provenance={provenance} />}
      </dl>
      {transcript !== null && <TranscriptView hash={transcript} />}
      {provenance !== null && provenance.raw !== null && <RawView hash={provenance.raw} />}
    </Card>
  );
}

function Origin({ provenance }: { readonly provenance: NonNullable<Observation["provenance"]> }): JSX.Element {
  const { words, place, argv, exit, truncated } = provenance;
  return (
    <>
      {words !== "" && (
        <>
          <dt>it said</dt>
          <dd>
            “<Outside text={words} />”
          </dd>
        </>
      )}
      {place !== "" && (
        <>
          <dt>where</dt>
          <dd>
            <Outside text={place} />
          </dd>
        </>
      )}
      {argv !== null && (
        <>
          <dt>command</dt>
          <dd>
            <code>
              <Outside text={argv.map(quoted).join(" ")} fold={600} />
            </code>
          </dd>
        </>
      )}
      {exit !== null && (
        <>
          <dt>ended</dt>
          <dd>
            <Outside text={exit} />
            {truncated && ", its output was cut at the limit"}
          </dd>
        </>
      )}
    </>
  );
}

/** As a shell would take it. */
function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}

const WHO = { us: "us", server: "server", network: "network" } as const;

function TranscriptView({ hash }: { readonly hash: string }): JSX.Element {
  const asked = useApi<Transcripts>(`/transcripts/${hash}`, {}, NEVER);
  return (
    <div class="below">
      <h3>On the wire</h3>
      <p class="small soft">
        What was sent and what came, in words. What a server gave out of its memory was thrown away on arrival: only
        lengths are kept. Transcript <code>{hash.slice(0, 12)}</code>
      </p>
      <Loaded asked={asked}>
        {({ items, problem }) => (
          <>
            {problem !== null && <p class="hint">{problem}</p>}
            {items.map(({ rung, serverName, lines }, at) => (
              <details key={at} class="transcript" open={items.length <= 2 || at === 0}>
                <summary>
                  <code>{rung}</code>{" "}
                  <span class="soft small">
                    {serverName !== null && (
                      <>
                        as <Outside text={serverName} fold={80} />,{" "}
                      </>
                    )}
                    {plural(lines.length, "event")}
                  </span>
                </summary>
                <ol class="wire">
                  {lines.map(({ atMs, who, text }, line) => (
                    <li key={line} class={who}>
                      <span class="number soft">{atMs.toFixed(1)}</span>
                      <span class="wire-who">{WHO[who]}</span>
                      <span>{text}</span>
                    </li>
                  ))}
                </ol>
              </details>
            ))}
          </>
        )}
      </Loaded>
    </div>
  );
}

function RawView({ hash }: { readonly hash: string }): JSX.Element {
  const asked = useApi<RawPreview>(`/raw/${hash}/preview`, {}, NEVER);
  return (
    <div class="below">
      <h3>Raw output</h3>
      <Loaded asked={asked}>
        {({ bytes, text, truncated }) => (
          <>
            <p class="small soft">
              {whole(bytes)} bytes, SHA-256 <code>{hash.slice(0, 16)}…</code>{" "}
              {isLive() && (
                <a href={`/api/v1/raw/${hash}`} download={`${hash.slice(0, 16)}.txt`}>
                  download
                </a>
              )}
              {truncated && "; this is its beginning"}
            </p>
            {rawParts(text).map(({ name, text: part }) => (
              <figure key={name} class="raw-part">
                <figcaption class="small soft">
                  <Outside text={name} fold={80} />
                </figcaption>
                <pre class="raw" tabIndex={0} aria-label={`Raw output, ${name}`}>
                  {part === "" ? <span class="soft">nothing</span> : <Outside text={part} lines fold={4000} />}
                </pre>
              </figure>
            ))}
          </>
        )}
      </Loaded>
    </div>
  );
}
