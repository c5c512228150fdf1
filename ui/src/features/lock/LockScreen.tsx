// The locked workstation. It knows who has signed in here and nothing of any patient: what it shows
// comes from SessionStatus alone. The password stays in its input and in the call, never in state.
import { ChevronRight, FileText, Lock, UserPlus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { copy } from '../../copy';
import { Avatar, Logo } from '../../design';
import { dateOf, longWeekdayOf, nearMomentOf, timeOf } from '../../design/format';
import { type LockReason, type PersonView, type SessionStatus, useNow } from '../../ipc';
import { LockBar } from './LockBar';
import css from './LockScreen.module.css';
import { SecretForm } from './SecretForm';

type Locked = Extract<SessionStatus['state'], { kind: 'locked' }>;

type Props = {
  status: SessionStatus;
  locked: Locked;
  onStatus: (status: SessionStatus) => void;
  /** What this person typed last was not saved. */
  isLost: (username: string) => boolean;
};

export function LockScreen({ status, locked, onStatus, isLost }: Props): ReactNode {
  const now = useNow(1000);
  const shut = SHUT[locked.reason];
  const people = shut === undefined ? status.people : [];
  const last = people.find((person) => person.username === locked.username);
  const [chosen, setChosen] = useState<string | null>(
    last?.username ?? people[0]?.username ?? null,
  );
  // Who comes back from the hospital's page is not known before.
  const [signingOn, setSigningOn] = useState(false);
  const person = people.find((each) => each.username === chosen) ?? null;
  const shown = signingOn ? null : person;
  const others = people.filter((each) => each.username !== chosen);
  const choose = (username: string | null): void => {
    setSigningOn(false);
    setChosen(username);
  };

  return (
    <div className={css.screen} data-testid="lock-screen">
      <header className={css.brand}>
        <Logo />
        <span>{copy.product}</span>
        <span className={css.hospital}>{status.workstation.hospital}</span>
      </header>
      <main className={css.main}>
        <div className={css.clock}>
          <span className={css.time}>{timeOf(now)}</span>
          <span>
            {longWeekdayOf(now)} {dateOf(now)}
          </span>
        </div>
        <section className={css.card} aria-labelledby="lock-title">
          <div className={css.reason}>
            <span className={css.mark}>
              <Lock size={18} aria-hidden="true" />
            </span>
            <div>
              <h1 id="lock-title" className={css.title}>
                {locked.reason === 'start' ? copy.lock.ready : copy.lock.locked}
              </h1>
              <p className={css.quiet}>{reasonOf(locked, now)}</p>
            </div>
          </div>
          {shown === null ? null : (
            <div className={css.person}>
              <Avatar initials={shown.initials} size="large" />
              <div>
                <p className={css.name}>{shown.displayName}</p>
                <p className={css.units}>{shown.units.join(', ')}</p>
              </div>
            </div>
          )}
          {shut !== undefined ? (
            <p className={css.units} data-testid="shut">
              {shut}
            </p>
          ) : (
            <SecretForm
              key={chosen ?? ''}
              person={person}
              hasSignOn={status.workstation.signOn}
              signingOn={signingOn}
              onSigningOn={setSigningOn}
              onStatus={onStatus}
            />
          )}
          {shown === null || shown.drafts === 0 ? null : (
            <p className={css.drafts}>
              <FileText size={16} aria-hidden="true" />
              {isLost(shown.username) ? copy.lock.draftsBefore : copy.lock.drafts(shown.drafts)}
            </p>
          )}
        </section>
        {people.length === 0 ? null : (
          <nav className={css.others} aria-label={copy.lock.others}>
            <h2 className={css.othersTitle}>{copy.lock.others}</h2>
            <ul>
              {others.map((each) => (
                <li key={each.username}>
                  <OtherPerson person={each} nowMs={now} onChoose={() => choose(each.username)} />
                </li>
              ))}
              {person === null ? null : (
                <li>
                  <button
                    type="button"
                    className={css.other}
                    data-testid="someone-else"
                    onClick={() => choose(null)}
                  >
                    <span className={css.someone}>
                      <UserPlus size={16} aria-hidden="true" />
                    </span>
                    <span className={css.otherText}>
                      <strong>{copy.lock.someoneElse}</strong>
                      <span>
                        {status.network.kind === 'online'
                          ? copy.lock.someoneElseOnline
                          : copy.lock.someoneElseOffline}
                      </span>
                    </span>
                    <ChevronRight size={16} aria-hidden="true" />
                  </button>
                </li>
              )}
            </ul>
          </nav>
        )}
      </main>
      <LockBar status={status} />
    </div>
  );
}

/** A workstation that IT has not enrolled, or has withdrawn: there is nobody to unlock for. */
export function NotEnrolledScreen({ status }: { status: SessionStatus }): ReactNode {
  const emptied = status.state.kind === 'notEnrolled' && status.state.wasWithdrawn;
  return (
    <div className={css.screen}>
      <header className={css.brand}>
        <Logo />
        <span>{copy.product}</span>
      </header>
      <main className={css.main}>
        <section className={css.card} data-testid="not-enrolled">
          <h1 className={css.title}>{emptied ? copy.lock.emptied : copy.lock.notEnrolled}</h1>
          <p className={css.units}>{emptied ? copy.lock.emptiedBody : copy.lock.notEnrolledBody}</p>
        </section>
      </main>
      <LockBar status={status} />
    </div>
  );
}

function OtherPerson({
  person,
  nowMs,
  onChoose,
}: {
  person: PersonView;
  nowMs: number;
  onChoose: () => void;
}): ReactNode {
  const facts = [
    person.lockedAtMs === null
      ? copy.lock.signedInBefore
      : copy.lock.lockedTime(nearMomentOf(person.lockedAtMs, nowMs)),
    ...(person.drafts === 0 ? [] : [copy.lock.draftCount(person.drafts)]),
  ];
  return (
    <button type="button" className={css.other} data-testid="other-person" onClick={onChoose}>
      <Avatar initials={person.initials} />
      <span className={css.otherText}>
        <strong>{person.displayName}</strong>
        <span>{facts.join(' · ')}</span>
      </span>
      <ChevronRight size={16} aria-hidden="true" />
    </button>
  );
}

/** What is said in place of a field where nobody is let in. */
const SHUT: Partial<Record<LockReason, string>> = {
  withdrawn: copy.lock.withdrawnBody,
  rolledBack: copy.lock.rolledBackBody,
};

function reasonOf(locked: Locked, nowMs: number): string {
  const time = locked.atMs === null ? null : nearMomentOf(locked.atMs, nowMs);
  switch (locked.reason) {
    case 'start':
      return copy.lock.start;
    case 'person':
      return time === null ? copy.lock.start : copy.lock.atPerson(time);
    case 'inactivity':
      return time === null ? copy.lock.inactivity : copy.lock.atInactivity(time);
    case 'system':
      return time === null ? copy.lock.system : copy.lock.atSystem(time);
    case 'shift':
      return time === null ? copy.lock.start : copy.lock.atShift(time);
    case 'lease':
      return time === null ? copy.lock.start : copy.lock.atLease(time);
    case 'closed':
      return copy.lock.closed;
    case 'withdrawn':
      return copy.lock.withdrawn;
    case 'rolledBack':
      return copy.lock.rolledBack;
  }
}
