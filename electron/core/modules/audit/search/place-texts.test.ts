import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PlaceTexts } from './place-texts.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', 'é', '😀'), maxLength: 8 });
const word = text.filter((each) => each.length > 0);

test('each place whose text has a word is found once, also after more were added', () => {
  fc.assert(
    fc.property(
      fc.array(text, { maxLength: 20 }),
      fc.array(text, { maxLength: 5 }),
      word,
      (first, more, sought) => {
        const places = new PlaceTexts();
        for (const added of [first, more]) {
          places.all.push(...added);
          const found: number[] = [];
          places.eachWith(sought, (place) => found.push(place));
          expect(found).toEqual(
            [...places.all.keys()].filter((place) => places.all[place]?.includes(sought)),
          );
        }
      },
    ),
  );
});
