import { type FormEvent, useEffect, useRef, useState } from 'react';
import { curlOf } from '#shared/model/curl.ts';
import { Button } from '../ui/button.tsx';
import { CodeBlock } from '../ui/code-text.tsx';
import { TextArea, TextField } from '../ui/form/text-field.tsx';
import { InlineError } from '../ui/inline-error.tsx';
import { Notice } from '../ui/notice.tsx';
import type { ApiDescription, ApiOperation, Parameter } from './api-description.ts';
import { type Filled, missingIn, requestOf } from './request.ts';
import { exampleOf } from './schema-rows.ts';
import { type ApiAnswer, send } from './send.ts';

interface TryItProps {
  readonly operation: ApiOperation;
  readonly schemas: ApiDescription['schemas'];
  readonly apiKey: string;
}

/** A form that sends the operation to this host, the same as a line for a terminal, and what came back. */
export function TryIt({ operation, schemas, apiKey }: TryItProps) {
  const { body: schema, parameters, method, effect } = operation;
  const [filled, setFilled] = useState<Filled>(() => ({
    values: {},
    body: schema ? JSON.stringify(exampleOf(schema, schemas), null, 2) : '',
  }));
  const { answer, error, isSending, start, stop } = useSending();
  const missing = missingIn(operation, filled);
  const bodyProblem = problemOfJson(filled.body);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (missing.length === 0 && !isSending) start(requestOf(operation, filled), apiKey);
  };
  const setValue = (name: string, value: string): void =>
    setFilled((before) => ({ ...before, values: { ...before.values, [name]: value } }));
  return (
    <section aria-label="Try it" className="flex min-w-0 flex-col gap-3">
      <h2 className="font-semibold text-lg">Try it</h2>
      <form onSubmit={submit} className="flex flex-col gap-3">
        {parameters.map((parameter) => (
          <TextField
            key={parameter.name}
            label={`${parameter.name}${parameter.required ? '' : ' (may be left out)'}`}
            isMono
            placeholder={placeholderOf(parameter, schemas)}
            value={filled.values[parameter.name] ?? ''}
            onChange={(event) => setValue(parameter.name, event.target.value)}
          />
        ))}
        {schema && (
          <TextArea
            label="Body"
            isMono
            rows={Math.min(16, filled.body.split('\n').length + 1)}
            value={filled.body}
            error={bodyProblem}
            onChange={(event) => setFilled((before) => ({ ...before, body: event.target.value }))}
          />
        )}
        <div className="flex items-center gap-3">
          <Button
            type="submit"
            variant={method === 'DELETE' ? 'danger' : 'primary'}
            isBusy={isSending}
            disabledReason={missing.length > 0 ? `Fill in ${missing.join(', ')} first.` : undefined}
          >
            Send {method}
          </Button>
          {isSending && <Button onClick={stop}>Stop</Button>}
          <p className="text-muted text-sm">
            {apiKey === '' ? 'As a stranger: no key is given above.' : 'With the key above.'}
            {effect === 'read' || effect === 'stream' ? '' : ' It is done for real.'}
          </p>
        </div>
      </form>
      <CodeBlock label="curl" text={curlOf(requestOf(operation, filled), location.origin)} />
      <InlineError error={error} />
      {answer && <Answer answer={answer} />}
    </section>
  );
}

function Answer({ answer }: { readonly answer: ApiAnswer }) {
  const { status, headers, text, problem, isComplete } = answer;
  return (
    <section aria-label="What came back" className="flex flex-col gap-2">
      <h3 className="font-semibold">What came back</h3>
      <p role="status">
        <span className={status < 400 ? 'text-state-running' : 'text-danger'}>Status {status}</span>
        {isComplete ? '' : ', and going on'}
      </p>
      {problem && <Notice tone="danger">{problem}</Notice>}
      <CodeBlock label="answer" text={[...headers, '', text].join('\n')} maxHeight={480} />
    </section>
  );
}

function useSending() {
  const [answer, setAnswer] = useState<ApiAnswer>();
  const [error, setError] = useState<unknown>();
  const [isSending, setIsSending] = useState(false);
  const running = useRef<AbortController>(undefined);
  const stop = (): void => running.current?.abort();
  useEffect(() => () => running.current?.abort(), []);
  const start = (request: Parameters<typeof send>[0], apiKey: string): void => {
    stop();
    const end = new AbortController();
    running.current = end;
    setAnswer(undefined);
    setError(undefined);
    setIsSending(true);
    send(request, { apiKey, signal: end.signal, onAnswer: setAnswer })
      .catch((failure: unknown) => {
        if (!end.signal.aborted) setError(failure);
      })
      .finally(() => setIsSending(false));
  };
  return { answer, error, isSending, start, stop };
}

function placeholderOf({ schema }: Parameter, schemas: ApiDescription['schemas']): string {
  const example = schema.examples?.[0] ?? schema.default ?? exampleOf(schema, schemas);
  return typeof example === 'string' ? example : (JSON.stringify(example) ?? '');
}

function problemOfJson(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return `This is no JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}
