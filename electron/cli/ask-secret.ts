const [enter, ctrlC, ctrlD, backspace] = ['\r', '\u0003', '\u0004', '\u007f'];

/** Asks at the terminal without showing what is typed; undefined where it was broken off. */
export const askSecret = (question: string): Promise<string | undefined> => {
  const { stdin, stderr } = process;
  stderr.write(question);
  stdin.setRawMode(true);
  stdin.setEncoding('utf8').resume();
  return new Promise((resolve) => {
    let typed = '';
    const end = (answer: string | undefined): void => {
      stdin.off('data', onData).pause();
      stdin.setRawMode(false);
      stderr.write('\n');
      resolve(answer);
    };
    const take = (letter: string): boolean => {
      if (letter === enter || letter === '\n') end(typed);
      else if (letter === ctrlC || letter === ctrlD) end(undefined);
      else {
        typed = letter === backspace ? [...typed].slice(0, -1).join('') : typed + letter;
        return true;
      }
      return false;
    };
    const onData = (text: string): void => {
      for (const letter of text) if (!take(letter)) break;
    };
    stdin.on('data', onData);
  });
};
