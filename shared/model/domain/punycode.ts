/** The parameters of Bootstring for host names. Source: RFC 3492, 5. */
const [base, tMin, tMax, skew, damp, initialBias, initialN] = [36, 1, 26, 38, 700, 72, 128] as const;
const largest = 0x10_ff_ff;

/** A label of a host name in ASCII: as it is, or `xn--` and its letters as RFC 3492 writes them. */
export function labelToAscii(label: string): string {
  return /^[\0-\x7f]*$/.test(label) ? label : `xn--${encode(label)}`;
}

/** The same back; a label that is no punycode stays as it is. */
export function labelToUnicode(label: string): string {
  if (!label.startsWith('xn--')) return label;
  const decoded = decode(label.slice(4));
  return decoded !== undefined && labelToAscii(decoded) === label ? decoded : label;
}

function encode(label: string): string {
  const points = Array.from(label, (letter) => letter.codePointAt(0) ?? 0);
  const basic = points.filter((point) => point < initialN);
  let output = basic.length > 0 ? `${String.fromCodePoint(...basic)}-` : '';
  let [n, delta, bias, handled] = [initialN as number, 0, initialBias as number, basic.length];
  while (handled < points.length) {
    const next = Math.min(...points.filter((point) => point >= n));
    delta += (next - n) * (handled + 1);
    n = next;
    for (const point of points) {
      if (point < n) delta += 1;
      if (point !== n) continue;
      output += variableInteger(delta, bias);
      bias = adapt(delta, handled + 1, handled === basic.length);
      delta = 0;
      handled += 1;
    }
    delta += 1;
    n += 1;
  }
  return output;
}

function variableInteger(delta: number, bias: number): string {
  let text = '';
  let q = delta;
  for (let k: number = base; ; k += base) {
    const t = threshold(k, bias);
    if (q < t) return text + digit(q);
    text += digit(t + ((q - t) % (base - t)));
    q = Math.floor((q - t) / (base - t));
  }
}

function decode(text: string): string | undefined {
  const border = text.lastIndexOf('-');
  const points = Array.from(text.slice(0, Math.max(border, 0)), (letter) => letter.codePointAt(0) ?? 0);
  let [n, i, bias] = [initialN as number, 0, initialBias as number];
  for (let at = border + 1; at < text.length; ) {
    const old = i;
    for (let k: number = base, weight = 1; ; k += base) {
      const value = digits.indexOf(text[at] ?? ' ');
      if (value < 0) return undefined;
      at += 1;
      i += value * weight;
      if (i > Number.MAX_SAFE_INTEGER / base) return undefined;
      const t = threshold(k, bias);
      if (value < t) break;
      weight *= base - t;
    }
    const count = points.length + 1;
    bias = adapt(i - old, count, old === 0);
    n += Math.floor(i / count);
    i %= count;
    if (n > largest) return undefined;
    points.splice(i, 0, n);
    i += 1;
  }
  return String.fromCodePoint(...points);
}

const digits = 'abcdefghijklmnopqrstuvwxyz0123456789';

const digit = (value: number): string => digits[value] ?? '';

const threshold = (k: number, bias: number): number => Math.min(Math.max(k - bias, tMin), tMax);

function adapt(delta: number, count: number, isFirst: boolean): number {
  let left = Math.floor(delta / (isFirst ? damp : 2));
  left += Math.floor(left / count);
  let k = 0;
  for (; left > ((base - tMin) * tMax) / 2; k += base) left = Math.floor(left / (base - tMin));
  return k + Math.floor(((base - tMin + 1) * left) / (left + skew));
}
