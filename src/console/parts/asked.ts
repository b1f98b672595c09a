/** A document that a view asks for while it is open, again and again. */
import { useEffect, useState } from 'preact/hooks';
import { ask, type Problem } from '../api/client';
import type { Validator } from '../lib/validate';

export interface Asked<T> {
  readonly value: T | null;
  readonly problem: Problem | null;
  /** Ask now, as after something was changed. */
  readonly again: () => void;
}

/** Ask at once and every so many milliseconds; an answer that comes late is dropped. */
export function useAsked<T>(path: string, document: Validator<T>, everyMs: number): Asked<T> {
  const [value, setValue] = useState<{ readonly path: string; readonly value: T } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let current = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const once = async (): Promise<void> => {
      const answer = await ask(path, document);
      if (!current) return;
      if (answer.ok) setValue({ path, value: answer.value });
      // What is there no more is no fault: there is nothing to show.
      const gone = !answer.ok && answer.error.code === 'not_found';
      if (gone) setValue(null);
      setProblem(answer.ok || gone ? null : answer.error);
      timer = setTimeout(() => void once(), everyMs);
    };
    void once();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [path, everyMs, turn]);
  // What was asked at another place, as of another desk, is no answer here.
  return { value: value?.path === path ? value.value : null, problem, again: () => setTurn((before) => before + 1) };
}
