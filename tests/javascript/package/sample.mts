// A program that uses the whole module as TypeScript sees it. It is compiled, never run.
import { createReadStream, createWriteStream } from 'node:fs';
import {
  decode, encode, equals, NetWorkSpace, NwsArray, NwsComplex, NwsConnectException, NwsConnectionDroppedException, NwsDateTime,
  NwsDecimal, NwsDeclarationFailedException, NwsDelivery, NwsDuration, NwsException, NwsFloat32, NwsFloat64,
  NwsNoWorkSpaceException, NwsOperationException, NwsRemoteError, NwsServer, NwsServerException, NwsTimeoutException, NwsTuple,
  NwsUnsupportedOperationException, NwsUuid, NwsValueError, NwsValueIterator, type VariableInfo, type WorkSpaceInfo,
} from 'nws';
import {
  batchNodeList, lsfcmd, lsfNodeList, pbsNodeList, rshcmd, sgeNodeList, slurmNodeList, sruncmd, sshcmd, sshforwardcmd,
  Sleigh, SleighException, SleighGatheredException, SleighIllegalValueException, SleighJoinException, SleighNwsException,
  SleighOccupiedException, SleighPending, SleighProgress, SleighResultIterator, SleighScriptException, SleighStoppedException,
  SleighTaskException, type Launcher, type SleighOutput,
} from 'nws/sleigh';

interface Order { item: string; count: number }

export async function client(signal: AbortSignal): Promise<void> {
  await using server = await NwsServer.connect({ host: '127.0.0.1', port: 8765, token: 't', client: 'me' });
  const where: string = `${server.host}:${server.port} ${server.webPort ?? 'none'} ${server}`;
  const name: string = await server.mktempWs('example_%d');
  const ws: NetWorkSpace = await server.openWs(name, { persistent: true });
  const used: NetWorkSpace = await server.useWs(name, { create: false });
  const lazy = server.workspace(where, { useUse: true });
  const own = new NetWorkSpace('bayport', { address: 'localhost:8765', useUse: true });
  await using opened = await NetWorkSpace.open('bayport', { server });
  await (await lazy.open()).declare('x', 'fifo');

  await ws.store('order', { item: 'bolt', count: 12 } satisfies Order);
  const order: Order = await ws.fetch<Order>('order', { timeout: 1, signal, exact: true });
  const maybe: Order | null = await used.fetchTry<Order>('order');
  const age: number = await ws.findTry<number, number>('age', 0);
  const found: number | string = await ws.find<number>('age');
  const first: NwsDelivery<number> = await ws.fetch<number>(['a', 'b'], { signal });
  const either: NwsDelivery<number> | null = await ws.findTry<number>(['a', 'b'], null, { timeout: 2 });
  await using task = await ws.fetch<Order>('task', { lease: true });
  await task.complete([['result', task.value.count], ['other', 'x', task.attempt]]);
  await first.release();
  const cursor: [number, number] = first.cursor;

  const iterator: NwsValueIterator<Order> = ws.ifind<Order>('order', { signal });
  for await (const { item } of iterator) if (item === order.item) break;
  iterator.restart();
  iterator.reset();
  for await (const value of ws.ifetchTry<string>('x')) value.toUpperCase();
  for await (const value of ws.ifindTry('x')) value.anything();
  for await (const value of ws.ifetch('x', { timeout: 5 })) value.anything();

  const bytes: number = await ws.storeFile('f', createReadStream('in'), 1000, { signal });
  await ws.storeFile('f', 'in');
  await ws.fetchFile('f', 'out', { timeout: 1 });
  await ws.fetchTryFile('f', createWriteStream('out'));
  await ws.findFile('f', 'out');
  await ws.findTryFile(['f', 'g'], 'out', { signal });
  await iterator.writeTo('out') + await first.writeTo('out', { signal }) + bytes;

  const variables: VariableInfo[] = await ws.listVars();
  const spaces: WorkSpaceInfo[] = await server.listWss({ name: own.currentWs(), variables: true });
  console.log(maybe, age, found, either?.variable, cursor, variables[0]?.mode, spaces[0]?.names, String(opened.server));
  await ws.deleteVar('x');
  await server.deleteWs(name);
  await own.close();

  // @ts-expect-error there is no such mode
  await ws.declare('x', 'queue');
  // @ts-expect-error an unknown option
  await ws.fetch('x', { timeOut: 1 });
  // @ts-expect-error only a fetched value can be leased
  await ws.find('x', { lease: true });
  // @ts-expect-error deliveries come from the server
  new NwsDelivery(ws, []);
}

