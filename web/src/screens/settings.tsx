/** Who may do what, what was done, whom we may ask, and what this machine has. */

import type { JSX } from "preact";
import { Card, Empty, Title } from "../parts/parts.tsx";
import { isLive } from "../api/client.ts";
import { useMay, useMe } from "../state/me.ts";
import { AuditCard } from "./settings/audit.tsx";
import { DoctorCard } from "./settings/doctor.tsx";
import { ScopeCard } from "./settings/scope.tsx";
import { SessionCard } from "./settings/session.tsx";
import { TokensCard } from "./settings/tokens.tsx";

export function SettingsScreen(): JSX.Element {
  const [admin, scan] = [useMay("admin"), useMay("scan")];
  const me = useMe();
  if (!isLive()) {
    return (
      <>
        <Title>Settings</Title>
        <Empty command="crosscheck serve">This is a copy: it has no settings.</Empty>
      </>
    );
  }
  return (
    <>
      <Title about="Who may use this server, whom it may ask, and what was done">Settings</Title>
      <div class="settings">
        <SessionCard />
        {admin ? (
          <>
            <ScopeCard />
            <TokensCard />
          </>
        ) : (
          <Card title="Scope, tokens and audit log">
            <p class="soft">
              These need the scope admin; {me.who ?? "nobody"} has {me.scopes.join(", ")}.
            </p>
          </Card>
        )}
        {scan && <DoctorCard />}
        {admin && <AuditCard />}
      </div>
    </>
  );
}
