/** Named groups (IANA "TLS Supported Groups"): elliptic curves, finite fields and key encapsulations. */

/** Runs of consecutive numbers: the first number, then the names. */
const RUNS: readonly (readonly [first: number, names: string])[] = [
  [1, "sect163k1 sect163r1 sect163r2 sect193r1 sect193r2 sect233k1 sect233r1 sect239k1 sect283k1 sect283r1 sect409k1"],
  [12, "sect409r1 sect571k1 sect571r1 secp160k1 secp160r1 secp160r2 secp192k1 secp192r1 secp224k1 secp224r1"],
  [22, "secp256k1 secp256r1 secp384r1 secp521r1 brainpoolP256r1 brainpoolP384r1 brainpoolP512r1 x25519 x448"],
  [31, "brainpoolP256r1tls13 brainpoolP384r1tls13 brainpoolP512r1tls13"],
  [34, "GC256A GC256B GC256C GC256D GC512A GC512B GC512C curveSM2"],
  [256, "ffdhe2048 ffdhe3072 ffdhe4096 ffdhe6144 ffdhe8192"],
  [512, "MLKEM512 MLKEM768 MLKEM1024"],
  [4587, "SecP256r1MLKEM768 X25519MLKEM768 SecP384r1MLKEM1024"],
  [65281, "arbitrary_explicit_prime_curves arbitrary_explicit_char2_curves"],
];

export interface NamedGroup {
  readonly id: number;
  readonly name: string;
}

/** Every named group, ascending by number. */
export const NAMED_GROUPS: readonly NamedGroup[] = RUNS.flatMap(([first, names]) =>
  names.split(" ").map((name, i) => ({ id: first + i, name })),
);

const NAMES: ReadonlyMap<number, string> = new Map(NAMED_GROUPS.map(({ id, name }) => [id, name]));

/** The registry's name, or the number ("0x2a2a") for a group nobody has defined. */
export function groupName(id: number): string {
  return NAMES.get(id) ?? `0x${id.toString(16).padStart(4, "0")}`;
}
