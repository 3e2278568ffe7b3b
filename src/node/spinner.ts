import process from 'node:process';

/** One moving line on stderr; the caller has made sure that it is a terminal. */
export const spinner = async (text: string): Promise<() => void> => {
  const { default: yoctoSpinner } = await import('yocto-spinner');
  const line = yoctoSpinner({ text, stream: process.stderr, handleSignals: false }).start();
  return () => void line.stop();
};
