import type { ComposeImport } from '#shared/contract/compose-import.ts';
import type { Sink } from '../output/sink.ts';

/** Tells on the terminal what became, or would become, of a compose project, and what is worth knowing of it. */
export function tellProject(
  {
    name,
    serviceId,
    parts,
    files,
    problems,
    warnings,
    findings,
  }: Omit<ComposeImport['projects'][number], 'project'>,
  notes: readonly string[],
  io: Sink,
): void {
  io.out(
    `${name}${serviceId === null ? '' : ` ${serviceId}`}: ${parts.join(', ') || 'nothing'} (${files.join(', ')})\n`,
  );
  for (const { file, line, path, message } of problems) {
    const where = file === '' ? '' : `${file}, line ${line}: ${path} `;
    io.out(`  cannot be made: ${where}${message}\n`);
  }
  for (const { file, line, message } of warnings) io.out(`  warning: ${file}, line ${line}: ${message}\n`);
  for (const { file, line, path, what } of findings)
    io.out(`  asks for root on its server, to be accepted: ${file}, line ${line}: ${path} ${what}\n`);
  for (const note of notes) io.out(`  ${note}\n`);
}
