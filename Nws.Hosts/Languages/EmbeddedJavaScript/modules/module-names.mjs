/** The modules whose names may begin so: without Node.js there is one. */
export function moduleItems() {
  return [{ text: 'nws', kind: 'module' }];
}