export async function farm(signal: AbortSignal): Promise<void> {
  await using sleigh = await Sleigh.start({ workerCount: 2, modulePath: '.', workingDir: '.', verbose: true });
  const options = new Sleigh({ nwsHost: 'h', nwsPort: 1, token: 't', wsNameTemplate: 'a%d', userWsNameTemplate: 'b%d' });
  await options.start();
  await elsewhere(options);
  const squares: (number | SleighTaskException)[] = await sleigh.eachElem((x: number) => x * x, [1, 2, 3]);
  const sums: number[] = await sleigh.eachElem(async (x: number, y: number) => x + y, [[1], [2]], [3],
    { collectErrors: false, argPermute: [1, 0], signal });
  const pending: SleighPending<string> = await sleigh.eachElem(String, [1], [], { blocking: false });
  if (pending.check() > 0) console.log((await pending.wait()).length, squares, sums);
  const value = await sleigh.eachElem((x: number) => x, [1], [], {
    accumulator: { result: (values, indexes) => { values.concat([]); indexes.map((i) => i + 1); }, value: () => 5 },
    loadFactor: 3, chunkSize: 2, globals: ['offset'],
  });
  const named: { a: number | SleighTaskException; b: number | SleighTaskException } =
    await sleigh.eachElem((x: number) => x, { a: 1, b: 2 });
  const byKey: Map<Date, string | SleighTaskException> = await sleigh.eachElem(String, new Map([[new Date(), 1]]));
  await sleigh.eachElem((x: number) => x, [1], [], {
    failFast: true, timeLimit: 1.5, rngSeed: 5n, tags: ['gpu'], priority: 3, output: (output: SleighOutput) => output.text.length,
    progress: (progress: SleighProgress) => progress.done + progress.rate + (progress.remaining ?? progress.total ?? 0),
  });
  await sleigh.export('offset', 5);
  await sleigh.unexport('offset');
  console.log(named.a, byKey.size);
  const ranks: (number | SleighTaskException)[] = await sleigh.eachWorker((x: number) => x + SleighRank / SleighWorkerCount, 1);
  await sleigh.eachWorker(async () => SleighUserNws.store('x', SleighArguments.concat(await SleighNws.fetchTry('y'))));
  const later: SleighPending<any> = await sleigh.using({ blocking: false }).eachWorker('SleighRank');
  await sleigh.using({ type: 'define', language: 'python' }).eachWorker('import math');
  class Point { constructor(readonly x: number) {} }
  await sleigh.define(Point, (x: number) => x, 'const offset = 1;');

  const iterator: SleighResultIterator<number> = sleigh.imap((x: number, y: number) => x + y, [1, 2], endless(), { loadFactor: 5 });
  for await (const result of iterator) {
    if (result instanceof SleighTaskException) console.log(result.tag, result.index, result.rank, result.cause?.remoteStack);
    else if (result > iterator.submitted + iterator.returned + iterator.buffered) break;
  }
  iterator.shutdown();
  if (!iterator.stopped) await iterator.stop();
  for await (const power of sleigh.starmap(Math.pow, [[2, 5]], { chunkSize: 2 })) console.log(power);
  const { workers, closed } = await sleigh.status({ timeout: 1 });
  console.log(await sleigh.status(true, 5), (await sleigh.workerInfo()).flatMap(({ tags, languages }) => [...tags, ...languages]));
  const pids: number[] = (await sleigh.workerInfo()).map(({ pid }) => pid);
  console.log(value, ranks, later, workers, closed, pids, sleigh.workerCount, sleigh.nws.currentWs(), await sleigh.userNws.find('x'));
  await sleigh.stop();

  // @ts-expect-error an unknown option
  await sleigh.eachElem('x', [1], [], { blokking: false });
  // @ts-expect-error nothing to iterate over
  await sleigh.eachElem('x', 5);
  // @ts-expect-error there is no such type of task
  await sleigh.eachElem('x', [1], [], { type: 'call' });
}

