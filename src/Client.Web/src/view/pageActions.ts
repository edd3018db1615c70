import { signOut } from '../wire/http';
import { ConnectionLost } from '../wire/connection';
import { copy } from './clipboard';
import { showDialog, ask } from './dialog';
import { make, makeButton } from './element';
import type { Action } from './palette';
import { revokeAllQuestion } from './people/warnings';
import type { SessionPage } from './sessionPage';
import { keepSettings } from './settings';
import { chooseScheme } from './terminal/theme';
import { toast } from './toast';

/** What can be done with the selected blocks, or else the newest. */
export function blockActions(page: SessionPage): Action[] {
  const blocks = page.chosenBlocks;
  const [first] = blocks;
  if (!first) return [];
  const group = blocks.length > 1 ? `${blocks.length} blocks` : `Block ${first.number}`;
  return [
    { title: 'Copy as text', group, run: () => void page.copyBlocks() },
    { title: 'Copy output only', group, run: () => void page.copyBlocks({ commands: false }) },
    { title: blocks.length > 1 ? 'Copy commands' : 'Copy command', group, run: () => void page.copyCommands() },
    { title: 'Copy link to block', group, run: () => void copy(page.addressOfBlock(first.number), 'the link to the block') },
    { title: 'Go to block', group, run: () => page.jumpByHand(first.number) },
    ...(page.blocks.selected.length > 0 ? [{ title: 'Select nothing', group, run: () => page.blocks.clearSelection() }] : []),
  ];
}

/** Everything else that can be done just now. */
export function pageActions(page: SessionPage): Action[] {
  return [...controlActions(page), ...peopleActions(page), ...readingActions(page), ...sessionActions(page), ...settingActions(page)];
}

function controlActions(page: SessionPage): Action[] {
  const { standing } = page.page;
  if (!standing) return [];
  const group = 'Control';
  const { mayType, mayManage, request } = standing;
  const typing = mayType && page.terminal.isFocused;
  return [
    ...(typing ? [{ title: 'Stop typing (leave the terminal)', group, run: () => document.getElementById('actions-button')!.focus() }] : []),
    ...(mayType && !typing ? [{ title: 'Type into the terminal', group, run: () => page.terminal.focus() }] : []),
    ...(mayType ? [{ title: 'Write the draft', group, run: () => page.together.draft.editor.focus() }] : []),
    ...(mayType && page.together.draft.editor.text !== '' ? [{ title: 'Run the draft', group, run: () => void page.together.draft.run() }] : []),
    ...(!mayType && !request ? [{ title: 'Ask to type', group, run: () => void page.requestRole('edit') }] : []),
    ...(!mayManage && !standing.isGuest && request !== 'manage' ? [{ title: 'Ask to manage access', group, run: () => void page.requestRole('manage') }] : []),
    ...(request ? [{ title: 'Take the request back', group, run: () => void page.tell(connection => connection.cancelRequest()) }] : []),
    ...(mayType ? [{ title: 'Hand typing back', group, run: () => void page.tell(connection => connection.handBack()) }] : []),
    { title: mayManage ? 'People and access' : 'People', group, run: () => page.people.open() },
    ...(mayManage ? [{ title: 'Take typing from everyone', group, run: () => void revokeAll(page) }] : []),
  ];
}

function peopleActions(page: SessionPage): Action[] {
  const group = 'People';
  const others = page.here.filter(({ isYou, away }) => !isYou && !away);
  const { who } = page.together.following;
  return [
    ...(who ? [{ title: `Stop following ${who.person.name}`, group, run: () => page.together.following.stop() }] : []),
    ...others.map(other => ({ title: `Go to where ${other.person.name} points`, group, run: () => page.meet(other) })),
    ...others.filter(({ key }) => key !== who?.key).map(other => ({ title: `Follow ${other.person.name}`, group, run: () => page.follow(other) })),
  ];
}

async function revokeAll(page: SessionPage) {
  if (await ask(revokeAllQuestion)) await page.people.change({ revokeAll: true });
}

function readingActions(page: SessionPage): Action[] {
  const group = 'Read';
  return [
    { title: 'Find in the output', group, keys: 'Ctrl F', run: () => page.openFind() },
    { title: 'Search commands', group, run: () => page.searchCommands() },
    { title: 'Go to the newest output', group, run: () => page.goToNewest() },
    { title: 'Go to the oldest output in the terminal', group, run: () => page.goToOldest() },
    { title: 'Copy the screen as text', group, run: () => void copy(page.terminal.visibleText, 'the screen') },
    ...(page.terminal.selection ? [{ title: 'Copy the selected text', group, keys: 'Ctrl Shift C', run: () => void copy(page.terminal.selection, 'the selection') }] : []),
    { title: 'Open an address on the screen', group, run: () => page.showLinks() },
    { title: 'Larger text', group, run: () => page.terminal.zoom(1) },
    { title: 'Smaller text', group, run: () => page.terminal.zoom(-1) },
    { title: 'Text as large as fits', group, run: () => page.terminal.zoom(0) },
  ];
}

function sessionActions(page: SessionPage): Action[] {
  const group = 'Session';
  return [
    { title: 'Copy the link that you came by', group, run: () => void copy(page.addressOfBlock(null), 'the link') },
    { title: 'Open in a terminal', group, run: () => showJoinLine(page) },
    { title: 'My sessions: switch, stop', group, run: () => page.showSessions() },
    ...(page.page.me ? [{ title: `Sign out (${page.page.me.email})`, group, run: () => void leave() }] : []),
  ];
}

function showJoinLine(page: SessionPage) {
  const line = `sessionshare join '${page.addressOfBlock(null)}'`;
  const dialog = showDialog('Open in a terminal', [make('p', '', 'This shows the session in your own terminal:'), make('code', '', line)], [
    makeButton('action quiet', 'Close', () => dialog.close()),
    makeButton('action', 'Copy', () => {
      dialog.close();
      void copy(line, 'the command');
    }),
  ]);
}

async function leave() {
  try {
    await signOut();
    location.reload();
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error;
    toast('The server could not be reached.', { warning: true });
  }
}

function settingActions({ settings }: SessionPage): Action[] {
  const group = 'Settings';
  const scheme = (choice: typeof settings.scheme, title: string) =>
    settings.scheme === choice
      ? []
      : [
          {
            title,
            group,
            run: () => {
              settings.scheme = choice;
              chooseScheme(choice);
              keepSettings(settings);
            },
          },
        ];
  const reload = (change: () => void) => () => {
    change();
    keepSettings(settings);
    location.reload();
  };
  const renderers = { automatic: 'as fits this machine', webgl: 'by WebGL', dom: 'without WebGL' } as const;
  return [
    ...scheme('dark', 'Dark colours'),
    ...scheme('light', 'Light colours'),
    ...scheme('system', 'Colours as the system has them'),
    { title: settings.screenReader ? 'Terminal text for screen readers: off' : 'Terminal text for screen readers: on', group, run: reload(() => (settings.screenReader = !settings.screenReader)) },
    ...(['automatic', 'webgl', 'dom'] as const)
      .filter(choice => choice !== settings.renderer)
      .map(choice => ({ title: `Draw the terminal ${renderers[choice]}`, group, run: reload(() => (settings.renderer = choice)) })),
  ];
}
