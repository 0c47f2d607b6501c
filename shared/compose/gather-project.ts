import { type Document, isScalar, parseAllDocuments, visit } from 'yaml';
import { foundNames, foundOverNames, mostFiles } from './found-files.ts';
import { folderOf } from './sources.ts';

/** A compose project with what its files name of their own folder. */
export interface GatheredProject {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly composeFiles: readonly string[];
  /** What its files name and what cannot be taken along, by its path. */
  readonly left: readonly string[];
}

interface Folder {
  /** What lies in it, by name. */
  readonly names: ReadonlySet<string>;
  /** The text of a file by its path; undefined where there is none, null where it is there and cannot be taken. */
  textOf(path: string): Promise<string | null | undefined>;
}

/** Gathers the project of a folder as Compose would find it; undefined where there is none. */
export async function gatherProject({ names, textOf }: Folder): Promise<GatheredProject | undefined> {
  const main = foundNames.find((name) => names.has(name));
  if (main === undefined) return undefined;
  const over = foundOverNames.find((name) => names.has(name));
  const composeFiles = [main, ...(over === undefined ? [] : [over])];
  const texts = new Map<string, string>();
  const left = new Set<string>();
  const waiting = [...composeFiles, ...(names.has('.env') ? ['.env'] : [])];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (texts.has(path) || left.has(path)) continue;
    const text = texts.size < mostFiles ? await textOf(path) : null;
    if (text === undefined) continue;
    if (text === null) left.add(path);
    else {
      texts.set(path, text);
      if (/\.ya?ml$/.test(path)) waiting.push(...namedIn(text, folderOf(path)));
    }
  }
  return { files: [...texts].map(([path, text]) => ({ path, text })), composeFiles, left: [...left] };
}

/** Paths that texts of a file may be: as a whole, and before the colon of a mount. What is no file is not missed. */
function namedIn(text: string, folder: string): string[] {
  const found = new Set<string>();
  for (const document of parseAllDocuments(text) as Document[])
    visit(document, {
      Scalar(key, node) {
        if (key === 'key' || !isScalar(node) || typeof node.value !== 'string') return;
        for (const each of [node.value, node.value.split(':')[0] ?? '']) {
          const path = inside(folder, each);
          if (path !== undefined) found.add(path);
        }
      },
    });
  return [...found];
}

function inside(folder: string, text: string): string | undefined {
  if (!/[./]/.test(text) || /^[/~]|[$\\\0\n]|\s/.test(text) || text.length > 512) return undefined;
  const steps: string[] = folder === '' ? [] : folder.split('/');
  for (const step of text.split('/')) {
    if (step === '' || step === '.') continue;
    if (step !== '..') steps.push(step);
    else if (steps.pop() === undefined) return undefined;
  }
  return steps.length === 0 ? undefined : steps.join('/');
}
