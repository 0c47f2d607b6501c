import type { BundleImport } from '#shared/contract/bundle.ts';
import type { Sink } from '../output/sink.ts';

const marks = { add: '+', change: '~', keep: '=', 'only-here': ' ' } as const;

/** Writes what an import does, one line an item, and below it what changes and what is in the way. */
export function tellItems({ items, problems }: BundleImport, io: Sink): void {
  for (const { path, message } of problems) io.out(`! ${path}: ${message}\n`);
  for (const item of items) {
    if (item.fate === 'keep' || item.fate === 'only-here') continue;
    const isSkipped = item.choice === 'skip';
    io.out(`${isSkipped ? '-' : marks[item.fate]} ${item.item}${isSkipped ? ' (skipped)' : ''}\n`);
    if (isSkipped) continue;
    if (item.fate === 'change')
      for (const { field, before, after } of item.changes)
        io.out(`    ${field}: ${before ?? 'none'} → ${after ?? 'none'}\n`);
    for (const { field, message } of item.problems)
      io.out(`    cannot be brought in: ${field === '' ? '' : `${field}: `}${message}\n`);
  }
  const count = (fate: BundleImport['items'][number]['fate']): number =>
    items.filter((item) => item.fate === fate).length;
  io.out(
    `${count('add')} new, ${count('change')} changed, ${count('keep')} the same, ${count('only-here')} only here.\n`,
  );
}
