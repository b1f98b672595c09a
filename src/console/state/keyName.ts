/** The key as the table of bindings has it: letters by their place, so that they work in any layout. */
export function keyName({ key, code, shiftKey }: Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey'>): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  // Where there is no place, as of a screen keyboard, the letter itself has to do.
  const name = letter?.toLowerCase() ?? key;
  if (!/^[a-z]$/i.test(name)) return key;
  return shiftKey ? `Shift+${name.toUpperCase()}` : name.toLowerCase();
}
