/** A button that acts only when it is held: the second, different gesture of a decision. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';

const HOLD_MS = 800;
const SAID_MS = 2_500;

interface Props {
  readonly onDone: () => void;
  readonly disabled?: boolean;
  readonly tone?: 'primary' | 'alarm' | 'record';
  readonly hint: string;
  /** How often what is held for became another thing: a hold that is going on is void with each change. */
  readonly changes?: number;
  /** Whether the dialogue or box that it stands in begins with it. */
  readonly first?: boolean;
  readonly children: ComponentChildren;
}

/** Held by pointer, or by Space or Enter while it has the focus. */
export function HoldButton({ onDone, disabled = false, changes = 0, tone = 'primary', hint, first = false, children }: Props) {
  const [since, setSince] = useState<number | null>(null);
  const [share, setShare] = useState(0);
  const done = useRef(onDone);
  const button = useRef<HTMLButtonElement>(null);
  done.current = onDone;

  useEffect(() => {
    if (since === null || disabled) return undefined;
    let frame = 0;
    const step = (now: number): void => {
      const part = Math.min(1, (now - since) / HOLD_MS);
      setShare(part);
      if (part < 1) frame = requestAnimationFrame(step);
      else {
        setSince(null);
        setShare(0);
        done.current();
      }
    };
    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [since, disabled]);

  const [brief, setBrief] = useState(false);
  useEffect(() => {
    if (!brief) return undefined;
    const over = setTimeout(() => setBrief(false), SAID_MS);
    return () => clearTimeout(over);
  }, [brief]);

  const release = (): void => {
    setSince(null);
    setShare(0);
  };
  // Whoever only clicks is told what to do.
  const letGo = (): void => {
    if (since !== null && !disabled) setBrief(true);
    release();
  };

  // Let go while it was off, nobody would hear of it, and what is on again would go on.
  useEffect(() => {
    if (disabled || changes > 0) release();
  }, [disabled, changes]);

  const begun = useRef(false);
  useEffect(() => {
    if (!first || disabled || begun.current) return;
    begun.current = true;
    button.current?.focus();
  }, [first, disabled]);

  const press = (): void => {
    if (!disabled && since === null) setSince(performance.now());
  };
  const isKey = (event: KeyboardEvent): boolean => event.key === ' ' || event.key === 'Enter';

  return (
    <button
      type="button"
      ref={button}
      data-first={first ? '' : undefined}
      class={`hold ${tone}`}
      disabled={disabled}
      title={hint}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        press();
      }}
      onPointerUp={letGo}
      onPointerCancel={release}
      onBlur={release}
      onKeyDown={(event) => {
        if (!isKey(event)) return;
        event.preventDefault();
        if (!event.repeat) press();
      }}
      onKeyUp={(event) => isKey(event) && letGo()}
      onContextMenu={(event) => event.preventDefault()}
    >
      <span class="hold-fill" style={{ transform: `scaleX(${share})` }} aria-hidden="true" />
      <span class="hold-text">{brief ? hint : children}</span>
    </button>
  );
}
