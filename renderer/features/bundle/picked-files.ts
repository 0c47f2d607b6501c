import { longestTemplate, mostFiles } from '#shared/model/template-limits.ts';

/** One file of a template. */
export interface PickedFile {
  readonly path: string;
  readonly text: string;
}

/** The YAML files of a folder that was picked, by their paths in it; what is too much is refused before it is read. */
export async function templateIn(files: readonly File[]): Promise<PickedFile[]> {
  const wanted = files.filter((file) => file.name.endsWith('.yaml') && !innerPath(file).startsWith('.'));
  if (wanted.length > mostFiles) throw new Error(`The folder holds more than ${mostFiles} YAML files.`);
  if (wanted.reduce((sum, { size }) => sum + size, 0) > longestTemplate)
    throw new Error(`The folder holds more than ${longestTemplate} bytes of YAML.`);
  return Promise.all(wanted.map(async (file) => ({ path: innerPath(file), text: await file.text() })));
}

/** Without the name of the folder itself. */
function innerPath({ webkitRelativePath, name }: File): string {
  const path = webkitRelativePath || name;
  return path.slice(path.indexOf('/') + 1);
}
