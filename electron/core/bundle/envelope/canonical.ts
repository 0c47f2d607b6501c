import canonicalize from 'canonicalize';
import { bundleLimits } from './limits.ts';

/**
 * The one text of a JSON value by RFC 8785. Throws a plain Error for what JSON cannot say: NaN, half a character, a value
 * that holds itself.
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('There is no JSON for this value.');
  return text;
}

/**
 * The value of a text that is canonical already; undefined for any other text: there is one way to write a thing, so
 * that a name twice, `1.0` or a space is refused and not read in some way.
 */
export function parseCanonical(text: string): { readonly value: unknown } | undefined {
  if (isTooDeep(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return canonicalJson(value) === text ? { value } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether brackets stand deeper in each other than is allowed; a look at each character, so that nothing recurses before. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (isInText && letter === '\\') at += 1;
    else if (letter === '"') isInText = !isInText;
    else if (isInText) continue;
    else if (letter === '{' || letter === '[') depth += 1;
    else if (letter === '}' || letter === ']') depth -= 1;
    if (depth > bundleLimits.depth) return true;
  }
  return false;
}
