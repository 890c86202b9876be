/** The protocol that comes before TLS, where the target named it. NULL: port and greeting tell. No part of the endpoint's key. */
export const STARTTLS = `
ALTER TABLE endpoint ADD COLUMN starttls TEXT;
`;
