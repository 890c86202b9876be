import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hostKey, limitsOf } from "./host-keys.ts";
import { Limiter } from "./limiter.ts";
import { DEFAULT_LIMITS } from "./options.ts";

describe("limitsOf", () => {
  const keys = (address: string, port: number) => limitsOf({ address, port }, DEFAULT_LIMITS).map(({ key }) => key);

  test.each([
    ["192.0.2.77", 443, ["host 192.0.2.77", "network 192.0.2.0/24", "all"]],
    ["192.0.2.77", 8443, ["host 192.0.2.77", "network 192.0.2.0/24", "all"]],
    ["2001:db8:0:1:2::3", 443, ["host 2001:db8:0:1:2::3", "network 2001:db8:0:1::/64", "all"]],
    ["127.0.0.1", 443, ["host 127.0.0.1 443", "all"]],
    ["127.0.0.1", 444, ["host 127.0.0.1 444", "all"]],
    ["::1", 443, ["host ::1 443", "all"]],
  ])("%s port %i", (address, port, expected) => {
    expect(keys(address, port)).toEqual(expected);
  });

  test("the most are those of the options", () => {
    const limits = { ...DEFAULT_LIMITS, perHost: 3, perNetwork: 5, concurrency: 7 };
    expect(limitsOf({ address: "192.0.2.1", port: 1 }, limits).map(({ most }) => most)).toEqual([3, 5, 7]);
  });

  test("a host is its address, on loopback its address and port", () => {
    expect(hostKey({ address: "192.0.2.1", port: 1 })).toBe(hostKey({ address: "192.0.2.1", port: 2 }));
    expect(hostKey({ address: "127.0.0.1", port: 1 })).not.toBe(hostKey({ address: "127.0.0.1", port: 2 }));
  });
});

describe("Limiter", () => {
  interface Item {
    readonly host: number;
    readonly network: number;
  }
  const MOST = { host: 2, network: 3, all: 4 };

  /** Runs items to their end, ended in an order given by `choose`; returns the sets that ran at once, and what waited. */
  async function runAll(
    items: readonly Item[],
    choose: (running: number) => number,
  ): Promise<readonly { readonly running: readonly Item[]; readonly waiting: readonly Item[] }[]> {
    const waiting = new Set(items);
    const running: { readonly item: Item; readonly end: () => void }[] = [];
    const limiter = new Limiter<Item>(
      (item) =>
        new Promise((resolve) => {
          waiting.delete(item);
          running.push({ item, end: resolve });
        }),
    );
    for (const item of items) {
      limiter.offer(item, [
        { key: `host ${item.host}`, most: MOST.host },
        { key: `network ${item.network}`, most: MOST.network },
        { key: "all", most: MOST.all },
      ]);
    }
    const moments: { readonly running: readonly Item[]; readonly waiting: readonly Item[] }[] = [];
    while (running.length > 0) {
      moments.push({ running: running.map(({ item }) => item), waiting: [...waiting] });
      running.splice(choose(running.length), 1)[0]?.end();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(waiting.size).toBe(0);
    return moments;
  }

  test("everything runs, no limit is exceeded, and nobody waits without a full limit", async () => {
    const list = fc.array(fc.record({ host: fc.nat(5), network: fc.nat(4) }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(list, fc.infiniteStream(fc.nat()), async (items, chance) => {
        const moments = await runAll(items, (running) => Number(chance.next().value) % running);
        expect(moments).toHaveLength(items.length);
        for (const { running, waiting } of moments) {
          const onHost = (host: number): number => running.filter((item) => item.host === host).length;
          const onNetwork = (network: number): number => running.filter((item) => item.network === network).length;
          expect(running.length).toBeLessThanOrEqual(MOST.all);
          for (const { host, network } of running) {
            expect(onHost(host)).toBeLessThanOrEqual(MOST.host);
            expect(onNetwork(network)).toBeLessThanOrEqual(MOST.network);
          }
          for (const { host, network } of waiting) {
            const full = [onHost(host) === MOST.host, onNetwork(network) === MOST.network, running.length === MOST.all];
            expect(full).toContain(true);
          }
        }
      }),
    );
  });
});
