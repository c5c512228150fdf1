// The keyboard of a radio group: one tab stop, arrows move and choose, round and round.
import { type KeyboardEvent, type RefObject, useRef } from 'react';

type Keys<Id extends string> = {
  group: RefObject<HTMLDivElement | null>;
  /** The one that Tab comes to. */
  stop: Id | undefined;
  onKeyDown: (event: KeyboardEvent) => void;
};

/** For a group whose radios are its only buttons, in the order of `ids`. */
export function useRadioKeys<Id extends string>(
  ids: readonly Id[],
  chosen: Id | null,
  onChoose: (id: Id) => void,
): Keys<Id> {
  const group = useRef<HTMLDivElement>(null);
  const stop = chosen ?? ids[0];

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS.get(event.key);
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const from = ids.findIndex((id) => id === stop);
    const next = ids.at((from + step) % ids.length);
    if (next === undefined) return;
    event.preventDefault();
    onChoose(next);
    group.current?.querySelectorAll('button')[ids.indexOf(next)]?.focus();
  };

  return { group, stop, onKeyDown };
}

const STEPS = new Map([
  ['ArrowRight', 1],
  ['ArrowDown', 1],
  ['ArrowLeft', -1],
  ['ArrowUp', -1],
]);
