// The rail: the few places there are, and who is signed in.
import { LayoutGrid, RefreshCw, Search, Settings } from 'lucide-react';
import type { ReactNode } from 'react';
import { copy } from '../copy';
import { Avatar, Logo } from '../design';
import type { PersonView } from '../ipc';
import type { Sheet } from './Frame';
import css from './Rail.module.css';

type Props = {
  ward: boolean;
  waiting: number;
  person: PersonView;
  onWard: () => void;
  onSheet: (sheet: Sheet) => void;
};

export function Rail({ ward, waiting, person, onWard, onSheet }: Props): ReactNode {
  const text = copy.rail;
  return (
    <nav className={css.rail} aria-label={text.label} data-region="rail">
      <Logo />
      <Item icon={<LayoutGrid size={18} aria-hidden="true" />} current={ward} onPress={onWard}>
        {text.ward}
      </Item>
      <Item icon={<Search size={18} aria-hidden="true" />} onPress={() => onSheet('find')}>
        {text.find}
      </Item>
      <Item
        icon={<RefreshCw size={18} aria-hidden="true" />}
        count={waiting}
        onPress={() => onSheet('sync')}
      >
        {text.sync}
      </Item>
      <span className={css.space} />
      <Item icon={<Settings size={18} aria-hidden="true" />} onPress={() => onSheet('settings')}>
        {text.settings}
      </Item>
      <span className={css.person} title={text.signedInAs(person.displayName)}>
        <Avatar initials={person.initials} />
        <span className="spoken">{text.signedInAs(person.displayName)}</span>
      </span>
    </nav>
  );
}

function Item({
  icon,
  current = false,
  count = 0,
  onPress,
  children,
}: {
  icon: ReactNode;
  current?: boolean;
  count?: number;
  onPress: () => void;
  children: string;
}): ReactNode {
  return (
    <button
      type="button"
      className={css.item}
      aria-current={current ? 'page' : undefined}
      data-region-focus={current ? '' : undefined}
      onClick={onPress}
    >
      {icon}
      {children}
      {count === 0 ? null : (
        <span className={css.count}>
          <span aria-hidden="true">{count}</span>
          <span className="spoken">{copy.rail.waiting(count)}</span>
        </span>
      )}
    </button>
  );
}
