import type { IncomingMessage } from 'node:http';
import { invalidRequest, type Problem, problemFor } from './problem.ts';

/** Refuses a request with a problem; thrown by what reads it, sent by what answers it. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

const tooLarge = (limit: number): RefusedRequest =>
  new RefusedRequest(problemFor('LIMIT', { what: 'The body is too large (bytes)', limit }, 413));

const isJson = (type: string | undefined): boolean =>
  /^application\/json(?: *; *charset=(?:utf-8|"utf-8"))? *$/i.test(type ?? '');

const readBytes = async (request: IncomingMessage, limit: number): Promise<Buffer> => {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  const chunks: Buffer[] = [];
  let total = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    total += chunk.length;
    if (total > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const parse = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) {
      throw new RefusedRequest(invalidRequest('the body is not JSON in UTF-8'));
    }
    throw error;
  }
};

/** Whether a request carries a body at all. Source: RFC 9112 6. */
const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/**
 * The JSON object of a request's body, `undefined` where there is none. Throws RefusedRequest for any other
 * content type or encoding, for more than `limit` bytes, and for JSON that is no object.
 */
export const readJson = async (request: IncomingMessage, limit: number): Promise<object | undefined> => {
  if (!hasBody(request)) return undefined;
  if (!isJson(request.headers['content-type'])) {
    throw new RefusedRequest(invalidRequest('the content type must be application/json', 415));
  }
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new RefusedRequest(invalidRequest('the body must not be compressed', 415));
  }
  const bytes = await readBytes(request, limit);
  if (bytes.length === 0) return undefined;
  const value = parse(bytes);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RefusedRequest(invalidRequest('the body must be a JSON object'));
  }
  return value;
};
