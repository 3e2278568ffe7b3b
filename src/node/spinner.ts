import process from 'node:process';

/** Shorter waits go without: a line that only flashes tells nobody anything. */
const patienceMs = 700;

/** One moving line on stderr after a moment; the caller has made sure that it is a terminal. */
export const spinner = (text: string): (() => void) => {
  let ended = false;
  let stop = (): void => undefined;
  const show = async (): Promise<void> => {
    const { default: yoctoSpinner } = await import('yocto-spinner');
    if (ended) return;
    const line = yoctoSpinner({ text, stream: process.stderr, handleSignals: false }).start();
    stop = () => void line.stop();
  };
  const timer = setTimeout(() => void show(), patienceMs);
  return () => {
    ended = true;
    clearTimeout(timer);
    stop();
  };
};
