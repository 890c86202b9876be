/** Alerts (RFC 5246 section 7.2) and their names in the IANA registry. */

/** One alert; `level` is 1 (warning) or 2 (fatal) where the peer follows the standard. */
export interface Alert {
  readonly level: number;
  readonly description: number;
}

/** Alert levels. */
export const ALERT_LEVEL = { warning: 1, fatal: 2 } as const;

/** Every alert description in the IANA registry. */
export const ALERT = {
  closeNotify: 0,
  unexpectedMessage: 10,
  badRecordMac: 20,
  decryptionFailed: 21,
  recordOverflow: 22,
  decompressionFailure: 30,
  handshakeFailure: 40,
  noCertificate: 41,
  badCertificate: 42,
  unsupportedCertificate: 43,
  certificateRevoked: 44,
  certificateExpired: 45,
  certificateUnknown: 46,
  illegalParameter: 47,
  unknownCa: 48,
  accessDenied: 49,
  decodeError: 50,
  decryptError: 51,
  tooManyCidsRequested: 52,
  exportRestriction: 60,
  protocolVersion: 70,
  insufficientSecurity: 71,
  internalError: 80,
  inappropriateFallback: 86,
  userCanceled: 90,
  noRenegotiation: 100,
  missingExtension: 109,
  unsupportedExtension: 110,
  certificateUnobtainable: 111,
  unrecognizedName: 112,
  badCertificateStatusResponse: 113,
  badCertificateHashValue: 114,
  unknownPskIdentity: 115,
  certificateRequired: 116,
  generalError: 117,
  noApplicationProtocol: 120,
  echRequired: 121,
} as const;

/** The registry's spelling of a key above: handshakeFailure is handshake_failure. */
const NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(ALERT).map(([key, description]) => [
    description,
    key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  ]),
);

/** The body of an unprotected alert record; null when it is not exactly one alert (a protected one is longer). */
export function decodeAlert(body: Uint8Array): Alert | null {
  const [level, description] = body;
  return body.length === 2 && level !== undefined && description !== undefined ? { level, description } : null;
}

/** The body of an alert record. */
export function encodeAlert(level: number, description: number): Uint8Array {
  return Uint8Array.of(level, description);
}

/** "handshake_failure", or "alert_200" for a description nobody has defined. */
export function alertName(description: number): string {
  return NAMES.get(description) ?? `alert_${description}`;
}
