const side = 128;
const largest = 64 * 1024;

const urlOf = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(String(reader.result)));
    reader.addEventListener('error', () => reject(reader.error));
    reader.readAsDataURL(blob);
  });

const square = async (file: Blob): Promise<HTMLCanvasElement> => {
  const bitmap = await createImageBitmap(file);
  const from = Math.min(bitmap.width, bitmap.height);
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const [x, y] = [(bitmap.width - from) / 2, (bitmap.height - from) / 2];
  canvas.getContext('2d')?.drawImage(bitmap, x, y, from, from, 0, 0, side, side);
  bitmap.close();
  return canvas;
};

const encoded = (canvas: HTMLCanvasElement, type: string, quality?: number): Promise<Blob | null> =>
  new Promise((resolve) => canvas.toBlob(resolve, type, quality));

/**
 * A chosen picture as a small square, drawn anew (which leaves out where and when it was taken), as a data URL.
 * Rejects with TypeError for what the browser cannot read as a picture.
 */
export const shrinkPicture = async (file: Blob): Promise<string> => {
  const canvas = await square(file).catch(() => {
    throw new TypeError('This file is no picture that the browser can read.');
  });
  const png = await encoded(canvas, 'image/png');
  const blob = png && png.size <= largest ? png : await encoded(canvas, 'image/jpeg', 0.85);
  if (!blob) throw new TypeError('The picture could not be made smaller.');
  return urlOf(blob);
};
