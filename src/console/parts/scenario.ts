/** Scenarios and recorded nights, as people call them. */
import { t, tCode } from '../i18n/index';

/** A shipped scenario has a title in both languages; any other the one it came with. */
export function titleOf(name: string, own = name): string {
  const told = tCode('scenario', name);
  return told === name ? own : told;
}

/** What a recorded night is of: its raid or its desk, if the journal says so, or else all that it says. */
export function nightOf(about: string): string {
  const said = new Map(about.split(' ').map((each) => each.split('=', 2) as [string, string | undefined]));
  const scenario = said.get('scenario');
  const desk = said.get('desk');
  if (scenario !== undefined) return `${titleOf(scenario)} · ${t('train.seed')} ${said.get('seed') ?? '–'}`;
  return desk === undefined ? about : tCode('desk', desk);
}
