/** Either a value or what was wrong: nothing from the network is thrown about. */
export interface Success<T> {
  readonly ok: true;
  readonly value: T;
}

export interface Failure<E> {
  readonly ok: false;
  readonly error: E;
}

export type Result<T, E = string> = Success<T> | Failure<E>;

export const ok = <T>(value: T): Success<T> => ({ ok: true, value });

export const err = <E>(error: E): Failure<E> => ({ ok: false, error });
