import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { AppError } from '#shared/model/errors.ts';
import { isInnerLink } from '#shared/model/inner-link.ts';
import { largestFolder, mostFolderEntries } from '#shared/model/transfer-limits.ts';

/** What is in a packed folder. */
export interface Contents {
  readonly files: number;
  readonly bytes: number;
}

const blockBytes = 512;
const longestExtension = 64 * 1024;
const zeros = Buffer.alloc(blockBytes);
const none: Readonly<Record<string, string>> = {};

/**
 * Reads a packed folder once and refuses whatever is none: what is no file, folder or link, what leads out of it, what
 * grows beyond its bounds when it is unpacked. INVALID_INPUT names the member, LIMIT the bound.
 */
export async function checkArchive(path: string, signal: AbortSignal): Promise<Contents> {
  const file = createReadStream(path, { signal });
  const plain = file.pipe(createGunzip());
  file.once('error', (error) => plain.destroy(error));
  const walk = new Walk();
  try {
    for await (const chunk of plain) walk.take(chunk as Buffer);
  } catch (error) {
    if (error instanceof AppError || signal.aborted) throw error;
    throw refused('', 'is no archive by tar and gzip');
  } finally {
    file.destroy();
    plain.destroy();
  }
  return walk.end();
}

/** Goes through an archive block by block; contents are passed over. */
class Walk {
  #waiting = Buffer.alloc(0);
  /** Bytes of a content, with its padding, that are still to come. */
  #passing = 0;
  #extension: number | null = null;
  #extended = none;
  #files = 0;
  #entries = 0;
  #bytes = 0;
  /** Blocks of zeros, which are nothing but its end. */
  #ending = 0;

  take(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > largestFolder * 2)
      throw new AppError('LIMIT', { what: 'The bytes of an unpacked folder', limit: largestFolder * 2 });
    let rest = chunk;
    if (this.#waiting.length > 0) rest = Buffer.concat([this.#waiting, chunk]);
    let at = 0;
    while (at < rest.length) {
      if (this.#passing > 0) {
        const passed = Math.min(this.#passing, rest.length - at);
        this.#passing -= passed;
        at += passed;
        continue;
      }
      const needed = this.#extension === null ? blockBytes : padded(this.#extension);
      if (rest.length - at < needed) break;
      const piece = rest.subarray(at, at + needed);
      at += needed;
      if (this.#extension === null) this.#header(piece);
      else {
        this.#extended = recordsOf(piece.subarray(0, this.#extension));
        this.#extension = null;
      }
    }
    this.#waiting = Buffer.from(rest.subarray(at));
  }

  end(): Contents {
    if (this.#ending < 2 || this.#waiting.length > 0) throw refused('', 'ends before its end');
    return { files: this.#files, bytes: this.#bytes };
  }

  #header(block: Buffer): void {
    if (block.equals(zeros)) {
      this.#ending += 1;
      return;
    }
    if (this.#ending > 0) throw refused('', 'goes on behind its end');
    const sum = block.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
    if (octal(block, 148, 8) !== sum) throw refused('', 'is no archive by tar');
    const flag = String.fromCharCode(block[156] ?? 0);
    const ownSize = octal(block, 124, 12);
    if (flag === 'x') {
      if (this.#extended !== none) throw refused('', 'has one header of a header');
      if (!(ownSize > 0 && ownSize <= longestExtension)) throw refused('', 'has a header that is too long');
      this.#extension = ownSize;
      return;
    }
    const path = (this.#extended.path ?? text(block, 0, 100)).replace(/\/$/, '');
    const linkTo = this.#extended.linkpath ?? text(block, 157, 100);
    const size = this.#extended.size === undefined ? ownSize : decimal(this.#extended.size);
    this.#extended = none;
    checkMember(path, { flag, linkTo, prefix: text(block, 345, 155), mode: octal(block, 100, 8) });
    if (!Number.isSafeInteger(size) || size < 0 || (flag !== '0' && size !== 0))
      throw refused(path, 'has a size that cannot be');
    this.#entries += 1;
    if (flag === '0') this.#files += 1;
    if (this.#entries > mostFolderEntries)
      throw new AppError('LIMIT', { what: 'The files and folders of a folder', limit: mostFolderEntries });
    this.#passing = padded(size);
  }
}

interface Facts {
  readonly flag: string;
  readonly linkTo: string;
  readonly prefix: string;
  readonly mode: number;
}

function checkMember(path: string, { flag, linkTo, prefix, mode }: Facts): void {
  if (!['0', '2', '5'].includes(flag)) throw refused(path, 'is neither a file nor a folder nor a link');
  const isOdd = path === '' || prefix !== '' || path.includes('\0') || path.startsWith('/');
  if (isOdd || path.split('/').some((part) => part === '' || part === '.' || part === '..'))
    throw refused(path, 'has a path that leads out of the folder, or that none has');
  if (![0o644, 0o755].includes(mode)) throw refused(path, 'has a mode other than 0644 or 0755');
  if (flag === '2' && !isInnerLink(path, linkTo))
    throw refused(path, 'is a link that leads out of the folder, or may');
}

function recordsOf(bytes: Buffer): Readonly<Record<string, string>> {
  const found: Record<string, string> = Object.create(null) as Record<string, string>;
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(32, at);
    const length = Number(bytes.toString('latin1', at, Math.max(space, at)));
    const end = at + length;
    if (space < 0 || !(length > space - at) || end > bytes.length || bytes[end - 1] !== 10)
      throw refused('', 'has a header that cannot be read');
    const [keyword = '', ...value] = bytes.toString('utf8', space + 1, end - 1).split('=');
    if (!['path', 'linkpath', 'size'].includes(keyword)) throw refused('', `has a header of ${keyword}`);
    found[keyword] = value.join('=');
    at = end;
  }
  return found;
}

const padded = (size: number): number => Math.ceil(size / blockBytes) * blockBytes;

function text(block: Buffer, at: number, width: number): string {
  const end = block.indexOf(0, at);
  return block.toString('utf8', at, end < 0 || end > at + width ? at + width : end);
}

const decimal = (digits: string): number => (/^\d{1,15}$/.test(digits) ? Number(digits) : Number.NaN);

function octal(block: Buffer, at: number, width: number): number {
  const digits = block
    .toString('latin1', at, at + width)
    .replace(/[\0 ]+$/, '')
    .trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

function refused(path: string, why: string): AppError {
  const what = path === '' ? 'The packed folder' : `“${path.slice(0, 200)}” in the packed folder`;
  return new AppError('INVALID_INPUT', { issues: [{ path: 'bytes', message: `${what} ${why}.` }] });
}
