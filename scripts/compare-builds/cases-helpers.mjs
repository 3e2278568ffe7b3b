/** A scenario for each line, so that none sees what another left. --quiet is left to the longer scenarios. */
export const each = (name, lines, env = {}) =>
  lines.map((step) => ({
    name: `${name}: ${typeof step === 'string' ? step : step.run}`,
    forms: ['json', 'piped'],
    env,
    steps: [step],
  }));
