// One choice of a few that each need some words: a radio group, one below the other.
import { type ReactNode, useId } from 'react';
import { useRadioKeys } from '../useRadioKeys';
import css from './RadioList.module.css';

export type RadioItem<Id extends string> = { id: Id; content: ReactNode };

type Props<Id extends string> = {
  label: string;
  items: readonly RadioItem<Id>[];
  /** None is chosen while this is null. */
  chosen: Id | null;
  onChoose: (id: Id) => void;
};

export function RadioList<Id extends string>({
  label,
  items,
  chosen,
  onChoose,
}: Props<Id>): ReactNode {
  const labelId = useId();
  const ids = items.map(({ id }) => id);
  const { group, stop, onKeyDown } = useRadioKeys(ids, chosen, onChoose);
  return (
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- focus is on the radios inside
    <div
      ref={group}
      role="radiogroup"
      aria-labelledby={labelId}
      className={css.group}
      onKeyDown={onKeyDown}
    >
      <div id={labelId} className={css.label}>
        {label}
      </div>
      {items.map(({ id, content }) => (
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a button keeps Enter and Space
        <button
          key={id}
          type="button"
          role="radio"
          aria-checked={id === chosen}
          tabIndex={id === stop ? 0 : -1}
          className={css.radio}
          onClick={() => onChoose(id)}
        >
          <span className={css.mark} aria-hidden="true" />
          <span className={css.content}>{content}</span>
        </button>
      ))}
    </div>
  );
}
