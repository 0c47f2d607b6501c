import { AppError } from '#shared/model/errors.ts';

const largestBytes = 64 * 1024;

/** How each kind of picture begins; what the data URL says counts only if the bytes agree. */
const beginnings: Readonly<Record<string, (bytes: Buffer) => boolean>> = {
  'image/png': (bytes) => bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex')),
  'image/jpeg': (bytes) => bytes.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex')),
  'image/webp': (bytes) =>
    bytes.subarray(0, 4).equals(Buffer.from('RIFF')) && bytes.subarray(8, 12).equals(Buffer.from('WEBP')),
};

const refuse = (message: string): never => {
  throw new AppError('INVALID_INPUT', { issues: [{ path: 'avatar', message }] });
};

/** Accepts a picture as a data URL whose bytes are what it says, at most 64 KiB; answers it in its plain form. */
export const requireAvatar = (url: string): string => {
  const [, type = '', text = ''] = /^data:([a-z/]+);base64,([A-Za-z0-9+/]+={0,2})$/.exec(url) ?? [];
  const begins = beginnings[type];
  if (!begins) return refuse('must be a PNG, JPEG or WebP picture');
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length > largestBytes) return refuse('must be at most 64 KiB');
  if (!begins(bytes)) return refuse('is not the kind of picture that it says it is');
  return `data:${type};base64,${bytes.toString('base64')}`;
};
