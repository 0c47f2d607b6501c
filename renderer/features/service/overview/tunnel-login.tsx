import type { TunnelLogin as Login } from '#shared/contract/tunnel.ts';
import { CodeText } from '../../../ui/code-text.tsx';
import { PropertyList } from '../../../ui/property-list.tsx';
import { ClientTexts } from './client-texts.tsx';

/** The user that a database has for a tunnel; told this once. */
export function TunnelLogin({ login }: { readonly login: Login }) {
  const { user, password, database, texts } = login;
  const items = [
    { label: 'User', value: <CodeText canCopy>{user}</CodeText> },
    { label: 'Password', value: <CodeText canCopy>{password}</CodeText> },
    { label: 'Database', value: database && <CodeText canCopy>{database}</CodeText> },
  ];
  return (
    <section
      aria-label="The user of this tunnel"
      className="flex flex-col gap-3 border-line border-t px-3 py-3"
    >
      <p className="text-secondary text-sm">
        The database has a user of its own for this tunnel, and drops it when the tunnel is closed. Its
        password is shown this once.
      </p>
      <PropertyList items={items.filter(({ value }) => value)} />
      <ClientTexts place="through the tunnel" panelId="tunnel-login" texts={texts} />
    </section>
  );
}
