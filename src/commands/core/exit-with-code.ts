/** Ends a run with an exit code when nothing is left to say, as after the interrupt that stops a server. */
export class ExitWithCode extends Error {
  constructor(readonly exitCode: number) {
    super('ended');
  }
}
