/** XMPP (RFC 6120 section 5.4), client to server and server to server. Tags are read one by one; nothing is built of them. */

import {
  type Dialogue,
  NOT_OFFERED,
  NOT_UNDERSTOOD,
  type Part,
  READY,
  REFUSED,
  sendText,
  through,
} from "./dialogue.ts";

const GREATER_THAN = 0x3e;
const TLS_NAMESPACE = "urn:ietf:params:xml:ns:xmpp-tls";
const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", "'": "&apos;" };

/** `to`: the domain asked for; servers refuse a stream for one they do not know (section 4.9.3.6). */
export function* xmpp(to: string, namespace: "jabber:client" | "jabber:server"): Dialogue {
  const domain = to.replace(/[&<']/g, (sign) => ESCAPES[sign] ?? "");
  yield* sendText(
    `<?xml version='1.0'?><stream:stream to='${domain}' version='1.0' xmlns='${namespace}' xmlns:stream='http://etherx.jabber.org/streams'>`,
  );
  const offered = yield* features();
  if (offered === null) return NOT_UNDERSTOOD;
  if (offered === "error") return REFUSED;
  if (!offered) return NOT_OFFERED;
  yield* sendText(`<starttls xmlns='${TLS_NAMESPACE}'/>`);
  const answer = yield* tag();
  if (answer?.name === "failure") return REFUSED;
  if (answer?.name !== "proceed" || !answer.text.includes(TLS_NAMESPACE)) return NOT_UNDERSTOOD;
  if (answer.empty) return READY;
  return (yield* tag())?.name === "/proceed" ? READY : NOT_UNDERSTOOD;
}

/** Whether the stream's features have starttls; "error": the stream was refused. */
function* features(): Part<boolean | "error" | null> {
  let inside = false;
  let offered = false;
  for (;;) {
    const next = yield* tag();
    if (next === null) return null;
    if (next.name === "error") return "error";
    if (next.name === "/features" || (next.name === "features" && next.empty)) return offered;
    if (next.name === "/stream") return null;
    if (next.name === "features") inside = true;
    if (inside && next.name === "starttls" && next.text.includes(TLS_NAMESPACE)) offered = true;
  }
}

interface Tag {
  /** Without prefix, with the slash of an end tag: `features`, `/features`, `?xml`. */
  readonly name: string;
  readonly empty: boolean;
  readonly text: string;
}

/** The next tag; null: something that is none. An attribute's value may hold a `>`. */
function* tag(): Part<Tag | null> {
  let text = "";
  do {
    text += yield* through(GREATER_THAN);
    if (text.length > 8192) return null;
  } while (/^[^'"]*(?:(?:'[^']*'|"[^"]*")[^'"]*)*$/.exec(text) === null);
  const [, slash = "", name] = /^[^<]*<([/?]?)(?:[\w.-]+:)?([\w.-]+)/.exec(text) ?? [];
  return name === undefined ? null : { name: slash + name, empty: text.endsWith("/>"), text };
}
