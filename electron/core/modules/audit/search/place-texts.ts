/**
 * What places are called, as the search compares it, as one text: a word is looked for in a single pass, which takes a
 * tenth of the time of asking name by name. No word holds the line feed between two names.
 */
export class PlaceTexts {
  readonly all: string[] = [];
  #joined = '';
  #starts = new Uint32Array();

  /** Calls back with the number of each place whose text has a word. */
  eachWith(word: string, found: (place: number) => void): void {
    this.#join();
    let place = 0;
    for (let at = this.#joined.indexOf(word); at >= 0; ) {
      place = this.#placeAt(at, place);
      found(place);
      const next = this.#starts[place + 1];
      at = next === undefined ? -1 : this.#joined.indexOf(word, next);
    }
  }

  /** Places are added, and never change. */
  #join(): void {
    const { all } = this;
    if (this.#starts.length === all.length) return;
    this.#joined = all.join('\n');
    this.#starts = new Uint32Array(all.length);
    let start = 0;
    for (const [place, text] of all.entries()) {
      this.#starts[place] = start;
      start += text.length + 1;
    }
  }

  /** The last place from `low` on that begins at or before `at`. */
  #placeAt(at: number, low: number): number {
    const starts = this.#starts;
    let [first, last] = [low, starts.length - 1];
    while (first < last) {
      const middle = (first + last + 1) >>> 1;
      if ((starts[middle] ?? 0) <= at) first = middle;
      else last = middle - 1;
    }
    return first;
  }
}
