/** Loopback addresses: one per server where the system allows it, so that each is a host of its own to a scanner. */

/** Linux answers on all of 127.0.0.0/8, other systems on 127.0.0.1 only. `family` and `server` count from 0. */
export function loopbackAddress(family: number, server: number, platform: string = process.platform): string {
  return platform === "linux" ? `127.${20 + family}.${Math.floor(server / 250)}.${1 + (server % 250)}` : "127.0.0.1";
}
