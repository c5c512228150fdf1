// When the set was taken: the present until the first value is typed, then fixed; another time on
// request, typed as clinical screens show it, never in the future.
import { type ReactNode, useState } from 'react';
import { chartCopy } from '../../copy';
import { Button } from '../../design';
import { dateOf, momentFrom, momentOf, timeOf, weekdayOf } from '../../design/format';
import css from './Vitals.module.css';

type Props = { nowMs: number; takenAtMs: number | null; onTakenAt: (atMs: number | null) => void };

type Typed = { date: string; time: string };

export function TakenAt({ nowMs, takenAtMs, onTakenAt }: Props): ReactNode {
  const text = chartCopy.entry;
  const [typed, setTyped] = useState<Typed | null>(null);
  const shown = takenAtMs ?? nowMs;

  const change = (next: Typed): void => {
    setTyped(next);
    const moment = momentFrom(next.date, next.time);
    if (moment !== null && moment <= nowMs) onTakenAt(moment);
  };

  const parsed = typed === null ? shown : momentFrom(typed.date, typed.time);
  const wrong = parsed === null || parsed > nowMs;
  return (
    <div className={css.taken}>
      <span className={css.takenLabel}>{text.taken}</span>
      <b>
        {weekdayOf(shown)} {momentOf(shown)}
      </b>
      {typed === null ? (
        <Button
          size="small"
          onClick={() => setTyped({ date: dateOf(shown), time: timeOf(shown) })}
        >
          {text.change}
        </Button>
      ) : (
        <Button
          size="small"
          onClick={() => {
            setTyped(null);
            onTakenAt(nowMs);
          }}
        >
          {text.present}
        </Button>
      )}
      {typed === null ? null : (
        <div className={css.when}>
          <label htmlFor="vitals-date">{text.date}</label>
          <input
            id="vitals-date"
            className={css.input}
            data-wide="true"
            value={typed.date}
            aria-invalid={wrong}
            aria-describedby="vitals-when-wrong"
            onChange={(event) => change({ ...typed, date: event.target.value })}
          />
          <label htmlFor="vitals-time">{text.time}</label>
          <input
            id="vitals-time"
            className={css.input}
            value={typed.time}
            aria-invalid={wrong}
            aria-describedby="vitals-when-wrong"
            onChange={(event) => change({ ...typed, time: event.target.value })}
          />
          <p id="vitals-when-wrong" className={css.wrong} role="status">
            {wrong ? text.badTime : null}
          </p>
        </div>
      )}
    </div>
  );
}
