/**
 * The JavaScript kernel: runs code for a host that talks to it as docs/kernels.md says.
 *
 * Its main thread runs the tasks, which may keep it busy for ever, and talks to the host in between; a second thread waits for
 * the end of the host, and a third for interrupts.
 */
import { Channel } from './kernel/channel.mjs';

const { NWS_KERNEL: address, NWS_KERNEL_TOKEN: token } = process.env;
if (!address || !token) {
  process.stderr.write('The kernel is started by a host, which sets NWS_KERNEL and NWS_KERNEL_TOKEN.\n');
  process.exit(2);
}
delete process.env.NWS_KERNEL;
delete process.env.NWS_KERNEL_TOKEN;

// Behind the frames of a task's code stand some of the kernel's, and then those that wait for it.
Error.stackTraceLimit = 50;
// The connection is made while the rest of the program is loaded.
const channel = new Channel(address);
const { Kernel } = await import('./kernel/kernel.mjs');
const { LifeLine } = await import('./kernel/life-line.mjs');
await new Kernel(channel, new LifeLine(address, token)).start(token);
