// One choice of a few, all in sight. A radio group: one tab stop, arrows move and choose.
import type { ReactNode } from 'react';
import { useRadioKeys } from '../useRadioKeys';
import css from './Segmented.module.css';

export type Choice<Id extends string> = { id: Id; label: string; count?: number };

type Props<Id extends string> = {
  label: string;
  choices: readonly Choice<Id>[];
  /** None is chosen while this is null. */
  chosen: Id | null;
  onChoose: (id: Id) => void;
  id?: string;
  size?: 'small' | 'standard';
};

export function Segmented<Id extends string>({
  label,
  choices,
  chosen,
  onChoose,
  id,
  size = 'standard',
}: Props<Id>): ReactNode {
  const ids = choices.map((choice) => choice.id);
  const { group, stop, onKeyDown } = useRadioKeys(ids, chosen, onChoose);
  return (
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- focus is on the radios inside
    <div
      ref={group}
      id={id}
      role="radiogroup"
      aria-label={label}
      className={css.group}
      data-size={size}
      onKeyDown={onKeyDown}
    >
      {choices.map((choice) => (
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a button keeps Enter and Space
        <button
          key={choice.id}
          type="button"
          role="radio"
          aria-checked={choice.id === chosen}
          tabIndex={choice.id === stop ? 0 : -1}
          className={css.choice}
          onClick={() => onChoose(choice.id)}
        >
          {choice.label}
          {choice.count === undefined ? null : <span className={css.count}>{choice.count}</span>}
        </button>
      ))}
    </div>
  );
}
