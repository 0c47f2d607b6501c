import type { AuditEvent } from '#shared/contract/audit.ts';
import { classNames } from '../../ui/class-names.ts';
import { type DiffLine, diffLines } from './diff-lines.ts';
import { fieldWords } from './value-lines.ts';

const looks: Readonly<Record<DiffLine['kind'], { sign: string; said: string; look: string }>> = {
  before: { sign: '−', said: 'before: ', look: 'bg-danger-soft' },
  after: { sign: '+', said: 'after: ', look: 'bg-selected' },
  same: { sign: ' ', said: '', look: 'text-muted' },
};

const Line = ({ kind, text }: DiffLine) => {
  const { sign, said, look } = looks[kind];
  return (
    <div className={classNames('flex gap-2 px-2', look)}>
      <span aria-hidden className="w-2 shrink-0 select-none">
        {sign}
      </span>
      <span className="sr-only">{said}</span>
      <span className="min-w-0 whitespace-pre-wrap break-all">{text === '' ? ' ' : text}</span>
    </div>
  );
};

/** What an event changed, field by field, before and after. */
export const ChangeDiff = ({ changes }: { readonly changes: AuditEvent['changes'] }) => (
  <section aria-label="What changed" className="flex flex-col gap-2">
    {changes.map(({ field, before, after }, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: an event never changes, and may name a field twice
      <div key={`${at} ${field}`} className="overflow-hidden rounded border border-line">
        <h3 className="border-line border-b bg-panel px-2 py-0.5 font-medium text-sm">{fieldWords(field)}</h3>
        <div className="py-1 font-mono text-sm">
          {diffLines(before, after).map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text have no other name
            <Line key={index} {...line} />
          ))}
        </div>
      </div>
    ))}
  </section>
);
