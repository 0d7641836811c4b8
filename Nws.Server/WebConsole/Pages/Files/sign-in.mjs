/**
 * Signing in with the server's token.
 * @module
 */

import { post } from './api.mjs';
import { make } from './dom.mjs';
import { field, form, heading } from './page.mjs';

/** Where to go then: a page of this console, whatever the address says. */
function destination(query) {
  const next = query.get('next') ?? '/';
  const target = new URL(next, location.origin);
  return next.startsWith('/') && target.origin === location.origin ? target.pathname + target.search : '/';
}

export async function open(main, query) {
  const token = make('input', { type: 'password', id: 'token', autocomplete: 'current-password', required: true });
  main.append(make('div.center.card', {}, heading('Sign in'), make('p', {}, 'This server asks for the token it was started with.'), form('Sign in', [field('Token', token)], async () => {
    await post('/session', {}, { token: token.value });
    location.assign(destination(query));
  })));
  token.focus();
}
