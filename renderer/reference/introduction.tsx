import type { ReactNode } from 'react';
import { Notice } from '../ui/notice.tsx';
import type { ApiDescription } from './api-description.ts';

interface IntroductionProps {
  readonly description: ApiDescription;
  /** What the address asked for, and is not there. */
  readonly unknown: string;
}

/** What is true of every operation. */
export function Introduction({ description, unknown }: IntroductionProps) {
  const [some] = description.groups.flatMap(({ operations }) => operations);
  return (
    <div className="flex max-w-3xl flex-col gap-4 px-6 py-4">
      <h1 className="font-semibold text-xl">REST interface</h1>
      {unknown !== '' && <Notice tone="warning">There is no operation {unknown} in this version.</Notice>}
      <p className="text-secondary">
        Everything that Quayside does, over HTTP and JSON. Choose an operation from the list to read what it
        needs, takes and answers, and to try it on this host. What you send here is done for real.
      </p>
      <Chapter title="Who asks">
        <p>
          Send <Code>Authorization: Bearer …</Code> with an API key (<Code>qs_…</Code>), which you make on the
          page API keys in Quayside, with the token of a session, or with the token that the host printed when
          it started. A key may what its holder may, within its own permissions and scopes, at that moment.
        </p>
      </Chapter>
      <Chapter title="Names in the place of ids">
        <p>
          Wherever an id is wanted its name will do: <Code>acme/shop/production/web</Code>,{' '}
          <Code>acme/shop/production/web#latest</Code>, <Code>acme/Developer</Code>,{' '}
          <Code>acme/ada@example.com</Code>, <Code>acme/Ring/Canary</Code>. Without the organization in front
          a name is looked for in the one that the call is about. In a path it is percent-encoded. What you
          may not know of answers as what is not there.
        </p>
      </Chapter>
      <Chapter title="The grammar">
        <p>
          GET reads, POST makes or starts, PUT replaces, PATCH changes a part, DELETE takes away. What makes
          something answers 201 with its address in <Code>Location</Code>. Long lists are pages: pass{' '}
          <Code>next</Code> of one as <Code>cursor</Code> of the next. Streams are server-sent events that end
          with <Code>event: done</Code>.
        </p>
        <p>
          Whatever starts something honours <Code>Idempotency-Key</Code>: a repeat within a day gets the first
          answer and does nothing.
        </p>
      </Chapter>
      <Chapter title="When it fails">
        <p>Every failure is problem JSON (RFC 9457): what happened, to what, why, and what to do next.</p>
        <table className="w-full text-left">
          <thead>
            <tr className="border-line border-b text-secondary text-sm">
              <th className="py-1 pr-4 font-medium">Status</th>
              <th className="py-1 font-medium">Code</th>
            </tr>
          </thead>
          <tbody>
            {some?.errors.map(({ status, codes }) => (
              <tr key={status} className="border-line border-b">
                <td className="py-1 pr-4 font-mono text-sm">{status}</td>
                <td className="py-1 font-mono text-sm">{codes}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Chapter>
    </div>
  );
}

function Chapter({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2 text-secondary">
      <h2 className="font-semibold text-lg text-primary">{title}</h2>
      {children}
    </section>
  );
}

function Code({ children }: { readonly children: string }) {
  return <code className="break-words font-mono text-primary text-sm">{children}</code>;
}
