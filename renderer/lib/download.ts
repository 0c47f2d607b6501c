/** Hands a text to the browser as a file. */
export const downloadText = (fileName: string, text: string, type = 'text/plain'): void =>
  hand(fileName, new Blob([text], { type: `${type};charset=utf-8` }));

/** The same for bytes. */
export const downloadBytes = (fileName: string, bytes: Uint8Array<ArrayBuffer>, type: string): void =>
  hand(fileName, new Blob([bytes], { type }));

const hand = (fileName: string, blob: Blob): void => {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
};
