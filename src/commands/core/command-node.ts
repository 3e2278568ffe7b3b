import { Command, type HelpContext, type Option } from 'commander';
import { usageError, type FailureDetails } from '../../errors.js';
import { closestMatch } from '../../text/closest-match.js';
import { helpText, programName, type HelpPage } from './help-page.js';

/** Thrown for `--help`: its text goes to stdout, and the program exits with 0. */
export class HelpRequested extends Error {
  constructor(readonly text: string) {
    super('help');
  }
}

/** Thrown to exit with a code and without a message, for example when a signal stops the sandbox. */
export class ExitWithCode extends Error {
  constructor(readonly exitCode: number) {
    super('exit');
  }
}

/** Suggests the closest known name. Anything else that was typed is not repeated: it may be a secret. */
const suggestion = (typed: string, known: readonly string[], format: (name: string) => string): string => {
  const near = closestMatch(typed, known);
  return near === undefined ? '' : ` Did you mean ${format(near)}?`;
};

/** Removes the value from `--name=value` and `-nVALUE`. */
const stripOptionValue = (flag: string): string =>
  flag.startsWith('--') ? (flag.split('=')[0] ?? flag) : flag.slice(0, 2);

/**
 * A commander command that throws AppError `usage` instead of printing. It overrides commander's methods for each
 * kind of usage error, because commander's messages repeat what was typed.
 */
export class CommandNode extends Command {
  private makeHelpPage: (() => HelpPage) | undefined;
  private allowsUnknownOptions = false;
  private allowsExcessArguments = false;
  private subcommandNoun = 'command';
  private errorDetails: Pick<FailureDetails, 'provider' | 'operation'> = {};

  constructor(name?: string) {
    super(name);
    this.exitOverride();
    this.configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
    this.helpCommand(false);
  }

  // Stored here too: commander's own field is private.
  override allowUnknownOption(allow = true): this {
    this.allowsUnknownOptions = allow;
    return super.allowUnknownOption(allow);
  }

  override allowExcessArguments(allow = true): this {
    this.allowsExcessArguments = allow;
    return super.allowExcessArguments(allow);
  }

  /** What the subcommands are called in messages; `command` by default. */
  setSubcommandNoun(noun: string): this {
    this.subcommandNoun = noun;
    return this;
  }

  /** Provider and operation of the usage errors of this command. */
  setErrorDetails(details: Pick<FailureDetails, 'provider' | 'operation'>): this {
    this.errorDetails = details;
    return this;
  }

  setHelpPage(make: () => HelpPage): this {
    this.makeHelpPage = make;
    return this;
  }

  helpPage(): HelpPage | undefined {
    return this.makeHelpPage?.();
  }

  /** The command with its parents, such as `webhook-admin auth login`. */
  fullName(): string {
    const parent = this.parent instanceof CommandNode ? this.parent.fullName() : undefined;
    return parent === undefined ? programName : `${parent} ${this.name()}`;
  }

  override outputHelp(): never {
    const [first] = this.args;
    const unknown = first !== undefined && !this.commands.some((command) => command.name() === first);
    if (this.commands.length > 0 && unknown && !first.startsWith('-')) this.unknownCommand();
    const page = this.makeHelpPage?.();
    throw new HelpRequested(page === undefined ? '' : helpText(page));
  }

  /** Commander calls it with `error` for a group without a subcommand: that is a usage error. */
  override help(reason?: HelpContext | ((text: string) => string)): never {
    const incomplete = typeof reason === 'object' && reason.error && this.parent !== null;
    if (!incomplete) return this.outputHelp();
    throw usageError(`"${this.fullName()}" needs a subcommand. Nothing was sent.`, {
      hint: this.subcommandHint(),
      next: `${this.fullName()} --help`,
    });
  }

  private subcommandHint(): string {
    return `One of: ${this.commands.map((command) => command.name()).join(', ')}`;
  }

  /** The long options of this command and its parents. */
  private knownOptions(): readonly string[] {
    const inherited = this.parent instanceof CommandNode ? this.parent.knownOptions() : [];
    return [...inherited, ...this.options.flatMap(({ long }) => (long ? [long] : []))];
  }

  private failUsage(message: string, hint?: string): never {
    throw usageError(`${message} Nothing was sent.`, {
      hint,
      next: `${this.fullName()} --help`,
      ...this.errorDetails,
    });
  }

  unknownOption(flag: string): void {
    if (this.allowsUnknownOptions) return;
    const name = stripOptionValue(flag);
    const known = this.knownOptions();
    // With digits or capitals it may be a key or token; no option has them.
    if (name !== flag && known.includes(name)) this.failUsage(`Option ${name} takes no value.`);
    const shown = /^--?[a-z][a-z-]{0,30}$/u.test(name) ? ` ${name}` : '';
    this.failUsage(`Unknown option${shown}.${suggestion(name, known, (near) => near)}`);
  }

  unknownCommand(): never {
    const typed = this.args[0] ?? '';
    const known = this.commands.map((command) => command.name());
    const near = suggestion(typed, known, (name) => `"${name}"`);
    return near === ''
      ? this.failUsage(`Unknown ${this.subcommandNoun}.`, this.subcommandHint())
      : this.failUsage(`Unknown ${this.subcommandNoun} "${typed}".${near}`);
  }

  missingArgument(name: string): never {
    throw usageError(`Missing: ${name.toUpperCase()}. Nothing was sent.`, {
      missing: [name.toUpperCase()],
      next: `${this.fullName()} --help`,
    });
  }

  optionMissingArgument(option: Option): void {
    this.failUsage(`Option ${option.long ?? option.flags} needs a value.`);
  }

  _excessArguments(): void {
    if (this.allowsExcessArguments) return;
    if (this.commands.length > 0) this.unknownCommand();
    this.failUsage('Too many arguments.');
  }
}
