import type { LogLine } from '#shared/contract/log.ts';
import type { PullProgress } from '../../remote/docker/images.ts';

const everyMs = 500;

/** An amount as it is told in a log. */
export const mebibytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;

/** Turns a pull's hundreds of events a second into a line per change of a layer and one sum twice a second. */
export const createPullProgress = (
  write: (lines: LogLine[]) => void,
): { note(progress: PullProgress): void; end(): void } => {
  const layers = new Map<string, { status: string; current: number; total: number }>();
  const line = (text: string): LogLine => ({
    at: new Date().toISOString(),
    stream: 'stdout',
    source: 'pull',
    text,
  });
  let shown = '';
  let lastAt = 0;
  const sum = (): void => {
    const known = [...layers.values()].filter(({ total }) => total > 0);
    if (known.length === 0) return;
    const current = known.reduce((all, layer) => all + layer.current, 0);
    const total = known.reduce((all, layer) => all + layer.total, 0);
    const text = `${mebibytes(current)} of ${mebibytes(total)} in ${known.length} layers`;
    if (text !== shown) write([line(text)]);
    shown = text;
  };
  return {
    note({ layer, status, current, total }) {
      const known = layer === undefined ? undefined : layers.get(layer);
      if (known?.status !== status) write([line(layer ? `${layer}: ${status}` : status)]);
      if (layer !== undefined) {
        const isDownload = status === 'Downloading';
        layers.set(layer, {
          status,
          current: isDownload ? (current ?? 0) : (known?.total ?? 0),
          total: isDownload ? (total ?? known?.total ?? 0) : (known?.total ?? 0),
        });
      }
      if (performance.now() - lastAt < everyMs) return;
      lastAt = performance.now();
      sum();
    },
    end: sum,
  };
};
