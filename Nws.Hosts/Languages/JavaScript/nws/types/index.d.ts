export * from './client.js';
export * from './sleigh.js';
export * from './values.js';
