import { mostFiles } from '../model/template-limits.ts';
import type { FileProblem } from './read-template.ts';
import { isRecord, readThing } from './read-thing.ts';
import type { Thing } from './thing.ts';

const bodyFormat = 'quayside-things';
const bodyVersion = 1;

/** What a sealed bundle holds: the things of a template, as JSON. */
export function sealedBody(things: readonly Thing[]) {
  return {
    format: bodyFormat,
    version: bodyVersion,
    things: things.map(({ kind, path, fields }) => ({ kind, path, fields })),
  };
}

/** The things of a body, or why it is none. */
export function readSealedBody(body: unknown): {
  readonly things: readonly Thing[];
  readonly problems: readonly FileProblem[];
} {
  const objection = objectionTo(body);
  if (objection) return { things: [], problems: [objection] };
  const problems: FileProblem[] = [];
  const given = (body as { readonly things: readonly unknown[] }).things;
  const things = given.flatMap((value, index) => {
    const wrong = (message: string): void => void problems.push({ path: `body.things.${index}`, message });
    return readThing(value, wrong) ?? [];
  });
  return { things, problems };
}

function objectionTo(body: unknown): FileProblem | undefined {
  if (!isRecord(body) || body.format !== bodyFormat)
    return { path: 'body.format', message: `must be ${bodyFormat}; ask the issuer for a bundle of Quayside` };
  const { version, things } = body;
  if (version !== bodyVersion)
    return {
      path: 'body.version',
      message: `is ${JSON.stringify(version) ?? 'missing'}, and this Quayside reads ${bodyVersion}; use a newer one`,
    };
  const other = Object.keys(body).find((key) => !['format', 'version', 'things'].includes(key));
  if (other !== undefined)
    return {
      path: `body.${other}`,
      message: 'is unknown; use a newer Quayside, or ask for a bundle without it',
    };
  if (!Array.isArray(things) || things.length > mostFiles)
    return { path: 'body.things', message: `must be a list of at most ${mostFiles} things` };
  return undefined;
}
