import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';

/** A part of a compose file as a form shows it. */
export interface EditablePart {
  readonly name: string;
  /** Null where it has none, or one that stands elsewhere, as by an alias. */
  readonly image: string | null;
  readonly variables: readonly { readonly name: string; readonly value: string }[];
}

/** What a form changes of a part; a variable with the value null goes. */
export type PartEdit =
  | { readonly part: string; readonly image: string }
  | { readonly part: string; readonly variable: string; readonly value: string | null };

/** The longest file whose parts are shown as a form. */
const longest = 200_000;

/** The parts that a file says of itself; none of one that cannot be read. */
export function partsOf(text: string): EditablePart[] {
  const services = servicesOf(read(text));
  return (services?.items ?? []).flatMap(({ key, value }) => {
    if (!isScalar(key) || !isMap(value)) return [];
    const image = value.get('image', true);
    return [
      {
        name: String(key.value),
        image: isScalar(image) && image.value !== null ? String(image.value) : null,
        variables: entriesOf(value).map(({ name, value: each }) => ({ name, value: each })),
      },
    ];
  });
}

/**
 * Changes one thing in a file and leaves every other byte as it was: comments, order, quotes, anchors. Null where that cannot
 * be done so, as inside of what an alias shares, or with a hundred aliases of one anchor; what comes out is read again, and says the same but for the change.
 */
export function editPart(text: string, edit: PartEdit): string | null {
  const before = read(text);
  const service = servicesOf(before)?.get(edit.part);
  if (!before || !isMap(service)) return null;
  const edited =
    'image' in edit
      ? withImage(text, service, edit.image)
      : withVariable(text, service, [edit.variable, edit.value]);
  return edited !== null && isJust(before, read(edited), edit) ? edited : null;
}

