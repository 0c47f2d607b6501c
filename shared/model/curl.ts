import { quotedForShell } from './shell-word.ts';

/** A request of the REST interface as it is sent, but for who asks. */
export interface ApiRequest {
  readonly method: string;
  /** From the host's root on, with its query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** A request as a line for a terminal; the token comes from the environment, so that no history keeps it. */
export function curlOf({ method, target, headers, body }: ApiRequest, origin: string): string {
  return [
    `curl -N${method === 'GET' ? '' : ` -X ${method}`}`,
    '-H "Authorization: Bearer $QUAYSIDE_TOKEN"',
    ...Object.entries(headers).map(([name, value]) => `-H ${quotedForShell(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`--data-raw ${quotedForShell(body)}`]),
    quotedForShell(`${origin}${target}`),
  ].join(' \\\n  ');
}
