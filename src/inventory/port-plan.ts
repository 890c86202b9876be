/** Which ports of a host are asked when the user named none, and in which order (design, section 1: 443 first). */

export interface TlsPort {
  readonly port: number;
  /** What usually speaks TLS there. */
  readonly service: string;
}

/** Ports where something customarily speaks TLS from the first byte, 443 apart. In ascending order. */
export const TLS_PORTS: readonly TlsPort[] = [
  { port: 261, service: "nsiiops" },
  { port: 448, service: "ddm-ssl" },
  { port: 465, service: "submissions (mail)" },
  { port: 563, service: "nntps (news)" },
  { port: 636, service: "ldaps (directory)" },
  { port: 832, service: "netconf over TLS" },
  { port: 853, service: "DNS over TLS" },
  { port: 989, service: "ftps data" },
  { port: 990, service: "ftps" },
  { port: 992, service: "telnets" },
  { port: 993, service: "imaps (mail)" },
  { port: 994, service: "ircs (registered)" },
  { port: 995, service: "pop3s (mail)" },
  { port: 1311, service: "Dell OpenManage" },
  { port: 2083, service: "cPanel" },
  { port: 2087, service: "cPanel host manager" },
  { port: 2096, service: "cPanel web mail" },
  { port: 2376, service: "Docker" },
  { port: 2484, service: "Oracle database" },
  { port: 3269, service: "Active Directory global catalogue" },
  { port: 4433, service: "https, alternative" },
  { port: 4443, service: "https, alternative" },
  { port: 4445, service: "https, alternative" },
  { port: 4848, service: "GlassFish administration" },
  { port: 5061, service: "sips (telephony)" },
  { port: 5223, service: "XMPP client" },
  { port: 5269, service: "XMPP server" },
  { port: 5671, service: "amqps (message broker)" },
  { port: 5986, service: "Windows remote management" },
  { port: 6443, service: "Kubernetes API" },
  { port: 6514, service: "syslog over TLS" },
  { port: 6697, service: "ircs" },
  { port: 7002, service: "WebLogic" },
  { port: 8006, service: "Proxmox" },
  { port: 8089, service: "Splunk management" },
  { port: 8140, service: "Puppet" },
  { port: 8243, service: "https, alternative" },
  { port: 8443, service: "https, alternative" },
  { port: 8531, service: "Windows update service" },
  { port: 8834, service: "Nessus" },
  { port: 8883, service: "mqtts (message broker)" },
  { port: 9090, service: "https, alternative" },
  { port: 9091, service: "https, alternative" },
  { port: 9443, service: "https, alternative" },
  { port: 10000, service: "Webmin" },
  { port: 10443, service: "https, alternative" },
  { port: 16993, service: "Intel AMT" },
];

/** What to ask of a host whose port was not named. */
export interface PortPlan {
  /** Asked in stage 1, of every host, before anything else. */
  readonly first: number;
  /** Asked in stage 2; nothing there is no gap. */
  readonly further: readonly number[];
}

/** 443, then the TLS ports. */
export const DEFAULT_PORT_PLAN: PortPlan = { first: 443, further: TLS_PORTS.map(({ port }) => port) };

/** 443 and nothing else. */
export const FIRST_PORT_ONLY: PortPlan = { first: 443, further: [] };
