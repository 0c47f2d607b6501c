import type { ReactNode } from 'react';
import { CodeText } from '../ui/code-text.tsx';
import type { ApiDescription, ApiOperation } from './api-description.ts';
import { MethodName } from './method-name.tsx';
import { remarksOf, rowsOf, type SchemaRow, typeOf } from './schema-rows.ts';
import { SchemaTable } from './schema-table.tsx';
import { TryIt } from './try-it.tsx';

interface OperationViewProps {
  readonly operation: ApiOperation;
  readonly schemas: ApiDescription['schemas'];
  readonly apiKey: string;
}

/** One operation: who may call it, what it takes, what it answers, how it fails, and a form to try it. */
export function OperationView({ operation, schemas, apiKey }: OperationViewProps) {
  const { summary, method, path, body, answer, headers, errors } = operation;
  return (
    <div className="grid grid-cols-1 gap-6 px-6 py-4 2xl:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-5">
        <div className="flex flex-col gap-1">
          <h1 className="font-semibold text-xl">{summary}</h1>
          <p className="flex flex-wrap items-baseline gap-2">
            <MethodName method={method} />
            <CodeText canCopy>{path}</CodeText>
          </p>
        </div>
        <Needs operation={operation} />
        <Part title="Parameters">
          <SchemaTable label="Parameters" rows={parameterRows(operation, schemas)} empty="It takes none." />
        </Part>
        {body && (
          <Part title="Body (JSON)">
            <SchemaTable label="Body" rows={rowsOf(body, schemas)} empty="An empty object." />
          </Part>
        )}
        <Part title={`Answer: ${answer.status}, ${answer.type}`}>
          {headers.map((header) => (
            <p key={header} className="font-mono text-secondary text-sm">
              {header}
            </p>
          ))}
          <SchemaTable
            label="Answer"
            rows={rowsOf(answer.schema, schemas)}
            empty={answer.schema ? `${typeOf(answer.schema, schemas)}, without fields.` : 'Nothing.'}
          />
        </Part>
        <Part title="Errors">
          <p className="text-secondary">
            {errors.map(({ status, codes }) => `${status} ${codes}`).join(' · ')}. Each is problem JSON whose
            detail says what to do next.
          </p>
        </Part>
      </div>
      <TryIt operation={operation} schemas={schemas} apiKey={apiKey} />
    </div>
  );
}

function Needs({ operation }: { readonly operation: ApiOperation }) {
  const { permission, permissionOn, open, takesKeys, effect } = operation;
  return (
    <ul className="list-disc pl-5 text-secondary">
      <li>
        {permission ? (
          <>
            Needs the permission <CodeText>{permission}</CodeText> on what{' '}
            <CodeText>{permissionOn ?? ''}</CodeText> names.
          </>
        ) : (
          `Needs no permission: ${open ?? ''}.`
        )}
      </li>
      <li>
        {takesKeys
          ? 'An API key may call it.'
          : 'Only a person who is signed in may call it; an API key is refused.'}
      </li>
      <li>{effects[effect] ?? effect}</li>
    </ul>
  );
}

const effects: Readonly<Record<string, string>> = {
  read: 'Changes nothing.',
  stream: 'Changes nothing, and goes on until either side ends it.',
  change: 'Changes what is stored; servers are left alone.',
  act: 'Does something on a server.',
  start: 'Makes or starts something; repeat it safely with Idempotency-Key.',
};

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2">
      <h2 className="font-semibold text-lg">{title}</h2>
      {children}
    </section>
  );
}

const places = { path: 'in the path', query: 'in the query', header: 'a header' };

function parameterRows({ parameters }: ApiOperation, schemas: ApiDescription['schemas']): SchemaRow[] {
  return parameters.map(({ name, in: place, required = false, schema, description }) => ({
    path: name,
    depth: 0,
    name,
    type: typeOf(schema, schemas),
    isRequired: required,
    remarks: [places[place], ...(description ? [description] : []), ...remarksOf(schema, schemas)],
  }));
}
