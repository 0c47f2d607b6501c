import type { ImportedProject } from '#shared/contract/compose-import.ts';

/** A compose project that was picked or typed, and what of its folder cannot be taken along. */
export interface PickedProject extends ImportedProject {
  readonly left: readonly string[];
}

const mostBytes = 1_048_576;

/** The compose projects of a folder that was picked in the browser: its own, and those of the folders in it, by name. */
export async function projectsIn(files: readonly File[]): Promise<PickedProject[]> {
  const { gatherProject } = await import('#shared/compose/gather-project.ts');
  const byPath = new Map(files.map((file) => [innerPath(file), file]));
  const root = files[0]?.webkitRelativePath.split('/')[0] ?? 'project';
  const below = new Set(
    [...byPath.keys()].filter((path) => path.includes('/')).map((path) => path.split('/')[0] ?? ''),
  );
  const folders = [
    '',
    ...[...below].filter((name) => !name.startsWith('.') && name !== 'node_modules').toSorted(),
  ];
  const projects: PickedProject[] = [];
  for (const folder of folders) {
    const prefix = folder === '' ? '' : `${folder}/`;
    const inner = [...byPath.keys()]
      .filter((path) => path.startsWith(prefix))
      .map((path) => path.slice(prefix.length));
    const gathered = await gatherProject({
      names: new Set(inner.filter((path) => !path.includes('/'))),
      textOf: (path) => textOf(byPath.get(`${prefix}${path}`)),
    });
    if (gathered) projects.push(projectOf(folder === '' ? root : folder, gathered));
  }
  return projects;
}

/** One project of a text alone. */
export function typedProject(name: string, text: string): PickedProject {
  return projectOf(name, {
    files: [{ path: 'compose.yaml', text }],
    composeFiles: ['compose.yaml'],
    left: [],
  });
}

interface Gathered {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly composeFiles: readonly string[];
  readonly left: readonly string[];
}

function projectOf(name: string, { files, composeFiles, left }: Gathered): PickedProject {
  const spec = { type: 'compose' as const, profiles: [], soakSeconds: 5, drainSeconds: 60 };
  return { name, spec: { ...spec, files: [...files], composeFiles: [...composeFiles] }, left };
}

/** The path below the folder that was picked. */
function innerPath({ webkitRelativePath, name }: File): string {
  return webkitRelativePath.split('/').slice(1).join('/') || name;
}

async function textOf(file: File | undefined): Promise<string | null | undefined> {
  if (!file) return undefined;
  if (file.size > mostBytes) return null;
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const text = decoder.decode(await file.arrayBuffer());
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
