// The words of the sync sheet, settings and the shortcut sheet. Part of the catalogue.

const plural = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

export const sheetCopy = {
  sync: {
    title: 'Waiting to send',
    summary: (count: number, oldest: string | null) =>
      count === 0
        ? 'Nothing waits on this workstation.'
        : `${plural(count, 'item', 'items')}, kept encrypted on this workstation.${oldest === null ? '' : ` Oldest ${oldest}.`}`,
    whose: (patient: string, mrn: string | null) => `${patient} · MRN ${mrn || 'not recorded'}`,
    what: (what: string, count: number) => (count === 1 ? what : `${what} (${count})`),
    decide: 'Needs your decision',
    aside: 'Not accepted by the central record',
    automatic: 'Sends automatically',
    audit: 'Audit events',
    auditCount: (count: number) => plural(count, 'audit event', 'audit events'),
    auditBody: 'Sealed. They cannot be edited or removed.',
    kept: 'It is kept for review and is not in the central chart.',
    quarantined: {
      workstationWithdrawn:
        'This workstation was withdrawn. It is kept for review and is not in the central chart.',
      outOfScope:
        'The chart is not kept on this workstation any more. It is sent again when it is; until then it is not in the central chart.',
      copiedWorkstation:
        'Another workstation wrote in its place, as after a copied disk. It is kept for review. Tell IT.',
      badSignature: 'Its signature does not hold. It is kept for review. Tell IT.',
    },
    void: 'Another signature of the same document came first. Yours has no effect; what it adds can be an addendum.',
    otherPerson: 'Written by somebody else here',
    open: 'Open chart',
    allSent: 'Everything written here is in the central record.',
    backup: 'In the central record',
    backupCount: (count: number) => `${plural(count, 'change', 'changes')} not yet in a backup`,
    backupBody: 'Accepted by the central record. A copy stays here until a backup has it too.',
    sent: 'Written by you here, and sent',
    accepted: 'In the central record, not yet in its backup.',
    durable: 'In the central record and in its backup.',
    noMoreYours: 'Of a patient you do not see any more',
    more: (count: number) => `and ${count} more`,
    now: 'Sync now',
    syncing: 'Syncing',
    online: (time: string) => `Online. Last exchange ${time}.`,
    onlineNever: 'Online. No exchange yet.',
    noAnswer: (time: string) => `The central record did not answer at ${time}. It tries again by itself.`,
    offline: (time: string) => `Offline since ${time}. It tries again by itself.`,
  },

  settings: {
    title: 'Settings',
    theme: 'Theme',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    textSize: 'Text size',
    sizes: { standard: '100%', large: '112%', larger: '125%' },
    letters: 'Letter shortcuts',
    lettersBody: 'G then a letter goes to a chart section, ? opens the shortcut list.',
    on: 'On',
    off: 'Off',
    about: 'About',
    workstation: 'Workstation',
    version: 'Version',
    hospital: 'Hospital',
    shortcuts: 'Keyboard shortcuts',
  },

  shortcuts: {
    title: 'Keyboard shortcuts',
    groups: {
      anywhere: 'Anywhere',
      ward: 'Ward',
      chart: 'Chart',
      writing: 'Writing',
    },
    find: 'Find a patient or command',
    lock: 'Lock',
    regions: 'Next or previous region',
    rail: 'Ward, find, sync, settings',
    nextChart: 'Next chart',
    closeChart: 'Close chart, draft kept',
    list: 'This list',
    rows: 'Move between rows',
    openRow: 'Open the chart',
    back: 'Back to the ward, same row',
    vitals: 'Record vitals',
    note: 'Write a note',
    sections: 'Summary, results, medications, notes, other',
    trend: 'Previous or next set on the trend',
    primary: 'Save vitals, or review and sign',
    save: 'Save draft now',
    escape: 'Close the topmost. Never discards text.',
  },
} as const;
