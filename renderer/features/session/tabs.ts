type Word = 'active' | 'changed';

const channel = new BroadcastChannel('quayside.session');

/** Tells the other windows of this browser that somebody is here, or that the session was locked or unlocked. */
export const tellTabs = (word: Word): void => channel.postMessage(word);

/** Calls back for what another window tells; answers how to stop. */
export const onTabs = (listener: (word: Word) => void): (() => void) => {
  const onMessage = ({ data }: MessageEvent<Word>): void => listener(data);
  channel.addEventListener('message', onMessage);
  return () => channel.removeEventListener('message', onMessage);
};