async function elsewhere(other: Sleigh): Promise<void> {
  const own: Launcher = (host, options) => [...sshcmd(host, options), '-p', String(options.nwsPort), '{command}'];
  for (const launch of [own, sshforwardcmd, rshcmd, sruncmd, lsfcmd, 'ssh', 'web', ['ssh', '{host}', '{command}']]) {
    new Sleigh({ launch, nodeList: ['a', { host: 'b', workerTags: ['gpu'], user: 'eve' }], workingDir: { default: '/', a: '.' } });
  }
  new Sleigh({ scriptExec: (host, command) => ['nice', ...command], outfile: 'out', masterExec: 'nws', waitForWorkers: false });
  const nodes = [batchNodeList(), lsfNodeList({ LSB_HOSTS: 'a' }), pbsNodeList(), sgeNodeList(), slurmNodeList(process.env)];
  await using farm = await Sleigh.attach('lab', { nwsHost: 'h', nwsPort: 1, token: 't' });
  console.log(nodes.flat(), farm.workerCount, other.workerCount);
}

async function* endless(): AsyncGenerator<number> {
  for (let i = 0; ; i++) yield i;
}

export function values(): unknown[] {
  const when = NwsDateTime.parse('2024-03-01T12:00:00Z');
  const array = NwsArray.from([[1, 2], [3, 4]], 'f4');
  array.set([0, 1], 5);
  const decoded: number[] = decode<number[]>(encode([1]), { exact: true });
  return [
    equals(1, 1), decoded, when.toDate(), when.fitsDate, when.seconds + 1n, NwsDateTime.fromDate(new Date(), 3600).offset,
    array.at(0, 1), array.shape, array.bytes, array.data, array.toNested(), array.length, array.type,
    new NwsComplex(1, 2).imaginary, new NwsDecimal('1.50'), NwsDuration.fromMilliseconds(5).nanoseconds, +new NwsFloat32(1),
    new NwsFloat64(1).toString(), NwsTuple.of(1, 'a'), NwsUuid.random().toBytes(), NwsUuid.fromBytes(new Uint8Array(16)),
  ];
}

export function codeOf(error: unknown): string | undefined {
  if (error instanceof NwsConnectException || error instanceof NwsConnectionDroppedException) return error.code;
  if (error instanceof NwsNoWorkSpaceException || error instanceof NwsDeclarationFailedException) return error.code;
  if (error instanceof NwsTimeoutException || error instanceof NwsUnsupportedOperationException) return error.code;
  if (error instanceof NwsOperationException || error instanceof NwsServerException) return error.code;
  if (error instanceof NwsException) return error.code;
  if (error instanceof NwsRemoteError) return `${error.type} ${error.language} ${error.remoteStack}`;
  if (error instanceof NwsValueError) return error.message;
  if (error instanceof SleighTaskException) return `${error.remoteType} ${error.remoteMessage} ${error.language}`;
  if (error instanceof SleighIllegalValueException) return error.captured?.join();
  const others = [
    SleighGatheredException, SleighJoinException, SleighNwsException, SleighOccupiedException, SleighScriptException,
    SleighStoppedException,
  ];
  return error instanceof SleighException ? others.find((kind) => error instanceof kind)?.name : undefined;
}
