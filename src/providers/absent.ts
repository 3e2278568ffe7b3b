/** How sure a fact is: a vendor's page, seen to work, or guessed (then help and output say so). */
export type Basis = 'documented' | 'observed' | 'assumed';

/** Something the API does not offer, in words an operator can act on. */
export interface Absent {
  readonly offered: false;
  /** A sentence. */
  readonly reason: string;
  /** What to do instead: a sentence or a command. */
  readonly instead: string | undefined;
}

export const absent = (reason: string, instead?: string): Absent => ({ offered: false, reason, instead });

export const isAbsent = (answer: object): answer is Absent => 'offered' in answer && answer.offered === false;