function read(text: string): Document.Parsed | null {
  if (text.length > longest || /[[{]{64}/.test(text)) return null;
  const document = parseDocument(text, { logLevel: 'silent', uniqueKeys: true });
  return document.errors.length === 0 ? document : null;
}

function servicesOf(document: Document.Parsed | null): YAMLMap | undefined {
  const services = isMap(document?.contents) ? document.contents.get('services') : undefined;
  return isMap(services) ? services : undefined;
}

interface Entry {
  readonly name: string;
  readonly value: string;
  readonly pair: Pair | undefined;
  readonly node: unknown;
}

function entriesOf(service: YAMLMap): Entry[] {
  const environment = service.get('environment');
  if (isMap(environment))
    return environment.items.flatMap((pair) => {
      const { key, value } = pair;
      if (!isScalar(key) || (!isScalar(value) && value !== null)) return [];
      const held = isScalar(value) ? value.value : null;
      return [{ name: String(key.value), value: held === null ? '' : String(held), pair, node: value }];
    });
  if (!isSeq(environment)) return [];
  return environment.items.flatMap((node) => {
    if (!isScalar(node) || typeof node.value !== 'string') return [];
    const [, name = node.value, value = ''] = /^([^=]*)=(.*)$/s.exec(node.value) ?? [];
    return [{ name, value, pair: undefined, node }];
  });
}

function withImage(text: string, service: YAMLMap, image: string): string | null {
  const held = service.get('image', true);
  if (isScalar(held)) return replaced(text, held, image);
  return held === undefined ? inserted(text, service, `image: ${written(image)}`) : null;
}

function withVariable(
  text: string,
  service: YAMLMap,
  [name, value]: readonly [string, string | null],
): string | null {
  const environment = service.get('environment');
  const entry = entriesOf(service).find((each) => each.name === name);
  if (entry && value === null) return withoutLine(text, entry);
  if (value === null) return text;
  if (entry) {
    if (!isScalar(entry.node)) return null;
    return replaced(text, entry.node, entry.pair ? value : `${name}=${value}`);
  }
  if (isMap(environment) && environment.items.length > 0)
    return inserted(text, environment, `${written(name)}: ${written(value)}`);
  if (isSeq(environment) && environment.items.length > 0)
    return inserted(text, environment, written(`${name}=${value}`));
  if (service.has('environment')) return null;
  return inserted(text, service, `environment: {${written(name)}: ${written(value)}}`);
}

function replaced(text: string, { range, type }: Scalar, value: string): string | null {
  if (!range || type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED') return null;
  const isSingle = type === 'QUOTE_SINGLE' && !/[\p{Cc}]/u.test(value);
  const next = isSingle
    ? `'${value.replaceAll("'", "''")}'`
    : type === 'QUOTE_DOUBLE'
      ? JSON.stringify(value)
      : written(value);
  return text.slice(0, range[0]) + next + text.slice(range[1]);
}

/** A line of its own behind the first entry, indented as that is; or, between brackets, before it. */
function inserted(text: string, { items, flow, range }: YAMLMap | YAMLSeq, entry: string): string | null {
  const [first] = items;
  const node = isScalar(first) ? first : (first as Pair | undefined)?.key;
  if (!range || !isScalar(node) || !node.range) return null;
  if (flow) return `${text.slice(0, node.range[0])}${entry}, ${text.slice(node.range[0])}`;
  const start = text.lastIndexOf('\n', node.range[0] - 1) + 1;
  const lead = text.slice(start, node.range[0]);
  return /^ *(?:- +)?$/.test(lead) ? `${text.slice(0, start)}${lead}${entry}\n${text.slice(start)}` : null;
}

function withoutLine(text: string, { pair, node }: Entry): string | null {
  const begin = isScalar(pair?.key) ? pair.key.range?.[0] : isScalar(node) ? node.range?.[0] : undefined;
  const end = isScalar(node) ? node.range?.[1] : begin;
  if (begin === undefined || end === undefined) return null;
  const start = text.lastIndexOf('\n', begin - 1) + 1;
  const stop = text.indexOf('\n', end);
  const isAlone = /^ *(?:- +)?$/.test(text.slice(start, begin));
  const isLast = /^[ \t]*(?:#.*)?$/.test(text.slice(end, stop < 0 ? undefined : stop));
  return isAlone && isLast ? text.slice(0, start) + (stop < 0 ? '' : text.slice(stop + 1)) : null;
}

/** A text as YAML, between brackets as well as on a line of its own. */
function written(text: string): string {
  const isPlain =
    /^[A-Za-z/][\w./@-]*(?::[\w./@-]+)*$/.test(text) &&
    !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}

/** Whether two files say the same but for a change; not where aliases make more of a file than can be compared. */
function isJust(before: Document.Parsed, after: Document.Parsed | null, edit: PartEdit): boolean {
  if (!after) return false;
  try {
    const [was, is] = [plainOf(before), plainOf(after)];
    return JSON.stringify(changed(was, edit)) === JSON.stringify(changed(is, edit)) && holds(is, edit);
  } catch {
    return false;
  }
}

type Plain = { services?: Record<string, Record<string, unknown>> };

const plainOf = (document: Document.Parsed): Plain => document.toJS({ maxAliasCount: 100 }) as Plain;

/** Without what the change is about. */
function changed(plain: Plain, edit: PartEdit): unknown {
  const service = { ...plain.services?.[edit.part] };
  if ('image' in edit) delete service.image;
  else
    service.environment = Object.fromEntries(
      Object.entries(variablesOf(service)).filter(([name]) => name !== edit.variable),
    );
  return sorted({ ...plain, services: { ...plain.services, [edit.part]: service } });
}

function holds(plain: Plain, edit: PartEdit): boolean {
  const service = plain.services?.[edit.part] ?? {};
  if ('image' in edit) return service.image === edit.image;
  const { [edit.variable]: value } = variablesOf(service);
  return edit.value === null ? value === undefined : value === edit.value;
}

function variablesOf({ environment }: Record<string, unknown>): Record<string, unknown> {
  if (Array.isArray(environment))
    return Object.fromEntries(
      environment.map((each) => {
        const [name = '', ...rest] = String(each).split('=');
        return [name, rest.length > 0 ? rest.join('=') : null];
      }),
    );
  return { ...(environment as Record<string, unknown> | null) };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]) => [key, sorted(each)]);
}
