/**
 * Shows the page that the address names.
 * @module
 */

import { get } from './api.mjs';
import { make, show } from './dom.mjs';

const MODULES = {
  '/': './workspaces.mjs',
  '/workspace': './workspace.mjs',
  '/variable': './variable.mjs',
  '/value': './value.mjs',
  '/farms': './farms.mjs',
  '/farm': './farm.mjs',
  '/clients': './clients.mjs',
  '/waiting': './waiting.mjs',
  '/server': './server.mjs',
  '/sign-in': './sign-in.mjs',
};
const NAVIGATION = [['/', 'Workspaces'], ['/farms', 'Farms'], ['/clients', 'Clients'], ['/waiting', 'Waiting'], ['/server', 'Server']];
const PARENTS = { '/workspace': '/', '/variable': '/', '/value': '/', '/farm': '/farms' };

function showNavigation(path) {
  const current = PARENTS[path] ?? path;
  const items = NAVIGATION.map(([to, title]) => make('li', {}, make('a', { href: to, 'aria-current': to === current ? 'page' : null }, title)));
  show(document.getElementById('nav'), make('ul', {}, items));
}

async function start() {
  const path = location.pathname;
  const main = document.getElementById('main');
  if (path !== '/sign-in') showNavigation(path);
  try {
    const page = await import(MODULES[path] ?? MODULES['/']);
    await page.open(main, new URLSearchParams(location.search));
  } catch (fault) {
    show(main, make('h1', {}, 'This page cannot be shown'), make('p.error', { role: 'alert' }, fault.message), make('p', {}, make('a', { href: '/' }, 'All workspaces')));
  }
  main.dataset.ready = 'true';
}

async function offerSignOut() {
  const session = await get('/session');
  if (!session.required || !session.signedIn) return;
  const { remove } = await import('./api.mjs');
  document.querySelector('.bar').append(make('button.small', { type: 'button', onclick: async () => {
    await remove('/session');
    location.assign('/sign-in');
  } }, 'Sign out'));
}

await start();
offerSignOut().catch(() => {});
