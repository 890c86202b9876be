/** Families of page servers: the old Node binaries, and the Node that runs us. */

import type { CertificateCollection } from "../certificates/collection.ts";
import { diffieHellmanPem } from "../certificates/diffie-hellman.ts";
import type { RangeServer } from "../server.ts";
import { loopbackAddress } from "./addresses.ts";
import type { OldNode } from "./binaries.ts";
import type { Family, FamilyContext, RunningFamily } from "./family.ts";
import { fetchOldNode, whyNotHere } from "./fetch.ts";
import type { PageServerOrder } from "./page-server-script.ts";
import { startPageServers } from "./page-servers.ts";
import { CURRENT_PROFILES, OLD_PROFILES, type Profile } from "./profiles.ts";

/** An old binary, fetched on first use. */
export function oldNodeFamily(node: OldNode): Family {
  const id = `node-${node.version}`;
  return {
    id,
    async start(context) {
      const obstacle = whyNotHere();
      if (obstacle !== null) throw new Error(obstacle);
      const executable = await fetchOldNode(node, context.cacheFolder);
      const profiles = OLD_PROFILES.filter((profile) => profile.needs.every((need) => node.abilities.includes(need)));
      const facts = { id, title: `Node ${node.version}`, library: node.library, truth: node.truth };
      return startFamily(executable, profiles, facts, context);
    },
  };
}

/** Today's Node: no version of OpenSSL that it may be built with has heartbeats. */
export const CURRENT_NODE_FAMILY: Family = {
  id: "node-current",
  start(context) {
    const library = `OpenSSL ${process.versions.openssl}`;
    const facts = {
      id: "node-current",
      title: `Node ${process.versions.node}`,
      library,
      truth: "not_vulnerable",
    } as const;
    return startFamily(process.execPath, CURRENT_PROFILES, facts, context);
  },
};

interface FamilyFacts {
  readonly id: string;
  readonly title: string;
  readonly library: string;
  readonly truth: RangeServer["truth"];
}

async function startFamily(
  executable: string,
  profiles: readonly Profile[],
  facts: FamilyFacts,
  { place, certificates, onNotice }: FamilyContext,
): Promise<RunningFamily> {
  const plans = profiles.map((profile, index) => ({
    profile,
    order: orderFor(`${facts.id}/${profile.name}`, profile, loopbackAddress(place, index), certificates),
  }));
  const orders = plans.map((plan) => plan.order);
  const process = await startPageServers(executable, orders, (text) => onNotice(`${facts.title}: ${text}`));
  for (const [id, error] of process.refused) onNotice(`${id} is left out: ${error}`);
  const servers = plans.flatMap(({ profile: { condition }, order: { id, address } }): RangeServer[] => {
    const port = process.ports.get(id);
    if (port === undefined) return [];
    const { library, truth } = facts;
    const title = `${facts.title}, ${condition}`;
    return [
      { id, title, group: "genuine", address, port, transport: "tcp", serverName: null, truth, condition, library },
    ];
  });
  return {
    servers,
    async alive() {
      const problems = await process.visit();
      return servers.map(({ id }) => {
        const problem = problems.get(id);
        return { id, problem: problem === undefined ? "it was not visited" : problem };
      });
    },
    stop: () => process.stop(),
  };
}

function orderFor(id: string, profile: Profile, address: string, certificates: CertificateCollection): PageServerOrder {
  const { certificatePem, privateKeyPem } = certificates[profile.certificate];
  const identity = { key: privateKeyPem, cert: certificatePem };
  const asks = profile.clientCertificate !== "no";
  const required = profile.clientCertificate === "required";
  return {
    id,
    address,
    options: {
      ...profile.settings,
      ...identity,
      ...(profile.needs.includes("ephemeral_keys") ? { dhparam: diffieHellmanPem() } : {}),
      // A client proves itself with the server's own certificate: the only one it needs to trust.
      ...(asks ? { requestCert: true, rejectUnauthorized: required, ca: certificatePem } : {}),
    },
    visitor: { ...profile.settings, ...(asks ? identity : {}) },
  };
}
