export { randomUUID } from 'nws:host';
