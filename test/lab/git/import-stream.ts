/** Text or bytes; a link to a path; or one to another repository's commit, as a submodule is. A path that ends in ` +x` is executable. */
export type RepositoryFiles = Record<string, string | Uint8Array | { submodule: string } | { link: string }>;

export type CommitOptions = { branch?: string; tag?: string; message?: string };

const data = (content: Uint8Array): Buffer[] => [
  Buffer.from(`data ${content.length}\n`),
  Buffer.from(content),
  Buffer.from('\n'),
];

function fileLines(path: string, content: RepositoryFiles[string]): Buffer[] {
  if (typeof content === 'object' && 'submodule' in content)
    return [Buffer.from(`M 160000 ${content.submodule} ${path}\n`)];
  if (typeof content === 'object' && 'link' in content)
    return [Buffer.from(`M 120000 inline ${path}\n`), ...data(Buffer.from(content.link))];
  const isExecutable = path.endsWith(' +x');
  const mode = isExecutable ? '100755' : '100644';
  const plain = isExecutable ? path.slice(0, -3) : path;
  return [Buffer.from(`M ${mode} inline ${plain}\n`), ...data(Buffer.from(content))];
}

/** One commit in the format of git-fast-import(1): its tree is exactly `files`. */
export function importStream(
  files: RepositoryFiles,
  { branch, parent, message = 'change' }: CommitOptions & { branch: string; parent: string },
): Buffer {
  const head = `commit refs/heads/${branch}\ncommitter Lab <lab@quayside.invalid> ${Math.floor(Date.now() / 1000)} +0000\n`;
  return Buffer.concat([
    Buffer.from(head),
    ...data(Buffer.from(message)),
    Buffer.from(`${parent ? `from ${parent}\n` : ''}deleteall\n`),
    ...Object.entries(files).flatMap(([path, content]) => fileLines(path, content)),
  ]);
}
