import { Document, isScalar, visit } from 'yaml';
import type { ComposeProject } from './schema/project.ts';

/**
 * Writes a project as one file that Compose reads exactly so: nothing left to interpolate, and every text quoted that
 * Go's YAML could take for something else; `text` writes what is to be read otherwise.
 */
export function finalText(project: ComposeProject, text = literally): string {
  return composeText(withoutEmpty(project), text);
}

/** Text in which Compose finds nothing to interpolate. */
export const literally = (text: string): string => text.replaceAll('$', '$$$$');

/** Writes a file of Compose's, each text in it as `written` has it; keys stay as they are, for they are not interpolated. */
export function composeText(file: object, written: (text: string) => string): string {
  const document = new Document(file, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(key, node) {
      if (key === 'key' || typeof node.value !== 'string') return;
      node.value = written(node.value);
      node.type = isPlain(String(node.value)) ? 'PLAIN' : 'QUOTE_DOUBLE';
    },
    Pair(_, { key }) {
      if (isScalar(key) && typeof key.value === 'string' && !isPlain(key.value)) key.type = 'QUOTE_DOUBLE';
    },
  });
  // a text of several lines stands on one, where no reader folds it otherwise
  const text = document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER });
  return text.replace(/[\u0085\u2028\u2029]/g, (each) => breaks[each] ?? each);
}

/** What Go's YAML reads as line breaks, and keeps as what it is only in these escapes. Source: YAML 1.2.2, 5.7 [64–66]. */
const breaks: Readonly<Record<string, string>> = { '\u0085': '\\N', '\u2028': '\\L', '\u2029': '\\P' };

/** Text that no YAML takes for a number, a date, a switch or null. */
const isPlain = (text: string): boolean =>
  /^[A-Za-z/][\w./@-]*(?::[\w./@-]+)*$/.test(text) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(text);

const withoutEmpty = ({ networks, volumes, configs, secrets, ...rest }: ComposeProject): object => ({
  ...rest,
  ...Object.fromEntries(
    Object.entries({ networks, volumes, configs, secrets }).filter(
      ([, each]) => Object.keys(each).length > 0,
    ),
  ),
});
