/** The names on certificates of appliances that scanners must recognise and leave alone. */

import type { Name } from "../../tls/certificates/certificate.ts";

/** Issuer of the certificate that an HP iLO 2 comes with; heartbeat scans lock it up (HP advisory c04249852). */
export const HP_ILO2_ISSUER: Name = [
  ["CN", "Default Issuer (Do not trust)"],
  ["O", "Hewlett-Packard Company"],
  ["OU", "ISS"],
];
