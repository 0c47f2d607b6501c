/** Takes an option with a value out of a command line, each time that it stands there before `--`. */
export function takeEach(words: readonly string[], option: string): { rest: string[]; values: string[] } {
  const rest: string[] = [];
  const values: string[] = [];
  const left = [...words];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (word === '--') rest.push(word, ...left.splice(0));
    else if (word === option) values.push(left.shift() ?? '');
    else if (word.startsWith(`${option}=`)) values.push(word.slice(option.length + 1));
    else rest.push(word);
  }
  return { rest, values };
}
