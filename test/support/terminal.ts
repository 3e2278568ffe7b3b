import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { binary } from './run-cli.js';

export interface Terminal {
  readonly pid: number;
  /** What a person sees, scrolled-off lines first, without trailing white space. */
  screen(): string;
  /** Every byte that was drawn, in order. */
  transcript(): string;
  /** Resolves once the text is on the screen; rejects when the program ends without it. */
  waitFor(text: string): Promise<void>;
  type(keys: string): void;
  readonly finished: Promise<{ readonly code: number }>;
}

export const keys = { enter: '\r', down: '\u001b[B', space: ' ', ctrlC: '\u0003', ctrlD: '\u0004' } as const;

export interface TerminalOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly columns?: number;
  /** Another script than the built program. */
  readonly script?: string;
}

/** Runs the built program, or a script, in a pseudo-terminal, as a person would; nothing polls, nothing sleeps. */
export const openTerminal = (args: readonly string[], options: TerminalOptions): Terminal => {
  const { env, cwd, columns = 160, script = binary } = options;
  const view = new xterm.Terminal({ cols: columns, rows: 50, scrollback: 1000, allowProposedApi: true });
  const process_ = spawn(process.execPath, [script, ...args], {
    cols: columns,
    rows: 50,
    cwd,
    env: { ...env },
  });
  const waiters = new Set<{
    readonly text: string;
    readonly resolve: () => void;
    readonly reject: (error: Error) => void;
  }>();
  let drawn = '';

  const screen = (): string => {
    const { active } = view.buffer;
    const lines = Array.from(
      { length: active.length },
      (_, row) => active.getLine(row)?.translateToString(true) ?? '',
    );
    return lines.join('\n').trimEnd();
  };
  const look = (): void => {
    for (const waiter of waiters) {
      if (!screen().includes(waiter.text)) continue;
      waiters.delete(waiter);
      waiter.resolve();
    }
  };

  process_.onData((data) => {
    drawn += data;
    view.write(data, look);
  });
  const finished = new Promise<{ readonly code: number }>((resolve) => {
    process_.onExit(({ exitCode, signal }) => {
      view.write('', () => {
        look();
        for (const waiter of waiters)
          waiter.reject(new Error(`ended without "${waiter.text}":\n${screen()}`));
        waiters.clear();
        resolve({ code: signal === undefined || signal === 0 ? exitCode : 128 + signal });
      });
    });
  });

  return {
    pid: process_.pid,
    screen,
    transcript: () => drawn,
    waitFor: (text) =>
      new Promise((resolve, reject) => {
        waiters.add({ text, resolve, reject });
        look();
      }),
    type: (typed) => process_.write(typed),
    finished,
  };
};
