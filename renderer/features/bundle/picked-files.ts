import { longestSealed, longestTemplate, mostFiles } from '#shared/model/template-limits.ts';
import { toBase64 } from '../../ui/terminal-view/bytes.ts';

/** What was picked: the files of a template, or the bytes of a sealed bundle in base64. */
export type Picked =
  | { readonly files: { readonly path: string; readonly text: string }[] }
  | { readonly bytes: string };

/** The YAML files of a folder that was picked, by their paths in it; what is too much is refused before it is read. */
export async function templateIn(files: readonly File[]): Promise<Picked> {
  const wanted = files.filter((file) => file.name.endsWith('.yaml') && !innerPath(file).startsWith('.'));
  if (wanted.length > mostFiles) throw new Error(`The folder holds more than ${mostFiles} YAML files.`);
  if (wanted.reduce((sum, { size }) => sum + size, 0) > longestTemplate)
    throw new Error(`The folder holds more than ${longestTemplate} bytes of YAML.`);
  const read = wanted.map(async (file) => ({ path: innerPath(file), text: await file.text() }));
  return { files: await Promise.all(read) };
}

/** A sealed bundle; one that no host takes is refused before it is read. */
export async function sealedIn(file: File): Promise<Picked> {
  if (file.size > (longestSealed / 4) * 3) throw new Error('The file has more bytes than a host takes.');
  return { bytes: toBase64(new Uint8Array(await file.arrayBuffer())) };
}

/** Without the name of the folder itself. */
function innerPath({ webkitRelativePath, name }: File): string {
  const path = webkitRelativePath || name;
  return path.slice(path.indexOf('/') + 1);
}
