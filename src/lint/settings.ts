/** Decides the level of each rule: its own, the preset's, or what the operator says. */
import type { Level } from './finding.ts';
import type { Rule } from './rule.ts';

export type LevelOrOff = Level | 'off';

export interface LintSettings {
  preset?: string | undefined;
  /** By rule id; outranks the preset and whatever level a rule reports for a milder case. */
  rules?: Readonly<Record<string, LevelOrOff>> | undefined;
}

/** From a rule's own level to the preset's. */
export const presets: Readonly<Record<string, { about: string; level: (own: LevelOrOff) => LevelOrOff }>> = {
  recommended: { about: 'each rule at its own level', level: own => own },
  strict: {
    about: 'advice becomes a warning, and what is off becomes advice',
    level: own => (own === 'info' ? 'warning' : own === 'off' ? 'info' : own),
  },
  minimal: { about: 'errors alone', level: own => (own === 'error' ? own : 'off') },
};

/** The level of a finding: `reported` is the level the rule gave this case, if any. */
export type LevelOf = (rule: Rule, reported?: Level) => LevelOrOff;

export function levels({ preset = 'recommended', rules = {} }: LintSettings): LevelOf {
  const change = presets[preset]?.level ?? (own => own);
  return (rule, reported) => {
    const said = Object.hasOwn(rules, rule.id) ? rules[rule.id] : undefined;
    if (said !== undefined) return said;
    return rule.level === 'off' && change('off') === 'off' ? 'off' : change(reported ?? rule.level);
  };
}

/** What is wrong with the settings, one sentence each; empty where nothing is. */
export function settingsProblems({ preset, rules = {} }: LintSettings, known: readonly Rule[]): string[] {
  const ids = new Set(known.map(({ id }) => id));
  const problems = Object.keys(rules)
    .filter(id => !ids.has(id))
    .map(id => `there is no lint rule ${id}`);
  if (preset !== undefined && !Object.hasOwn(presets, preset)) problems.push(`there is no preset ${preset}: ${Object.keys(presets).join(', ')}`);
  return problems;
}
