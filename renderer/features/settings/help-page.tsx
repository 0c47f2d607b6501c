import type { ReactNode } from 'react';
import { builtInRoles } from '#shared/model/roles.ts';
import { RestReference } from '../../lib/rest-reference.tsx';
import { useOrganization, useSession } from '../../lib/session/use-session.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { PageBody } from '../../ui/page-body.tsx';
import { AccessPicture } from './access-picture.tsx';

const Chapter = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section aria-label={title} className="max-w-prose">
    <h2 className="font-semibold text-lg">{title}</h2>
    <div className="mt-1 flex flex-col gap-2 text-secondary">{children}</div>
  </section>
);

const Roles = () => {
  const organization = useOrganization();
  return (
    <Chapter title="Who may do what">
      <p>
        A role is a list of permissions. Each is written like <CodeText>service.create</CodeText>: a kind, and
        what may be done with it. What you may not do stays visible but disabled, and names the permission
        that is missing. What you may not see is not there at all.
      </p>
      <p>
        What you may do on a thing is your role, where its reach is the whole organization, and every grant on
        that thing or on anything above it, your own and your teams’, and your extra permissions. Nothing
        takes away. To know why somebody may or may not, open their page: its Matrix says of each permission
        by what it is held, or what would give it. What you lack yourself says so where it is missing, and can
        be asked for there.
      </p>
      <p>
        A grant is on one thing, or by tags: then it opens whatever carries one of its tags of each set, now
        and later. Tags are made on the organization’s page Tags, put on under the settings of a project,
        environment or server and on a service’s overview, and asked for on a member’s or team’s page and in
        an invitation. What an invitation offers is judged again when it is accepted: whoever sent it must
        still hold it, and for tags hold it everywhere, since tags move.
      </p>
      <AccessPicture />
      <ul className="list-disc pl-5">
        {Object.values(builtInRoles).map(({ name, reach, level, permissions }) => (
          <li key={name}>
            <strong className="text-primary">{name}</strong> (level {level}): {permissions.length} permissions{' '}
            {reach === 'organization' ? 'everywhere' : 'where granted'}
          </li>
        ))}
      </ul>
      <p>
        Nobody gives what they do not hold, and nobody changes a role of their own level or above. There is
        exactly one Owner; ownership moves by transfer only. Removing somebody ends their sessions, keys and
        open logs here within a second.
      </p>
      {organization && (
        <p>
          Your role in {organization.name} is <strong className="text-primary">{organization.role}</strong>.
        </p>
      )}
      <p>
        An honest limit: roles stop mistakes and other people’s sessions, not the owner of this machine.
        Whoever holds the store and a server’s key can do what that key can.
      </p>
    </Chapter>
  );
};

/** What one should know about Quayside, where it is needed. */
export const HelpPage = () => {
  const { data: session } = useSession();
  return (
    <PageBody isText>
      <Chapter title="The tree">
        <p>
          An organization holds servers and projects. A project holds environments such as production, and
          they hold services: what runs. Move a service by dragging it, or cut it with Ctrl+X and paste it
          with Ctrl+V.
        </p>
      </Chapter>
      <Roles />
      <Chapter title="How servers are reached">
        <p>
          Over plain SSH, with one shared connection a server. No agent is installed. The host key that you
          trusted is pinned: when a server shows another one, nothing is sent to it until you have compared
          the fingerprints and pinned the new key.
        </p>
        <p>
          Docker is reached through that same connection, by its socket on the server. Long work such as a
          deployment runs on the server itself and is picked up again when a connection was cut.
        </p>
        <p>
          What a server cannot tell right now is shown as stale with its age, never as current and never as
          empty.
        </p>
      </Chapter>
      <Chapter title="Several organizations on one host">
        <p>
          They are strangers: none sees anything of another. What belongs to the machine is its operator’s:
          its key files, ssh-agent, ~/.ssh/config, known_hosts and network. On a desktop the operator is
          whoever sits there; on a headless host it is the account that set it up, and whom that account lets
          operate it under “This host”.
        </p>
        <p>
          Without the right to use the host’s keys and network one adds servers at public addresses, or behind
          a server of one’s own, by a pasted key or by a password. An API key never has a right of the host.
          Founding an organization needs the operator’s leave, too.
        </p>
        <p>
          A provider of an organization shows on the sign-in page by the organization’s own address, or for an
          e-mail domain that the operator confirmed under “This host”; only such domains let newcomers in. A
          new e-mail address counts once the operator, or such a provider, verified it: this host sends no
          mail. Whoever came by the second factor of a provider opens that organization alone, until they type
          a code of their own.
        </p>
      </Chapter>
      <Chapter title="From scripts and terminals">
        <p>
          Everything here can be done by the <CodeText>quayside</CodeText> command and over HTTP. A headless
          host serves the <RestReference>REST interface</RestReference> with a page to read and try it, at{' '}
          <CodeText>/api</CodeText>; the desktop app listens to nobody, so start a host by{' '}
          <CodeText>npm run serve</CodeText> for that.
        </p>
        <p>
          Both take names where they take ids: <CodeText>acme/shop/production/web</CodeText>,{' '}
          <CodeText>acme/Developer</CodeText>, <CodeText>acme/ada@example.com</CodeText>,{' '}
          <CodeText>acme/Ring/Canary</CodeText>. Come with an API key of your own; it may what you may, or
          less.
        </p>
      </Chapter>
      <Chapter title="What is stored, and where">
        <p>
          One database in the data folder of the host: names, configuration, history, the audit trail. Private
          keys, pass phrases and secret variables are encrypted in it; the key to them is kept by the system’s
          keychain (desktop) or in a key file that only the host may read.
        </p>
        <p>
          A password of a server is used once, to install a key, and is never stored. Secret values are never
          in lists, logs or the audit trail; showing one is an event of its own.
        </p>
        <p>Nothing is sent anywhere but to the servers, registries and repositories that you name.</p>
      </Chapter>
      {session && (
        <p className="text-muted text-sm">
          Quayside {session.host.version}, {session.host.kind} on {session.host.platform}
        </p>
      )}
    </PageBody>
  );
};
