/** The last bytes of a terminal, for whoever attaches again; what is older is forgotten. */
export class Scrollback {
  readonly #limitBytes: number;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #isCut = false;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    while (this.#bytes > this.#limitBytes) this.#dropFrom(this.#bytes - this.#limitBytes);
  }

  #dropFrom(excess: number): void {
    const first = this.#chunks.shift();
    if (!first) return;
    this.#isCut = true;
    const kept = first.length > excess ? Buffer.from(first.subarray(excess)) : undefined;
    if (kept) this.#chunks.unshift(kept);
    this.#bytes -= first.length - (kept?.length ?? 0);
  }

  /** Everything kept; after a cut from a line's beginning on, so that no half escape sequence comes first. */
  read(): Buffer {
    const all = Buffer.concat(this.#chunks);
    return this.#isCut ? all.subarray(all.indexOf(10) + 1) : all;
  }
}
