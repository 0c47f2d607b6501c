/** What every API key begins with, so that people and scanners of leaked secrets know one at sight. */
export const apiKeyPrefix = 'qs_';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 30 of 62 letters: 178 bits. */
const randomLength = 30;
const checksumLength = 6;
const form = /^qs_[0-9A-Za-z]{30}_[0-9A-Za-z]{6}$/;

/** Bytes from here on would favour some letters over others. */
const fairBytes = 256 - (256 % alphabet.length);

/** CRC-32 as in ISO 3309: polynomial 0xEDB88320, reflected. */
const crc32 = (text: string): number => {
  let crc = 0xffffffff;
  for (const letter of text) {
    crc ^= letter.charCodeAt(0);
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
};

const checksum = (text: string): string => {
  let left = crc32(text);
  let letters = '';
  for (let at = 0; at < checksumLength; at += 1) {
    letters = alphabet.charAt(left % alphabet.length) + letters;
    left = Math.floor(left / alphabet.length);
  }
  return letters;
};

/** Makes a secret of a source of random bytes; `randomBytes` is called until enough of them are fair. */
export const makeApiKey = (randomBytes: (count: number) => Uint8Array): string => {
  let letters = '';
  while (letters.length < randomLength) {
    for (const byte of randomBytes(randomLength * 2)) {
      if (byte < fairBytes && letters.length < randomLength)
        letters += alphabet.charAt(byte % alphabet.length);
    }
  }
  const body = `${apiKeyPrefix}${letters}`;
  return `${body}_${checksum(body)}`;
};

/** Whether a token claims to be an API key, whole or not. */
export const looksLikeApiKey = (text: string): boolean => text.startsWith(apiKeyPrefix);

/** Whether a text has the form of an API key and its checksum fits: a typo is found without a look-up. */
export const isApiKey = (text: string): boolean => {
  const body = text.slice(0, -checksumLength - 1);
  return form.test(text) && text.slice(-checksumLength) === checksum(body);
};

/** What is shown of a key for good: enough to tell which one it is, too little to use it. */
export const hintOf = (secret: string): string => secret.slice(-4);
