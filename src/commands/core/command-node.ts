import { Command, type HelpContext, type Option } from 'commander';
import { usageError, type FailureDetails } from '../../errors.js';
import { closestMatch } from '../../text/closest-match.js';
import { helpText, programName, type HelpPage } from './help-page.js';

/** Thrown for `--help`: the text is for stdout, the run ends with 0. */
export class HelpRequested extends Error {
  constructor(readonly text: string) {
    super('help');
  }
}

/** Thrown to end a run with an exit code and without a message, as after the interrupt that stops a server. */
export class ExitWithCode extends Error {
  constructor(readonly exitCode: number) {
    super('exit');
  }
}

/** Only a word near one we know is repeated: anything else may be a secret in the wrong place. */
const suggestion = (typed: string, known: readonly string[], join: (word: string) => string): string => {
  const near = closestMatch(typed, known);
  return near === undefined ? '' : ` Did you mean ${join(near)}?`;
};

/** Removes the value from `--name=value` and `-nVALUE`. */
const optionNameOf = (flag: string): string =>
  flag.startsWith('--') ? (flag.split('=')[0] ?? flag) : flag.slice(0, 2);

/**
 * A commander command that throws our errors instead of printing its own. The
 * overridden methods are commander's own hooks for each kind of usage error;
 * its messages would repeat what was typed.
 */
export class CommandNode extends Command {
  private pageOf: (() => HelpPage) | undefined;
  private anyOption = false;
  private anyWords = false;
  private noun = 'command';
  private errorDetails: Pick<FailureDetails, 'provider' | 'operation'> = {};

  constructor(name?: string) {
    super(name);
    this.exitOverride();
    this.configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
    this.helpCommand(false);
  }

  // Kept here too, since the hooks below replace the ones of commander that look at it.
  override allowUnknownOption(allow = true): this {
    this.anyOption = allow;
    return super.allowUnknownOption(allow);
  }

  override allowExcessArguments(allow = true): this {
    this.anyWords = allow;
    return super.allowExcessArguments(allow);
  }

  /** What the next word names, where that is no command. */
  nextWordIs(noun: string): this {
    this.noun = noun;
    return this;
  }

  /** What the usage errors of this command name as their provider and operation. */
  setErrorDetails(details: Pick<FailureDetails, 'provider' | 'operation'>): this {
    this.errorDetails = details;
    return this;
  }

  /** The help page, made when it is asked for. */
  page(make: () => HelpPage): this {
    this.pageOf = make;
    return this;
  }

  helpPage(): HelpPage | undefined {
    return this.pageOf?.();
  }

  /** All words from the program's name on. */
  words(): string {
    const parent = this.parent instanceof CommandNode ? this.parent.words() : undefined;
    return parent === undefined ? programName : `${parent} ${this.name()}`;
  }

  override outputHelp(): never {
    const [first] = this.args;
    const unknown = first !== undefined && !this.commands.some((command) => command.name() === first);
    if (this.commands.length > 0 && unknown && !first.startsWith('-')) this.unknownCommand();
    const page = this.pageOf?.();
    throw new HelpRequested(page === undefined ? '' : helpText(page));
  }

  /** Commander calls it with `error` when a group was typed without a command: nothing was done, so not 0. */
  override help(reason?: HelpContext | ((text: string) => string)): never {
    const incomplete = typeof reason === 'object' && reason.error && this.parent !== null;
    if (!incomplete) return this.outputHelp();
    throw usageError(`"${this.words()}" needs a subcommand. Nothing was sent.`, {
      hint: this.oneOf(),
      next: `${this.words()} --help`,
    });
  }

  private oneOf(): string {
    return `One of: ${this.commands.map((command) => command.name()).join(', ')}`;
  }

  /** Options of the program may stand behind any command. */
  private knownOptions(): readonly string[] {
    const inherited = this.parent instanceof CommandNode ? this.parent.knownOptions() : [];
    return [...inherited, ...this.options.flatMap(({ long }) => (long ? [long] : []))];
  }

  private wrong(message: string, hint?: string): never {
    throw usageError(`${message} Nothing was sent.`, {
      hint,
      next: `${this.words()} --help`,
      ...this.errorDetails,
    });
  }

  unknownOption(flag: string): void {
    if (this.anyOption) return;
    const name = optionNameOf(flag);
    const known = this.knownOptions();
    // Digits and capitals are what keys and tokens are made of; no option of ours has them.
    if (name !== flag && known.includes(name)) this.wrong(`Option ${name} takes no value.`);
    const shown = /^--?[a-z][a-z-]{0,30}$/u.test(name) ? ` ${name}` : '';
    this.wrong(`Unknown option${shown}.${suggestion(name, known, (near) => near)}`);
  }

  unknownCommand(): never {
    const typed = this.args[0] ?? '';
    const known = this.commands.map((command) => command.name());
    const near = suggestion(typed, known, (word) => `"${word}"`);
    return near === ''
      ? this.wrong(`Unknown ${this.noun}.`, this.oneOf())
      : this.wrong(`Unknown ${this.noun} "${typed}".${near}`);
  }

  missingArgument(name: string): never {
    throw usageError(`Missing: ${name.toUpperCase()}. Nothing was sent.`, {
      missing: [name.toUpperCase()],
      next: `${this.words()} --help`,
    });
  }

  optionMissingArgument(option: Option): void {
    this.wrong(`Option ${option.long ?? option.flags} needs a value.`);
  }

  _excessArguments(): void {
    if (this.anyWords) return;
    if (this.commands.length > 0) this.unknownCommand();
    this.wrong('Too many arguments.');
  }
}
