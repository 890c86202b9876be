/** URL schemes a target may be written with, and the port each means when the URL names none. */

/**
 * Schemes that speak TLS from the first byte, by their registered or customary port. null: the scheme means plain
 * text, so a URL without a port says which host to ask but not where TLS may be: the port plan applies.
 */
const SCHEME_PORTS: Readonly<Record<string, number | null>> = {
  https: 443,
  dtls: 443,
  http: null,
  wss: 443,
  ws: null,
  ftps: 990,
  telnets: 992,
  imaps: 993,
  pop3s: 995,
  pops: 995,
  smtps: 465,
  submissions: 465,
  nntps: 563,
  ldaps: 636,
  sips: 5061,
  amqps: 5671,
  ircs: 6697,
  mqtts: 8883,
};

export const SCHEMES = Object.keys(SCHEME_PORTS);

/** The port a scheme means; null: none where TLS is spoken; undefined: a scheme that is not known. */
export function schemePort(scheme: string): number | null | undefined {
  const known = scheme.toLowerCase();
  return Object.hasOwn(SCHEME_PORTS, known) ? SCHEME_PORTS[known] : undefined;
}
